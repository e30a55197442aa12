"""秘书处代录: a member's act that staff record for them, with who, how it came and the paper.

A service takes `behalf: OnBehalf | None = None` beside `actor`. With it, `actor` is the one of the secretariat who
records, and the right is that of the member: `allow` names, permission by permission, what may be recorded and who
counts as able to do it. What is not named here stays personal (an expert's review).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from alliance.core.dates import moment_words
from alliance.core.enums import Channel
from alliance.core.errors import DomainError, NotAllowed
from alliance.core.models import AuditEntry, BehalfRecord, StoredFile
from alliance.core.registry import Registry

PERMISSION = "core.add_behalfrecord"
ON_PAPER = (Channel.PAPER, Channel.MAIL)  # these leave a paper, so it is attached
RECORDED_LATE = "截止后补录，材料于截止前收到"
NOTE = 300  # characters of BehalfRecord.note


class BehalfError(DomainError):
    """What was said about for whom and how is missing or cannot be. `field` is one of `OnBehalf`."""


@dataclass(frozen=True, kw_only=True)
class OnBehalf:
    """For whom staff record an act, how and when it reached them.

    `unit` is the member unit in whose name the person acts (a `members.Unit`; the core only compares it), None
    where the act is the person's alone. `received_on` is the day in Shanghai on which it reached the secretariat.
    """

    person_name: str
    channel: str
    received_on: date
    unit: object | None = None
    note: str = ""
    paper: StoredFile | None = None

    @property
    def unit_name(self) -> str:
        return str(self.unit) if self.unit is not None else ""

    def check(self) -> None:
        """Raise BehalfError at the field that is missing or cannot be."""
        if not self.person_name.strip():
            raise BehalfError("请填写代谁办理。", field="person_name")
        if self.channel not in Channel:
            raise BehalfError("请选择送达方式。", field="channel")
        if self.received_on is None or self.received_on > timezone.localdate():
            raise BehalfError("收到日期不能晚于今天。", field="received_on")
        if self.paper is None and self.channel in ON_PAPER:
            raise BehalfError(f"通过{Channel(self.channel).label}收到的，请附上原件。", field="paper")
        if len(self.note) > NOTE:
            raise BehalfError(f"说明不能超过 {NOTE} 字。", field="note")

    def arrived_by(self, deadline: datetime) -> bool:
        """Whether it reached the secretariat on the day of `deadline` (aware) at the latest."""
        return self.received_on <= timezone.localtime(deadline).date()


def in_time(behalf: OnBehalf, deadline: datetime) -> OnBehalf:
    """What to record an act with that is entered after its `deadline` (aware) has passed, but arrived before it.

    The day of arrival decides, not the day of recording (docs/adr/0003). Since that is the word of those who record,
    it needs the paper, and on the very day of the deadline a note on the hour; the record says that it was entered
    late. Raises BehalfError at the field that stands against it.
    """
    last = timezone.localtime(deadline)
    if not behalf.arrived_by(deadline):
        raise BehalfError(
            f"截止时间是{moment_words(deadline)}，这一天之后收到的不能再补录。",
            field="received_on",
        )
    if behalf.paper is None:
        raise BehalfError("截止后补录，须附上截止前收到的原件或聊天截图。", field="paper")
    if behalf.received_on == last.date() and not behalf.note.strip():
        raise BehalfError("截止当天收到的，请在说明中写明收到的时刻。", field="note")
    note = "；".join(filter(None, (behalf.note.strip(), RECORDED_LATE)))
    return replace(behalf, note=note)


# ---------------------------------------------------------------- what may be recorded
Check = Callable[[OnBehalf, object], None]  # raises BehalfError unless that member could do it to that object
_recordable: dict[str, Check] = {}


def allow(permission: str, check: Check) -> None:
    """Let staff record for members what needs `permission`. Called in an app's `rules.py`, beside `rules.add_perm`."""
    _recordable[permission] = check


def require_right(actor, permission: str, obj, behalf: OnBehalf) -> None:
    """Raise NotAllowed unless `actor` may record, and BehalfError unless the member named could do it to `obj`."""
    if actor is None or not (actor.is_active and actor.is_staff and actor.has_perm(PERMISSION)):
        raise NotAllowed("您没有代录的权限。")
    check = _recordable.get(permission)
    if check is None:
        raise NotAllowed("这项操作须由本人办理，不能代录。")
    behalf.check()
    check(behalf, obj)


# ---------------------------------------------------------------- the record
# listener(record, obj, behalf): told of each act recorded on behalf, inside its transaction, e.g. to send notices.
behalf_listeners = Registry()


def keep(*, act: AuditEntry, obj, behalf: OnBehalf, actor) -> BehalfRecord:
    """Write for whom `act` was recorded. Only `audit.record` calls this, in the act's transaction."""
    record = BehalfRecord.objects.create(
        act=act,
        person_name=behalf.person_name.strip(),
        unit_name=behalf.unit_name,
        channel=behalf.channel,
        received_on=behalf.received_on,
        note=behalf.note.strip(),
        paper=behalf.paper,
        recorded_by=actor,
    )
    behalf_listeners.call(record, obj, behalf)
    return record


def object_of(act: AuditEntry):
    """What the act is about; None when it is gone."""
    model = act.content_type.model_class()
    return model and model._base_manager.filter(pk=act.object_id).first()
