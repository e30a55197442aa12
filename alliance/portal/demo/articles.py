"""The eight articles of the 2015 issue, in our own words, with drawn placeholders for the photographs; and four of 2016.

Those of 2016 tell what the minutes and reports of 2015 plan for 2016: who hosts, what the change of term needs, which
tasks run on, when the series come again. Nothing is said to have happened in 2016, for nothing is stated of it. They
are what next year's issue of the demo is made of.
"""

from decimal import Decimal

from django.core.files.base import ContentFile

from alliance.core.enums import FileKind
from alliance.core.files.store import store_file
from alliance.core.transitions import run_transition
from alliance.portal.demo import pictures
from alliance.portal.demo.records import DATA, Book, add, keep, read
from bulletins.models import Article, ArticlePicture, ReportedFigure

FOLDERS = {2015: "articles", 2016: "articles_2016"}
REASON = "载入演示资料"
CREDIT = "示意图，非现场照片"


def load(book: Book) -> None:
    for year, folder in FOLDERS.items():
        for path in sorted((DATA / folder).glob("*.toml")):
            load_article(book, read(f"{folder}/{path.stem}"), year=year, order=int(path.stem.split("-")[0]))


def load_article(book: Book, row: dict, *, year: int, order: int) -> None:
    drawn, figures, events = (row.pop(name, []) for name in ("pictures", "figures", "events"))
    links = {
        "meeting": book.meetings.get(row.pop("meeting", "")),
        "solicitation": book.solicitations.get(row.pop("solicitation", "")),
    }
    key = {"year": year, "headline": row.pop("headline")}
    article, created = keep(Article, key, {**row, **links, "print_order": order})
    if not created:
        return
    article.events.set(book.events[name] for name in events)
    for number, picture in enumerate(drawn):
        load_picture(article, picture, number)
    for number, figure in enumerate(figures):
        load_figure(article, figure, number)
    run_transition(actor=None, obj=article, name="publish", reason=REASON)


def load_picture(article: Article, row: dict, order: int) -> None:
    caption, alt = row.pop("caption"), row.pop("alt")
    content = pictures.draw(row.pop("scene"), row.pop("topic"), **row)
    upload = ContentFile(content, name=f"示意图：{caption}.jpg")
    stored = store_file(actor=None, upload=upload, kinds=(FileKind.PICTURE,))
    add(ArticlePicture, article=article, stored=stored, caption=caption, alt=alt, credit=CREDIT, order=order)


def load_figure(article: Article, row: dict, order: int) -> None:
    """Numbers stand as text in the data, so that no float comes between print and Decimal."""
    values = {name: Decimal(row.pop(name)) for name in ("value", "value_to") if name in row}
    add(ReportedFigure, article=article, order=order, **values, **row)
