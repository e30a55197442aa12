"""督办事项: what a unit reports of its tasks, and what staff close, drop or take up again."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from alliance.core import audit
from alliance.core.access import require
from alliance.core.behalf import OnBehalf
from alliance.core.errors import DomainError, StaleVersion, WrongState
from alliance.core.transitions import run_transition
from alliance.core.writing import lock, save_record
from meetings.enums import ActionState
from meetings.models import ActionItem

LONGEST = 2000  # characters of what is reported


@transaction.atomic
def report_progress(
    *, actor, action: ActionItem, progress: str, version: int | None = None, behalf: OnBehalf | None = None
) -> ActionItem:
    """Say how far a task is; whoever is responsible, or staff. The next meeting reads it (上次会议议定事项落实情况).

    Only the newest words are shown; the record's history keeps the earlier ones. Raises WrongState once it is closed,
    StaleVersion, DomainError at `progress`.
    """
    action = lock(action)
    require(actor, "meetings.report_action", action, behalf)
    if action.state != ActionState.OPEN:
        raise WrongState(f"这项督办事项{action.get_state_display()}，不能再填报。")
    if version is not None and version != action.version:
        raise StaleVersion("在您填写期间，这项督办事项已被他人更新。请核对后再提交。")
    progress = progress.strip()
    if not progress:
        raise DomainError("请填写落实情况。", field="progress")
    if len(progress) > LONGEST:
        raise DomainError(f"落实情况不能超过 {LONGEST} 字。", field="progress")
    if progress == action.progress:
        return action
    action.progress = progress
    save_record(action, actor=actor, reason="填报落实情况")
    audit.record(
        actor=actor,
        obj=action,
        action="meetings.actionitem.report",
        label="填报落实情况",
        data={"progress": progress},
        behalf=behalf,
    )
    return action


@transaction.atomic
def finish_action(
    *, actor, action: ActionItem, progress: str = "", done_on: date | None = None
) -> ActionItem:
    """Close it as done on `done_on` (today when None), with what came of it. Raises DomainError for a day ahead."""
    require(actor, "meetings.follow_action", action)
    if done_on is not None and done_on > timezone.localdate():
        raise DomainError("完成日期不能晚于今天。", field="done_on")
    action = lock(action)
    if progress.strip() and progress.strip() != action.progress:
        action.progress = progress.strip()
        save_record(action, actor=actor, reason="登记完成情况")
    return run_transition(actor=actor, obj=action, name="finish", done_on=done_on)
