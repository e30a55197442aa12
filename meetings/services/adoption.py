"""生效: adopting a point of the minutes carries out everything that it decides, in one transaction or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from alliance.core import audit
from alliance.core.access import require
from alliance.core.dates import day_words
from alliance.core.errors import DomainError, WrongState
from alliance.core.writing import lock, save_record
from meetings.effects.base import Deed, basis_of
from meetings.effects.kinds import HANDLERS
from meetings.enums import BallotResult, BallotState, EffectKind, EffectState, MeetingState
from meetings.models import Ballot, Meeting, Resolution, ResolutionEffect

RIGHT = "meetings.adopt_resolution"
NOTE = 200  # characters of ResolutionEffect.note
MET = (MeetingState.IN_SESSION, MeetingState.HELD)


# ---------------------------------------------------------------- planning
@transaction.atomic
def plan_effect(*, actor, resolution: Resolution, kind: str, content: dict) -> ResolutionEffect:
    """Say what the point will bring about. `content` by kind: see the handlers in `meetings.effects`.

    The same plan again gives the first one. Raises WrongState when the point is adopted, DomainError at the field.
    """
    resolution = lock(resolution)
    require(actor, RIGHT, resolution)
    _check_open(resolution)
    effect = ResolutionEffect(resolution=resolution, kind=kind)
    effect.note = HANDLERS[EffectKind(kind)].plan(effect, content)[:NOTE]
    for known in resolution.effects.filter(kind=kind, state=EffectState.PLANNED):
        if _same_plan(known, effect):
            return known
    effect.full_clean()
    effect.save()
    _record(actor, resolution, "plan_effect", "计划效果", effect.note)
    return effect


@transaction.atomic
def drop_effect(*, actor, effect: ResolutionEffect) -> None:
    """Take a planned effect out. Raises WrongState once it is carried out: then only another point takes it back."""
    resolution = lock(effect.resolution)
    require(actor, RIGHT, resolution)
    found = ResolutionEffect.objects.filter(pk=effect.pk).first()
    if found is None:
        return
    if found.state != EffectState.PLANNED:
        raise WrongState("已生效的事项只能由另一议定事项撤销。")
    _record(actor, resolution, "drop_effect", "删除计划的效果", str(found))
    found.delete()


def _same_plan(one: ResolutionEffect, other: ResolutionEffect) -> bool:
    names = ("terms", "application_id", "work_plan_id", "document_version_id")
    return all(getattr(one, name) == getattr(other, name) for name in names)


# ---------------------------------------------------------------- adopting
@transaction.atomic
def adopt_resolution(*, actor, resolution: Resolution, adopted_on: date) -> Resolution:
    """The point comes into effect on `adopted_on` (Shanghai): what it reverses is taken back, what it plans is done.

    All of it or nothing. Adopted already: nothing happens again, the point comes back as it stands. Raises WrongState
    (not met, not carried), DomainError at `adopted_on`, or what a service below refuses, with the effect's words.
    """
    resolution = lock(resolution)
    require(actor, RIGHT, resolution)
    if resolution.adopted_on is not None:
        return resolution
    check_decided(resolution)
    _check_day(resolution, adopted_on)
    if resolution.reverses_id:
        _take_back(actor, resolution, adopted_on)
    done = [_carry_out(actor, resolution, effect, adopted_on) for effect in planned(resolution)]
    resolution.adopted_on = adopted_on
    save_record(resolution, actor=actor, reason="生效")
    data = {"adopted_on": adopted_on.isoformat(), "effects": [effect.pk for effect in done]}
    _record(actor, resolution, "adopt", "议定事项生效", "；".join(str(one) for one in done), data)
    return resolution


@transaction.atomic
def adopt_points(*, actor, meeting: Meeting, adopted_on: date) -> list[Resolution]:
    """Every point of the meeting that is not adopted yet, in their order, or none of them."""
    waiting = meeting.resolutions.filter(adopted_on=None).order_by("number")
    return [adopt_resolution(actor=actor, resolution=one, adopted_on=adopted_on) for one in waiting]


def planned(resolution: Resolution) -> list[ResolutionEffect]:
    return list(resolution.effects.filter(state=EffectState.PLANNED).order_by("pk"))


def check_decided(resolution: Resolution) -> None:
    """Raises WrongState unless the meeting has met, and the vote, where there was one or must be one, was carried."""
    if resolution.meeting.state not in MET:
        raise WrongState("会议尚未召开，议定事项不能生效。")
    votes = Ballot.objects.filter(resolution=resolution).exclude(state=BallotState.ANNULLED)
    ballot = votes.order_by("-pk").first()
    if ballot is None and resolution.by_count:
        raise WrongState("该事项须按表决规则通过，尚未表决。")
    if ballot is not None and not (
        ballot.state == BallotState.CLOSED and ballot.result == BallotResult.CARRIED
    ):
        said = ballot.get_result_display() or ballot.get_state_display()
        raise WrongState(f"该事项的表决“{said}”，不能生效。")


def _check_open(resolution: Resolution) -> None:
    if resolution.adopted_on is not None:
        raise WrongState(
            f"该事项已于{day_words(resolution.adopted_on)}生效，不能再改；如需更改，请另行议定。"
        )


def _check_day(resolution: Resolution, day: date) -> None:
    if day > timezone.localdate():
        raise DomainError("生效日期不能晚于今天。", field="adopted_on")
    met_on = resolution.meeting.starts_on
    if met_on and day < met_on:
        raise DomainError(f"生效日期不能早于会议日期（{day_words(met_on)}）。", field="adopted_on")


def _carry_out(actor, point: Resolution, effect: ResolutionEffect, day: date) -> ResolutionEffect:
    if handler := HANDLERS.get(effect.kind):  # one that only notes something brings nothing about
        with _named(effect):
            handler.carry_out(Deed(actor, effect, point, day))
    effect.state = EffectState.CARRIED_OUT
    effect.full_clean()
    effect.save()
    return effect


def _take_back(actor, point: Resolution, day: date) -> None:
    """Everything that the reversed point brought about, the last thing first."""
    before = lock(point.reverses)
    if before.adopted_on is None:
        raise WrongState(f"“{before}”尚未生效，不需要撤销。")
    if before.reverses_id:
        raise WrongState(f"“{before}”本身是撤销事项，请另行议定，不能撤销。")
    if Resolution.objects.filter(reverses=before, adopted_on__isnull=False).exists():
        raise WrongState(f"“{before}”已被撤销。")
    if day <= before.adopted_on:
        raise DomainError(
            f"须晚于所撤销事项的生效日期（{day_words(before.adopted_on)}）。", field="adopted_on"
        )
    for effect in before.effects.filter(state=EffectState.CARRIED_OUT).order_by("-pk"):
        if handler := HANDLERS.get(effect.kind):
            with _named(effect):
                handler.take_back(Deed(actor, effect, point, day))
        effect.state, effect.reversed_by = EffectState.REVERSED, point
        effect.full_clean()
        effect.save()
    _record(actor, before, "reverse", "议定事项被撤销", basis_of(point), {"by": point.pk})


@contextmanager
def _named(effect: ResolutionEffect) -> Iterator[None]:
    """A refusal says which effect it stands against; nothing of the point is done then."""
    try:
        yield
    except ValidationError as invalid:
        raise DomainError(f"“{effect}”不能办理：{' '.join(invalid.messages)}") from invalid
    except DomainError as refused:
        raise type(refused)(f"“{effect}”不能办理：{refused.message}") from refused


def _record(actor, obj: Resolution, act: str, label: str, reason: str, data: dict | None = None) -> None:
    action = f"meetings.resolution.{act}"
    audit.record(actor=actor, obj=obj, action=action, label=label, reason=reason, data=data)
