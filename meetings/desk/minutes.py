"""What minutes and 督办事项 bring to desks, reminders, 代录 and printing. Called in `apps.py`."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from alliance.core.behalf_acts import RecordableAct, Target, recordable_acts
from alliance.core.database import db_now
from alliance.core.dates import short_moment_words
from alliance.core.registry import Link, Reminder, ToDo
from meetings.enums import ActionState, CommentStance, MinutesState
from meetings.minutes_consulting import asked_units
from meetings.models import ActionItem, Minutes
from meetings.rules import HOSTING_BODIES, hosting_units
from members.confirming import speakers
from members.enums import Body
from members.models import Occupancy, Unit

MINUTES, ACTIONS = "会议纪要", "督办事项"
AHEAD = timedelta(days=30)  # a task is on the desk so long before it is due


def register() -> None:
    from django.db.models.signals import pre_delete, pre_save

    from alliance.core.registry import desk_links, desk_todos, move_listeners, reminders
    from alliance.notices import kinds
    from alliance.printing import registry
    from meetings import minutes_notices, minutes_print, minutes_versions
    from meetings.models import MinutesVersion

    kinds.register(*minutes_notices.KINDS)
    registry.register(*minutes_print.KINDS)
    move_listeners.register("meetings.Minutes", minutes_versions.keep_version)
    move_listeners.register("meetings.Minutes", minutes_notices.tell_of_minutes)
    desk_links.register(links)
    desk_todos.register(of_minutes)
    desk_todos.register(of_actions)
    reminders.register(reminders_of_minutes)
    register_acts()
    MinutesVersion.guard()
    for model in minutes_versions.STATED:
        uid = f"stated-in-minutes-{model.__name__}"
        pre_save.connect(minutes_versions.refuse_change, sender=model, dispatch_uid=uid)
        pre_delete.connect(minutes_versions.refuse_deletion, sender=model, dispatch_uid=uid)


def links(user) -> Iterator[Link]:
    """Asks the database nothing."""
    yield Link("督办事项", reverse("meetings:actions"))
    if user.is_staff:
        yield Link("出席统计", reverse("meetings:attendance"))


# ---------------------------------------------------------------- to do
def of_minutes(user) -> Iterator[ToDo]:
    """Minutes that are put before the units: the unit's answer, or for staff what stands against signing.

    One query where nothing is asked.
    """
    if not (user.is_authenticated and user.is_active):
        return
    asking = (
        Minutes.objects.filter(state=MinutesState.CONSULTING)
        .select_related("meeting")
        .order_by("comments_by")
    )
    if not (asking := list(asking)):
        return
    yield from _of_staff(asking) if user.is_staff else _of_units(asking, hosting_units(user))


def _of_units(asking: list[Minutes], units: set[int]) -> Iterator[ToDo]:
    now = db_now()
    for minutes in asking if units else ():
        own = [unit for unit in asked_units(minutes.meeting) if unit.pk in units]
        if not own or not minutes.takes_comments_at(now):
            continue
        if minutes.comments.filter(unit__in=own, round=minutes.round).exists():
            continue
        yield ToDo(
            title=f"对会议纪要提出意见：{minutes.meeting}",
            url=reverse("meetings:minutes_comment", args=[minutes.meeting_id]),
            due=minutes.comments_by,
            note=str(own[0]),
            kind=MINUTES,
            action="去答复",
        )


def _of_staff(asking: list[Minutes]) -> Iterator[ToDo]:
    objections = Q(comments__stance=CommentStance.OBJECT, comments__settled=False)
    open_ones = Minutes.objects.filter(pk__in=[one.pk for one in asking])
    counted = dict(
        open_ones.annotate(objected=Count("comments", filter=objections)).values_list("pk", "objected")
    )
    now = db_now()
    for minutes in asking:
        number, over = counted[minutes.pk], not minutes.takes_comments_at(now)
        if number or over:
            yield ToDo(
                title=f"处理纪要意见：{minutes.meeting}",
                url=reverse("meetings:minutes_work", args=[minutes.meeting_id]),
                note=f"{number} 条修改意见待处理" if number else "征求意见已截止，可以签发",
                role=Body.SECRETARIAT.label,
                kind=MINUTES,
                action="去处理",
                tone="wait",
            )


def of_actions(user) -> Iterator[ToDo]:
    """Tasks of the user's units that are due within a month or overdue; for staff how many are overdue. One query."""
    if not (user.is_authenticated and user.is_active):
        return
    today = timezone.localdate()
    if user.is_staff:
        yield from _overdue(ActionItem.objects.overdue(today).count())
        return
    seats = Occupancy.objects.of_user(user).current().filter(seat__body__in=HOSTING_BODIES)
    own = Unit.objects.current().filter(pk__in=seats.values("seat__unit"))
    standing = Q(resolution__meeting__minutes__state=MinutesState.SIGNED) | Q(
        resolution__adopted_on__isnull=False
    )
    near = ActionItem.objects.filter(standing, unit__in=own, due_on__lte=today + AHEAD)
    for action in near.filter(state=ActionState.OPEN).with_parties().order_by("due_on", "pk"):
        yield ToDo(
            title=f"落实议定事项：{action.task}",
            url=action.get_absolute_url(),
            due=timezone.make_aware(datetime.combine(action.due_on, time(23, 59, 59))),
            note=f"{action.unit}　{action.resolution.meeting}",
            kind=ACTIONS,
            action="填报落实情况",
        )


def _overdue(number: int) -> Iterator[ToDo]:
    if number:
        yield ToDo(
            title=f"{number} 项督办事项已逾期",
            url=f"{reverse('meetings:actions')}?state=overdue",
            role=Body.SECRETARIAT.label,
            kind=ACTIONS,
            action="查看",
            tone="official",
        )


def reminders_of_minutes() -> Iterator[Reminder]:
    """Units that have not answered, before the deadline; one query where nothing is asked."""
    now = db_now()
    asking = Minutes.objects.filter(state=MinutesState.CONSULTING, comments_by__isnull=False)
    for minutes in asking.select_related("meeting"):
        if not minutes.takes_comments_at(now):
            continue
        answered = set(minutes.comments.filter(round=minutes.round).values_list("unit_id", flat=True))
        silent = [unit.pk for unit in asked_units(minutes.meeting) if unit.pk not in answered]
        for unit, people in speakers(silent).items():
            logins = tuple(person.user for person in people if person.user_id)
            if logins:
                yield Reminder(
                    recipients=logins,
                    key=f"minutes-{minutes.pk}-round-{minutes.round}-unit-{unit}",
                    title=f"对会议纪要提出意见：{minutes.meeting}",
                    url=reverse("meetings:minutes_comment", args=[minutes.meeting_id]),
                    due=minutes.comments_by,
                )


# ---------------------------------------------------------------- 秘书处代录
def _asking() -> Iterator[Target]:
    asking = Minutes.objects.filter(state=MinutesState.CONSULTING).select_related("meeting")
    for minutes in asking.order_by("comments_by"):
        note = f"截止 {short_moment_words(minutes.comments_by)}" if minutes.comments_by else ""
        yield Target(minutes, note)


def _find_minutes(pk: int) -> Minutes | None:
    asking = Minutes.objects.filter(state=MinutesState.CONSULTING).select_related("meeting")
    return asking.filter(pk=pk).first()


def _open_actions() -> Iterator[Target]:
    for action in ActionItem.objects.open().exclude(unit=None).with_parties():
        yield Target(action, f"{action.unit}　{action.resolution.meeting}")


def _find_action(pk: int) -> ActionItem | None:
    return ActionItem.objects.open().exclude(unit=None).with_parties().filter(pk=pk).first()


def register_acts() -> None:
    from meetings.forms.actions import RecordedProgressForm
    from meetings.forms.minutes import RecordedCommentForm
    from meetings.services.actions import report_progress
    from meetings.services.consulting import comment_on_minutes

    recordable_acts.register(
        RecordableAct(
            slug="minutes-comment",
            on="meetings.Minutes",
            label="纪要意见",
            icon="chat-left-text",
            hint="单位来电、来函答复会议纪要的意见",
            service=comment_on_minutes,
            form_class=RecordedCommentForm,
            arguments=lambda form, target, unit: {"minutes": target, "unit": unit, **form.said},
            candidates=_asking,
            find=_find_minutes,
            needs_unit=True,
        )
    )
    recordable_acts.register(
        RecordableAct(
            slug="action-progress",
            on="meetings.ActionItem",
            label="督办事项落实情况",
            icon="list-check",
            hint="责任单位来电、来函说明进展",
            service=report_progress,
            form_class=RecordedProgressForm,
            arguments=lambda form, target, unit: {
                "action": target,
                "progress": form.cleaned_data["progress"],
            },
            candidates=_open_actions,
            find=_find_action,
            unit_of=lambda action: action.unit,
        )
    )
