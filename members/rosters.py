"""Who sat where on any day, past or present: one reading of the register for every page that asks.

An unknown start counts as begun, but never before the seat's own term; an unknown end counts as not yet over. Who is
known to have left on an unknown day stands in no roster: `undated_on` lists them apart. Acts of today (replacement,
换届, departure, merge) change no roster of a day before them.
"""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from members.models import Occupancy, Office, Unit

IN_PRINT = ("seat__unit__print_order", "seat__unit__pinyin", "seat__unit_id", "person__pinyin", "pk")


def roster_on(body: str | None, day: date) -> QuerySet[Occupancy]:
    """Occupancies held in `body` (every body when None) on `day`, with person, unit and term, in printed order.

    Only for units that were members on that day. 示例 units are among them: pages for visitors filter them out by
    `seat__unit__is_example`.
    """
    held = seats_held(day).filter(Q(ended=False) | Q(ends_on__gte=day))
    return _of(held.exclude(Q(starts_on__isnull=True) & _follows_somebody_on(day)), body, day)


def _follows_somebody_on(day: date):
    """Somebody who leaves the same seat earlier, but not before `day`: an unknown start is after that."""
    before = Occupancy.objects.filter(seat=OuterRef("seat"), ends_on__gte=day)
    leaving_first = before.filter(ends_on__lt=OuterRef("ends_on"))
    return Q(Exists(leaving_first)) | Q(ends_on__isnull=True) & Q(Exists(before))


def undated_on(body: str | None, day: date) -> QuerySet[Occupancy]:
    """Occupancies that may or may not have been held on `day`: known to be over, but not since when."""
    over = seats_held(day).filter(ended=True, ends_on__isnull=True)
    maybe = over.filter(Q(seat__term__ends_on__isnull=True) | Q(seat__term__ends_on__gte=day))
    return _of(maybe, body, day)


def seats_held(day: date) -> QuerySet[Occupancy]:
    """Occupancies that had begun by `day`, whatever came of them."""
    in_term = Q(seat__term__starts_on__isnull=True) | Q(seat__term__starts_on__lte=day)
    return Occupancy.objects.filter(Q(starts_on__lte=day) | Q(starts_on__isnull=True) & in_term)


def _of(held: QuerySet[Occupancy], body: str | None, day: date) -> QuerySet[Occupancy]:
    held = held.filter(seat__unit__in=Unit.objects.members_on(day))
    if body:
        held = held.in_body(body)
    return held.select_related("person", "seat__unit", "seat__term").order_by(*IN_PRINT)


def offices_on(day: date) -> QuerySet[Office]:
    """Offices held on `day`, with term, person and all that tells where they worked then, in their manual order."""
    in_term = Q(term__isnull=True) | Q(term__starts_on__isnull=True) | Q(term__starts_on__lte=day)
    begun = Q(starts_on__lte=day) | Q(starts_on__isnull=True) & in_term
    held = Office.objects.filter(begun, Q(ended=False) | Q(ends_on__gte=day))
    workplaces = (
        "person__unit__names",
        "person__affiliations__organisation",
        "person__affiliations__unit__names",
    )
    rows = held.select_related("person__unit", "person__organisation", "term")
    return rows.prefetch_related(*workplaces).order_by("order", "pk")


# ---------------------------------------------------------------- histories
def positions_of_unit(unit: Unit) -> QuerySet[Occupancy]:
    """Every seat of the unit and who filled it, newest first; unknown starts last within their term."""
    return (
        Occupancy.objects.filter(seat__unit=unit)
        .select_related("person", "seat__unit", "seat__term")
        .order_by("-seat__term__number", "seat__body", "ended", F("starts_on").desc(nulls_last=True), "-pk")
    )


def positions_of_person(person) -> QuerySet[Occupancy]:
    """Every seat that the person filled, for whatever unit, newest first."""
    return (
        Occupancy.objects.filter(person=person)
        .select_related("person", "seat__unit", "seat__term")
        .order_by("ended", F("starts_on").desc(nulls_last=True), "-seat__term__number", "-pk")
    )


def offices_of_person(person) -> QuerySet[Office]:
    return _newest_first(Office.objects.filter(person=person))


def offices_of_unit(unit: Unit) -> QuerySet[Office]:
    """Offices of whoever is or was the unit's representative or works there now."""
    seated = Occupancy.objects.filter(seat__unit=unit).values("person")
    return _newest_first(Office.objects.filter(Q(person__unit=unit) | Q(person__in=seated)))


def _newest_first(offices: QuerySet[Office]) -> QuerySet[Office]:
    newest = ("ended", F("starts_on").desc(nulls_last=True), "order", "pk")
    return offices.select_related("person__unit", "term").order_by(*newest)
