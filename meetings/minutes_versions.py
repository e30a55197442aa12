"""What signing freezes: the version with its checksum; points and attendance of the meeting. See `desk/minutes.py`."""

from django.db.models import Model

from alliance.core.errors import DomainError
from alliance.core.models import AuditEntry
from alliance.core.registry import Moved
from meetings.enums import MinutesState
from meetings.minutes_content import digest_of, latest_version, signed_content
from meetings.models import Attendance, Minutes, MinutesVersion, Resolution

# What minutes state of a record. What comes of a point afterwards (生效日期, effects, tasks) is not among it.
STATED: dict[type[Model], tuple[str, ...]] = {
    Resolution: ("meeting_id", "number", "kind", "subject", "text", "carries_task", "due_text"),
    Attendance: (
        "meeting_id",
        "person_id",
        "unit_id",
        "unit_printed",
        "state",
        "on_list",
        "order",
        "stands_for_id",
    ),
}
REFUSALS = {
    MinutesState.SIGNED: "本次会议的纪要已经签发，议定事项和参会名单不能修改；如确需更正，请先撤回纪要修改。",
    MinutesState.CONSULTING: "本次会议的纪要正在征求意见，议定事项和参会名单不能修改；请先结束征求意见。",
}


def keep_version(moved: Moved) -> None:
    """Whoever signs, and however: signed minutes have a version."""
    if moved.name != "sign":
        return
    minutes = moved.obj
    last = latest_version(minutes)
    content = signed_content(minutes, today=moved.actor is not None)
    MinutesVersion.objects.create(
        minutes=minutes,
        number=last.number + 1 if last else 1,
        content=content,
        sha256=digest_of(content),
        signed_by=minutes.signed_by,
        reason=(moved.reason or _why_reopened(minutes))[:200] if last else "",
    )


def _why_reopened(minutes: Minutes) -> str:
    acts = AuditEntry.objects.filter(action="meetings.minutes.reopen", object_id=minutes.pk)
    return acts.order_by("-pk").values_list("reason", flat=True).first() or ""


def refuse_change(sender, instance, **kwargs) -> None:
    """Before saving: what the minutes state stands still while units are asked and once they are signed."""
    if kwargs.get("raw"):
        return
    stated = STATED[sender]
    before = sender.objects.filter(pk=instance.pk).values(*stated).first() if instance.pk else None
    if before is not None and all(before[name] == getattr(instance, name) for name in stated):
        return
    _refuse({instance.meeting_id, before["meeting_id"] if before else instance.meeting_id})


def refuse_deletion(sender, instance, **kwargs) -> None:
    _refuse({instance.meeting_id})


def _refuse(meetings: set[int]) -> None:
    frozen = Minutes.objects.filter(meeting__in=meetings, state__in=REFUSALS).order_by("-state")
    if state := frozen.values_list("state", flat=True).first():
        raise DomainError(REFUSALS[state])
