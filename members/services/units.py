"""Acts on the register of units: departure, another name, merging one that was registered twice.

Nothing of the past is re-pointed: whoever asks for a day up to the act reads what stood there before it.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from alliance.core import audit
from alliance.core.access import require
from alliance.core.dates import day_words
from alliance.core.errors import DomainError, WrongState
from alliance.core.models import StoredFile
from alliance.core.transitions import run_transition
from alliance.core.writing import lock, save_record
from members import unit_notices
from members.enums import ChangeState, DepartureKind, NameKind
from members.models import Departure, Occupancy, Unit, UnitChangeRequest, UnitName
from members.services.seats import end_positions_of_unit

ONE_DAY = timedelta(days=1)
MANAGE = "members.manage_unit"


# ---------------------------------------------------------------- departure
@transaction.atomic
def record_departure(
    *,
    actor,
    unit: Unit,
    kind: str,
    left_on: date,
    basis: str,
    reason: str = "",
    letter: StoredFile | None = None,
) -> Departure:
    """退盟 as decided: `left_on` is the last day as a member, past or future; the seats and offices end with it.

    Raises WrongState when the unit has left already, DomainError at `kind`, `left_on`, `basis` or `reason`.
    """
    unit = lock(unit)
    require(actor, MANAGE, unit)
    _check_departure(unit, kind, left_on, basis, reason)
    people = _people_with_seats(unit)
    departure = Departure(
        unit=unit, kind=kind, left_on=left_on, basis=basis.strip(), reason=reason.strip(), letter=letter
    )
    save_record(departure, actor=actor, reason=reason)
    words = departure.get_kind_display()
    _end_positions(actor, unit, left_on, f"{unit.name}{words}")
    drop_request(actor=actor, unit=unit, reason=f"单位已于{day_words(left_on)}{words}。")
    unit.left_on = left_on
    save_record(unit, actor=actor, reason=words)
    label = f"{words}，最后一天{day_words(left_on)}"
    audit.record(actor=actor, obj=unit, action="members.unit.depart", label=label, reason=reason.strip())
    unit_notices.tell_of_departure(departure, people)
    return departure


def _check_departure(unit: Unit, kind: str, left_on: date, basis: str, reason: str) -> None:
    if unit.merged_into_id:
        raise WrongState(f"“{unit}”已并入“{unit.merged_into}”，不能再办理退盟。")
    if unit.left_on is not None:
        raise WrongState(f"“{unit}”的退盟日期已登记为{day_words(unit.left_on)}。")
    if kind not in DepartureKind.values or kind == DepartureKind.MERGED:
        raise DomainError("请选择退盟方式；并入其他成员单位请办理“合并”。", field="kind")
    if unit.joined_on and left_on < unit.joined_on:
        day = day_words(unit.joined_on)
        raise DomainError(f"该单位于{day}入盟，退盟日期不能早于这一天。", field="left_on")
    if not basis.strip():
        raise DomainError("请填写依据，如会议决议或来函。", field="basis")
    if kind == DepartureKind.EXPELLED and not reason.strip():
        raise DomainError("除名须填写原因。", field="reason")


def _end_positions(actor, unit: Unit, left_on: date, reason: str) -> None:
    """A seat that was filled after the last day stands against it: said at the day that the person gave."""
    try:
        end_positions_of_unit(actor=actor, unit=unit, ends_on=left_on, reason=reason)
    except DomainError as refused:
        raise DomainError(refused.message, field="left_on") from None


def _people_with_seats(unit: Unit) -> list:
    """The logins of everybody who sits somewhere for the unit now."""
    return Occupancy.objects.current().filter(seat__unit=unit).logins()


# ---------------------------------------------------------------- names
@transaction.atomic
def rename_unit(*, actor, unit: Unit, name: str, since: date, note: str = "") -> Unit:
    """The unit is called `name` from `since` on; what it was called stays as a 曾用名 until the day before.

    So lists of an earlier day go on printing the earlier name (`Unit.name_on`). Raises DomainError at `name` or
    `name_since`, ValidationError at `name` when another unit bears it.
    """
    unit = lock(unit)
    require(actor, MANAGE, unit)
    before = unit.name
    keep_former_name(unit=unit, name=name, since=since, note=note)
    unit.name = name.strip()
    save_record(unit, actor=actor, reason=f"更名，自{day_words(since)}起")
    label = f"更名为“{unit.name}”"[:60]
    audit.record(actor=actor, obj=unit, action="members.unit.rename", label=label, data={"before": before})
    return unit


def keep_former_name(*, unit: Unit, name: str, since: date | None, note: str = "") -> UnitName:
    """Keep today's name of the locked `unit` as its former one, before it is called `name` from `since` on."""
    former = check_new_name(unit=unit, name=name, since=since)
    former.kind, former.used_until = NameKind.FORMER, since - ONE_DAY
    former.note = note or former.note
    former.full_clean()
    former.save()
    return former


def check_new_name(*, unit: Unit, name: str, since: date | None) -> UnitName:
    """The row, saved or not, that will hold today's name. Raises DomainError at `name` or `name_since`."""
    name = name.strip()
    if not name or name == unit.name:
        raise DomainError("请填写新的单位名称。", field="name")
    if since is None:
        raise DomainError("请填写新名称启用的日期。", field="name_since")
    if since > timezone.localdate():
        raise DomainError("新名称启用日期不能晚于今天。", field="name_since")
    known = {one.name: one for one in unit.names.all()}
    last = max((one.used_until for one in known.values() if one.used_until), default=None)
    if last and since - ONE_DAY <= last:
        raise DomainError(
            f"上一个名称用到{day_words(last)}，新名称启用日期须晚于这一天的次日。", field="name_since"
        )
    former = known.get(unit.name) or UnitName(unit=unit, name=unit.name)
    if former.kind == NameKind.FORMER and former.used_until:
        raise DomainError(f"“{unit.name}”此前已登记为曾用名，请先在单位名称中核对。", field="name")
    return former


# ---------------------------------------------------------------- what ends with a unit
def drop_request(*, actor, unit: Unit, reason: str) -> None:
    """A change request that waits for a unit which is gone is answered, so that it does not wait for ever."""
    for request in UnitChangeRequest.objects.filter(unit=unit, state=ChangeState.SUBMITTED):
        run_transition(actor=actor, obj=request, name="reject", reason=reason)
