"""Who answers for a unit about its people of the new term, and the personal link with which they do."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from alliance.core.personal_links import ENDED, LinkRefused, PersonalLink, Purpose, make_path
from members.enums import Body, TermChangeState
from members.models import Occupancy, Person, TermChange, Unit, UnitConfirmation

CONFIRM = Purpose("members.confirm", "members:confirm_by_link")
BODIES = (Body.LIAISON_MEETING, Body.COUNCIL)
SHORTEST, LONGEST = timedelta(days=3), timedelta(days=60)
NO_LONGER_SPEAKS = "您目前不能代表该单位办理。如有疑问，请与秘书处联系。"


def speakers(units: Iterable[int] | Q) -> dict[int, list[Person]]:
    """Unit → whoever may answer for it now: its liaisons, and where it has none its members of the council.

    One query, whatever the number of units; units that have left have nobody.
    """
    held = Occupancy.objects.current().filter(seat__body__in=BODIES, seat__unit__in=units)
    held = held.filter(seat__unit__in=Unit.objects.current())
    by_body: dict[int, dict[str, list[Person]]] = {}
    for one in held.select_related("person__user", "seat").order_by("person__pinyin", "pk"):
        by_body.setdefault(one.seat.unit_id, {}).setdefault(one.seat.body, []).append(one.person)
    return {
        unit: list(dict.fromkeys(found.get(Body.LIAISON_MEETING) or found.get(Body.COUNCIL) or []))
        for unit, found in by_body.items()
    }


def speaks_for(person: Person, unit: Unit) -> bool:
    return person in speakers([unit.pk]).get(unit.pk, [])


def confirm_path(confirmation: UnitConfirmation, person: Person, change: TermChange) -> str:
    """The path with which `person` answers without logging in: until the day for answers, 3 to 60 days."""
    left = change.answer_by - timezone.now() if change.answer_by else LONGEST
    valid_for = min(LONGEST, max(SHORTEST, left + timedelta(days=1)))
    return make_path(purpose=CONFIRM, subject=person, target=confirmation, valid_for=valid_for)


def confirmation_behind(link: PersonalLink) -> tuple[UnitConfirmation, Person]:
    """Raises LinkRefused when the series is over, the change given up, or the person speaks for the unit no more."""
    rows = UnitConfirmation.objects.select_related("change__from_term", "unit")
    confirmation = rows.filter(pk=link.target, link_series=link.series).first()
    person = Person.objects.filter(pk=link.subject).first()
    if confirmation is None or person is None:
        raise LinkRefused(ENDED)
    if confirmation.change.state == TermChangeState.CANCELLED:
        raise LinkRefused(f"“{confirmation.change}”已取消，不需要确认。")
    if not speaks_for(person, confirmation.unit):
        raise LinkRefused(NO_LONGER_SPEAKS)
    return confirmation, person
