"""What units bring to the registries: the liaison's page, what waits for staff, who reads logos and papers."""

from collections.abc import Iterator

from django.urls import reverse

from alliance.core.acts import latest_acts, who_did
from alliance.core.behalf_acts import recordable_acts
from alliance.core.models import StoredFile
from alliance.core.registry import (
    Change,
    ToDo,
    desk_todos,
    file_readers,
    move_listeners,
    recent_changes,
)
from alliance.notices import kinds
from members import unit_notices
from members.desk.unit_acts import ACTS
from members.enums import Body, ChangeState
from members.models import Unit, UnitChangeRequest
from members.rules import units_represented


def register() -> None:
    kinds.register(*unit_notices.KINDS)
    move_listeners.register("members.UnitChangeRequest", unit_notices.tell_of_change)
    desk_todos.register(of_staff)
    recent_changes.register(of_own_unit)
    file_readers.register(logo_or_own_paper)
    for act in ACTS:
        recordable_acts.register(act)


def of_staff(user) -> Iterator[ToDo]:
    """How many change requests wait for the secretariat; one query, for staff alone."""
    if not (user.is_staff and user.is_active):
        return
    if number := UnitChangeRequest.objects.filter(state=ChangeState.SUBMITTED).count():
        url = reverse("admin:members_unitchangerequest_changelist")
        yield ToDo(
            title=f"{number} 份待审核的单位信息变更",
            url=f"{url}?state__exact={ChangeState.SUBMITTED}",
            role=Body.SECRETARIAT.label,
            kind="待处理",
            action="去审核",
        )


def of_own_unit(user) -> Iterator[Change]:
    """What became of the unit's change requests; nothing is asked for people who are nobody's liaison."""

    units = units_represented(user, Body.LIAISON_MEETING)
    if not units:
        return
    own = UnitChangeRequest.objects.filter(unit__in=units).select_related("unit")
    for entry, asked in latest_acts(own, ("submit", "approve", "reject", "withdraw")):
        reason = f"理由：{entry.reason}" if entry.reason else ""
        note = "　".join(filter(None, (f"单位信息变更　{who_did(entry, user)}", reason)))
        yield Change(entry.at, f"{entry.action_label}：{asked.unit}", asked.get_absolute_url(), note)


def logo_or_own_paper(user, stored: StoredFile) -> bool:
    """Logos are for whoever sees the unit; the papers of a change request for its unit's liaisons."""

    if Unit.objects.visible_to(user).filter(logo=stored).exists():
        return True
    if not (units := units_represented(user, Body.LIAISON_MEETING)):
        return False
    own = UnitChangeRequest.objects.filter(unit__in=units)
    return own.filter(logo=stored).exists() or own.filter(paper=stored).exists()
