"""What a source record says, in the one shape in which entries keep it and changes are found."""

from bulletins import record_texts as words
from bulletins.enums import EntryKind, FigureKind
from bulletins.figures import figure_of
from bulletins.models import Article
from meetings.documents import minutes_context
from meetings.models import Event, Minutes, Resolution, WorkPlan
from members.models import Admission
from projects.models import Nomination, Solicitation

HEADLINE, CONTENTS_LINE = 120, 80  # characters, as the fields of an entry


def read_source(kind: str, source, *, year: int) -> dict:
    """`{"headline", "toc_title", "content", "pictures"}`, JSON, of a record as it stands now.

    `content` has "body" (HTML of an article), "signature", and for minutes "minutes" (`minutes_context`), for a
    figure "figure" (docs/bulletin.md; null when the year has no data). `pictures` are dicts of stored (pk), caption,
    alt, credit, place, after. `source` of a figure is its `FigureKind`. `year` is the issue's.
    """
    return READERS[kind](source, year)


def _article(article: Article, year: int) -> dict:
    return {
        "headline": article.headline,
        "toc_title": article.toc_title or article.headline[:80],
        "content": {"body": article.body, "signature": article.signature},
        "pictures": [
            {
                "stored": picture.stored_id,
                "caption": picture.caption,
                "alt": picture.alt,
                "credit": picture.credit,
                "place": picture.place,
                "after": picture.after,
            }
            for picture in (article.pictures.all() if article.pk else ())
        ],
    }


def _minutes(minutes: Minutes, year: int) -> dict:
    return {
        "headline": minutes.title,
        "toc_title": minutes.toc_title or minutes.title[:80],
        "content": {"body": "", "signature": "", "minutes": minutes_context(minutes)},
        "pictures": [],
    }


def _record(headline: str, toc_title: str, body: str) -> dict:
    return {
        "headline": headline[:HEADLINE],
        "toc_title": toc_title[:CONTENTS_LINE],
        "content": {"body": body, "signature": ""},
        "pictures": [],
    }


def _event(event: Event, year: int) -> dict:
    return _record(event.name, words.event_short_name(event), words.event_body(event))


def _resolution(resolution: Resolution, year: int) -> dict:
    return _record(resolution.subject, resolution.subject, words.resolution_body(resolution))


def _solicitation(solicitation: Solicitation, year: int) -> dict:
    return _record(solicitation.name, solicitation.name, words.solicitation_body(solicitation))


def _admission(admission: Admission, year: int) -> dict:
    unit = admission.unit
    return _record(f"{unit}加入联盟", f"{unit.short_name or unit.name}入盟", words.admission_body(admission))


def _nomination(nomination: Nomination, year: int) -> dict:
    title = nomination.patent.title
    return _record(f"“{title[:100]}”进入专利技术库", title, words.nomination_body(nomination))


def _work_plan(plan: WorkPlan, year: int) -> dict:
    return _record(f"{plan}执行情况", f"{plan}执行情况", words.work_plan_body(plan))


def _figure(kind: str, year: int) -> dict:
    figure = figure_of(kind, year)
    title = figure["title"] if figure else FigureKind(kind).label
    said = _record(title, FigureKind(kind).label, "")
    return {**said, "content": {"body": "", "signature": "", "figure": figure}}


READERS = {
    EntryKind.ARTICLE: _article,
    EntryKind.MINUTES: _minutes,
    EntryKind.EVENT: _event,
    EntryKind.RESOLUTION: _resolution,
    EntryKind.SOLICITATION: _solicitation,
    EntryKind.ADMISSION: _admission,
    EntryKind.NOMINATION: _nomination,
    EntryKind.WORK_PLAN: _work_plan,
    EntryKind.FIGURE: _figure,
}
