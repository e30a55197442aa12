"""Acts of member units that staff record (秘书处代录): who counts as able to do them, for whom, and who is told."""

from collections.abc import Iterator

from django.db.models import Prefetch

from alliance.core.behalf import BehalfError, Check, OnBehalf, object_of
from alliance.core.behalf_acts import Party
from alliance.core.dates import day_words
from alliance.core.models import BehalfRecord, StoredFile
from alliance.notices.services import notify
from members.enums import Body
from members.models import Occupancy, Person, Unit

PEOPLE = 12  # offered per unit, those with a seat first


def acts_for_its_unit(body: str) -> Check:
    """A check for `core.behalf.allow`: the unit of the object, a member now, by whoever sits in `body` for it.

    Half of all calls come from a colleague. So anybody else of the unit counts as well, if the note says who they are.
    """

    def check(behalf: OnBehalf, obj) -> None:
        unit = behalf.unit
        if unit is None or not Unit.objects.current().filter(pk=unit.pk).exists():
            raise BehalfError("请选择现在的成员单位。", field="unit")
        if obj is not None and obj.unit_id != unit.pk:
            raise BehalfError(f"这份材料不属于“{unit}”。", field="unit")
        sitting = Occupancy.objects.in_body(body).current().filter(seat__unit=unit)
        holders = list(sitting.values_list("person__name", flat=True))
        if behalf.person_name.strip() not in holders and not behalf.note.strip():
            role = Body(body).role
            known = f"现任{role}是{'、'.join(holders)}" if holders else f"该单位没有登记现任{role}"
            raise BehalfError(f"{known}。请在说明中写明来人的身份，如“受联络员委托”。", field="note")

    return check


def acts_for_applicant(behalf: OnBehalf, obj) -> None:
    """A check for `core.behalf.allow`: an applicant is no member yet, so whoever writes for it is known by name."""
    if behalf.unit is not None:
        raise BehalfError("申请单位还不是成员单位。", field="unit")


def parties_of(body: str) -> Iterator[Party]:
    """The member units of today with whoever sits in `body` for them, in three queries."""
    sitting = Occupancy.objects.in_body(body).current().select_related("person", "seat")
    holders = {occupancy.seat.unit_id: occupancy.person.name for occupancy in sitting}
    people = Prefetch("people", Person.objects.order_by("print_order", "pinyin"), to_attr="known_people")
    for unit in Unit.objects.current().prefetch_related(people).order_by("pinyin", "pk"):
        holder = holders.get(unit.pk, "")
        names = [person.name for person in unit.known_people if person.name != holder]
        yield Party(
            unit=unit,
            name=unit.name,
            pinyin=unit.pinyin,
            short_name=unit.short_name,
            holder=holder,
            people=tuple(filter(None, [holder, *names]))[:PEOPLE],
        )


# ---------------------------------------------------------------- who is told, who may read the paper
def tell_unit(record: BehalfRecord, obj, behalf: OnBehalf) -> None:
    """The unit's liaisons learn what was recorded in its name, so that a mistake does not stand unseen."""
    if behalf.unit is None:
        return
    has_page = hasattr(obj, "get_absolute_url") and not getattr(obj, "seen_by_voters_alone", False)
    notify(
        recipients=liaisons_of(behalf.unit),
        key=f"behalf-{record.pk}",
        kind="behalf.recorded",
        values={
            "事项": f"{record.act.action_label}“{obj}”",
            "经办": str(record.recorded_by),
            "日期": day_words(record.received_on),
            "方式": record.get_channel_display(),
        },
        url=obj.get_absolute_url() if has_page else "",
    )


def liaisons_of(unit: Unit) -> list:
    """The logins of the unit's liaisons of today."""
    return Occupancy.objects.in_body(Body.LIAISON_MEETING).current().filter(seat__unit=unit).logins()


def paper_of_own_unit(user, stored: StoredFile) -> bool:
    """Reader of files: the paper of an act recorded for a unit is readable for whoever sits for that unit now.

    The object of the act says which unit, since the record keeps no more than the unit's name of that day.
    """
    if not (user.is_authenticated and user.is_active):
        return False
    seats = Occupancy.objects.of_user(user).current().values("seat__unit")
    units = set(Unit.objects.current().filter(pk__in=seats).values_list("pk", flat=True))
    if not units:
        return False
    records = BehalfRecord.objects.filter(paper=stored).select_related("act")
    return any(getattr(object_of(record.act), "unit_id", None) in units for record in records)
