"""What an issue should tell of: the records of its time, section by section."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from alliance.core.models import AuditEntry
from bulletins.enums import EntryKind, FigureKind, SectionKind
from bulletins.figures import figure_of
from bulletins.models import Article, Bulletin
from bulletins.querysets import MINUTES_PARTS, sources_of
from meetings.enums import MeetingState, MinutesState
from meetings.models import Event, Minutes, Resolution, ResolutionEffect, WorkPlan
from members.models import Admission
from projects.enums import NominationState
from projects.models import Nomination, Solicitation

SECTION_OF = {
    "news": SectionKind.NEWS,
    "exchange": SectionKind.EXCHANGE,
    "research": SectionKind.RESEARCH,
    "notice": SectionKind.NOTICES,
}


@dataclass(frozen=True)
class Proposed:
    """A source and where it belongs. `printed` is False for what another entry tells already: staff may put it in."""

    section: str
    kind: str
    source: object
    printed: bool = True

    @property
    def key(self):
        return self.source if self.kind == EntryKind.FIGURE else self.source.pk

    @property
    def link(self) -> dict:
        """The field of the entry that names the source."""
        return {str(self.kind): self.source}


@dataclass(frozen=True)
class Span:
    """The time of an issue, both days included. `year` is the whole year of a yearly issue, else None."""

    first: date
    last: date
    year: int | None

    @property
    def days(self) -> tuple[date, date]:
        return self.first, self.last


def span_of(bulletin: Bulletin) -> Span:
    """The yearly issue tells of its year, a periodic one of the days it names."""
    if bulletin.is_yearly or not (bulletin.starts_on and bulletin.ends_on):
        return Span(date(bulletin.year, 1, 1), date(bulletin.year, 12, 31), bulletin.year)
    return Span(bulletin.starts_on, bulletin.ends_on, None)


def propose(bulletin: Bulletin) -> list[Proposed]:
    """Everything that the records of the issue's time offer, in print order. 示例 records never come in."""
    span = span_of(bulletin)
    readers = (
        _articles,
        _events,
        _solicitations,
        _admissions,
        _nominations,
        _work_plans,
        _figures,
        _minutes,
        _resolutions,
    )
    return [one for reader in readers for one in reader(span)]


def has_records(proposed: list[Proposed]) -> bool:
    """Whether there is something to print besides counts, which every year has."""
    return any(one.printed and one.kind != EntryKind.FIGURE for one in proposed)


def _articles(span: Span) -> Iterator[Proposed]:
    """By the year that the article names; in a periodic issue by its day, or the day it was published."""
    told = Q(happened_on__range=span.days) | Q(happened_on=None, published_at__date__range=span.days)
    articles = Article.objects.real().published().filter(Q(year=span.year) if span.year else told)
    for article in articles.with_pictures().order_by("print_order", "pk"):
        yield Proposed(SECTION_OF[article.category], EntryKind.ARTICLE, article)


def _told_by_article(path: str) -> Exists:
    """Whether a published article is about the record: the readers know it from there."""
    return Exists(Article.objects.real().published().filter(**{path: OuterRef("pk")}))


def _events(span: Span) -> Iterator[Proposed]:
    events = Event.objects.real().filter(Q(year=span.year) if span.year else Q(starts_on__range=span.days))
    events = events.prefetch_related(*sources_of(EntryKind.EVENT))
    for event in events.annotate(told=_told_by_article("events")).order_by("print_order", "pk"):
        yield Proposed(SectionKind.EXCHANGE, EntryKind.EVENT, event, printed=not event.told)


def _solicitations(span: Span) -> Iterator[Proposed]:
    ran = Q(opens_at__date__range=span.days) | Q(deadline__date__range=span.days)
    batches = Solicitation.objects.real().published().filter(Q(year=span.year) if span.year else ran)
    batches = batches.prefetch_related(*sources_of(EntryKind.SOLICITATION))
    for batch in batches.annotate(told=_told_by_article("solicitation")).order_by("opens_at", "pk"):
        yield Proposed(SectionKind.PROJECTS, EntryKind.SOLICITATION, batch, printed=not batch.told)


def _admissions(span: Span) -> Iterator[Proposed]:
    signed = Q(resolution__meeting__minutes__state=MinutesState.SIGNED)
    told = Exists(ResolutionEffect.objects.filter(signed, admission=OuterRef("pk")))
    admissions = Admission.objects.filter(unit__is_example=False, admitted_on__range=span.days)
    admissions = admissions.prefetch_related(*sources_of(EntryKind.ADMISSION))
    for admission in admissions.annotate(told=told).order_by("admitted_on", "pk"):
        yield Proposed(SectionKind.MEMBERS, EntryKind.ADMISSION, admission, printed=not admission.told)


def _nominations(span: Span) -> Iterator[Proposed]:
    """Patents that came into the pool in this time, by the day of the act."""
    acts = AuditEntry.objects.filter(action="projects.nomination.admit", at__date__range=span.days)
    admitted = Nomination.objects.filter(is_example=False, state=NominationState.ADMITTED)
    admitted = admitted.filter(pk__in=acts.values("object_id")).prefetch_related(
        *sources_of(EntryKind.NOMINATION)
    )
    for nomination in admitted.order_by("pk"):
        yield Proposed(SectionKind.POOL, EntryKind.NOMINATION, nomination)


def _work_plans(span: Span) -> Iterator[Proposed]:
    """What the bodies set out to do in the year and what came of it: in the yearly issue, once adopted."""
    if not span.year:
        return
    plans = WorkPlan.objects.adopted().filter(is_example=False, year=span.year)
    for plan in plans.prefetch_related(*sources_of(EntryKind.WORK_PLAN)).order_by("body", "pk"):
        yield Proposed(SectionKind.NEWS, EntryKind.WORK_PLAN, plan)


def _figures(span: Span) -> Iterator[Proposed]:
    """The figures chapter belongs to the yearly issue."""
    for kind in FigureKind if span.year else ():
        if figure_of(kind, span.year):
            yield Proposed(SectionKind.FIGURES, EntryKind.FIGURE, kind)


def _minutes(span: Span) -> Iterator[Proposed]:
    signed = Minutes.objects.filter(
        meeting__is_example=False, meeting__starts_on__range=span.days, state=MinutesState.SIGNED
    )
    shown = signed.select_related("meeting").prefetch_related(*MINUTES_PARTS)
    for minutes in shown.order_by("meeting__starts_on", "pk"):
        yield Proposed(SectionKind.MINUTES, EntryKind.MINUTES, minutes)


def _resolutions(span: Span) -> Iterator[Proposed]:
    """Points of meetings held, unless their minutes are still in draft; what signed minutes tell is not printed twice."""
    points = Resolution.objects.filter(
        meeting__is_example=False, meeting__starts_on__range=span.days, meeting__state=MeetingState.HELD
    )
    points = points.exclude(meeting__minutes__state=MinutesState.DRAFT).select_related("meeting__minutes")
    for point in points.order_by("meeting__starts_on", "meeting_id", "number"):
        told = hasattr(point.meeting, "minutes")
        yield Proposed(SectionKind.MINUTES, EntryKind.RESOLUTION, point, printed=not told)
