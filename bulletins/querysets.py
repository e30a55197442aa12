"""Read vocabulary of articles and bulletins."""

from datetime import datetime, timedelta

from django.db import models

from bulletins.enums import ArticleState, BulletinState, CallState, EntryKind, RenditionVariant


class ArticleQuerySet(models.QuerySet):
    def real(self):
        return self.filter(is_example=False)

    def published(self):
        return self.filter(state=ArticleState.PUBLISHED)

    def visible_to(self, user):
        """What exists for this visitor: published articles, 示例 ones only for people who are logged in."""
        published = self.published()
        return published if user.is_authenticated else published.real()

    def on_desk_of(self, units: set[int], *, secretariat: bool):
        """What people write at the desk: the articles of their units, and for staff those of no unit."""
        own = models.Q(unit__in=units)
        return self.filter(own | models.Q(unit=None) if secretariat else own)

    def waiting(self):
        """Sent in, and not decided on."""
        return self.filter(state=ArticleState.SUBMITTED)

    def in_reading_order(self):
        """Newest first by the day of what is told; within a year, those without a day come last."""
        return self.order_by("-year", models.F("happened_on").desc(nulls_last=True), "print_order", "pk")

    def of_year(self, year: int):
        return self.filter(year=year)

    def with_pictures(self):
        return self.prefetch_related("pictures__stored")


class CallQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=CallState.OPEN)

    def running_at(self, moment: datetime):
        """Open, and the deadline, inclusive to the stated second, is not over."""
        return self.open().filter(deadline__gt=moment - timedelta(seconds=1))

    def visible_to(self, user):
        """Staff see every call, members those that were opened."""
        return self if user.is_staff else self.exclude(state=CallState.DRAFT)


class BulletinQuerySet(models.QuerySet):
    def issued(self):
        return self.filter(state=BulletinState.ISSUED)

    def current(self):
        """Of every issue its last edition among these."""
        later = self.filter(
            year=models.OuterRef("year"),
            number=models.OuterRef("number"),
            edition__gt=models.OuterRef("edition"),
        )
        return self.filter(~models.Exists(later.order_by()))

    def for_reading(self, user):
        """Of every issue the edition that readers get; staff also see an issue of which no edition is out yet."""
        same = self.model.objects.filter(
            year=models.OuterRef("year"), number=models.OuterRef("number")
        ).order_by()
        later = models.Exists(same.filter(edition__gt=models.OuterRef("edition")))
        later_issued = models.Exists(same.issued().filter(edition__gt=models.OuterRef("edition")))
        newest_issued = models.Q(~later_issued, state=BulletinState.ISSUED)
        if not user.is_staff:
            return self.filter(newest_issued)
        return self.filter(newest_issued | models.Q(~later, ~models.Exists(same.issued())))

    def with_renditions(self):
        """With the files and their jobs, without the snapshots, which a list does not need."""
        return self.defer("frozen").prefetch_related(
            models.Prefetch("renditions", queryset=_renditions()),
        )


def _renditions():
    from bulletins.models import BulletinRendition

    wanted = BulletinRendition.objects.select_related("document", "requested")
    return wanted.defer("document__snapshot", "requested__snapshot").filter(
        variant__in=RenditionVariant.values
    )


MINUTES_PARTS = ("meeting__resolutions", "meeting__attendances__person", "meeting__attendances__unit")
#: What the readers of `bulletins/sources.py` ask of each kind of source.
PARTS = {
    EntryKind.ARTICLE: ("pictures",),
    EntryKind.MINUTES: MINUTES_PARTS,
    EntryKind.EVENT: (
        *("counts", "organisers__unit", "organisers__organisation", "talks__speaker"),
        *("series__next_host", "guests", "awards__awarded_by"),
    ),
    EntryKind.RESOLUTION: ("meeting",),
    EntryKind.SOLICITATION: ("tallies__unit", "proposals__unit"),
    EntryKind.ADMISSION: ("unit", "council_member", "expert", "liaison"),
    EntryKind.NOMINATION: ("patent__owner",),
    EntryKind.WORK_PLAN: ("items__units",),
}


def sources_of(kind: str) -> tuple[str, ...]:
    """Names for `prefetch_related` on the sources of one kind."""
    return PARTS[kind]


class EntryQuerySet(models.QuerySet):
    def with_sources(self):
        """With everything that the sources say, in a constant number of queries."""
        names = [f"{kind}__{part}" for kind, parts in PARTS.items() for part in parts]
        return self.prefetch_related(*names)

    def with_links(self):
        """With the meetings and events that articles tell of."""
        return self.prefetch_related("article__meeting", "article__events")

    def printed_in(self, bulletin):
        """The entries of an issue in print order with all that their pages show, in a constant number of queries."""
        return (
            self.filter(section__bulletin=bulletin, dropped=False)
            .prefetch_related("pictures__stored")
            .order_by("section__order", "order", "pk")
        )
