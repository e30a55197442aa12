"""The real text of 2015, read from the seeds folder, through compile, snapshot and print."""

import re
from datetime import date
from html import escape

import pytest

from alliance.core.transitions import run_transition
from alliance.printing.engine.fetch import Fetcher
from alliance.printing.engine.render import html_to_pdf
from alliance.printing.render import find_static
from bulletins.documents import compose_bulletin
from bulletins.printing import BULLETIN
from bulletins.services.compiling import compile_bulletin
from tests.bulletins.booklet import assert_flush, glyphs, outline_titles, text_of, unembedded_fonts
from tests.bulletins.seed_2015 import read_issue
from tests.factories import (
    AllianceProfileFactory,
    ArticleFactory,
    AttendanceFactory,
    MeetingFactory,
    MinutesFactory,
    PersonFactory,
    ResolutionFactory,
)

pytestmark = pytest.mark.django_db
POINT = re.compile(r"^(\d)、")
LIST = "参会人员："


@pytest.fixture
def issue(seed_text):
    return read_issue(seed_text("000"))


@pytest.fixture
def pdf(issue) -> bytes:
    AllianceProfileFactory()
    for order, article in enumerate(issue):
        if article.kind == "minutes":
            enter_minutes(article)
        else:
            enter_article(article, order)
    snapshot = compose_bulletin(compile_bulletin(actor=None, year=2015))
    html = BULLETIN.html(snapshot)
    fetcher = Fetcher(static_root_finder=find_static, media=lambda name: b"")
    return html_to_pdf(html, fetcher=fetcher, stylesheets=BULLETIN.styles(snapshot)).pdf


def enter_article(article, order: int) -> None:
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in article.paragraphs)
    row = ArticleFactory(
        category=article.kind,
        year=2015,
        headline=article.headline,
        body=body,
        print_order=order,
        state="draft",
    )
    run_transition(actor=None, obj=row, name="publish")


def enter_minutes(article) -> None:
    meeting = MeetingFactory(starts_on=date(2015, 5, 29), list_is_open=True)
    points = [text for text in article.paragraphs if POINT.match(text)]
    first = article.paragraphs.index(points[0])
    for text in points:
        ResolutionFactory(meeting=meeting, number=int(text[0]), text=text[2:])
    (participants,) = [text for text in article.paragraphs if text.startswith(LIST)]
    enter_participants(meeting, participants.removeprefix(LIST).removesuffix("等。"))
    preamble = "\n\n".join(article.paragraphs[:first]).removesuffix("会议纪要如下：")
    minutes = MinutesFactory(meeting=meeting, title=article.headline, preamble=preamble, state="draft")
    run_transition(actor=None, obj=minutes, name="sign")


def enter_participants(meeting, line: str) -> None:
    order = 0
    for group in line.split("，"):
        first, *others = group.split("、")
        for name in (first[-2:], *others):
            order += 1
            AttendanceFactory(
                meeting=meeting,
                person=PersonFactory(name=name),
                unit=None,
                unit_printed=first[:-2],
                order=order,
                state="present",
            )


def test_issue_is_read_into_its_nine_articles(issue):
    assert [article.kind for article in issue] == ["news"] * 3 + ["exchange"] * 4 + ["research", "minutes"]


def test_real_text_is_printed_flush_and_without_boxes(pdf):
    assert_flush(pdf, at_least=220)
    assert b"\x00\x00" not in glyphs(pdf)
    assert unembedded_fonts(pdf) == set()


def test_real_text_comes_back_whole(pdf, issue):
    text = text_of(pdf)
    participants = next(line for line in issue[-1].paragraphs if line.startswith(LIST))
    assert participants.replace(" ", "") in text
    for article in issue[:-1]:
        longest = max(article.paragraphs, key=len).replace(" ", "")
        plain = [piece for piece in re.split(r"[$_₂₁]|\{|\}|\\", longest) if len(piece) > 12]
        assert [piece for piece in plain if piece[:12] not in text] == []


def test_formulas_of_the_real_text_are_set(pdf):
    text = text_of(pdf)
    assert "$" not in text
    assert "\\" not in text
    assert "TiO_2" not in text
    assert "1370～1410°C" in text


def test_every_article_stands_in_the_outline(pdf, issue):
    titles = ["".join(title.split()) for title in outline_titles(pdf)]
    assert [a.headline for a in issue if "".join(a.headline.split()) not in titles] == []
