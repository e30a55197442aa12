"""What staff may record for members around meetings (秘书处代录). Registered in `apps.py`."""

from collections.abc import Iterator

from alliance.core.behalf_acts import RecordableAct, Target, recordable_acts
from alliance.core.dates import short_moment_words
from meetings.forms.hosting import HostingForm
from meetings.forms.replies import RecordedReplyForm
from meetings.models import HostingTurn, Meeting
from meetings.services.hosting import answer_hosting
from meetings.services.replies import reply_to_meeting


def convened_meetings() -> Iterator[Target]:
    for meeting in Meeting.objects.convened():
        note = f"回执截止 {short_moment_words(meeting.reply_by)}" if meeting.reply_by else ""
        yield Target(meeting, note)


def find_meeting(pk: int) -> Meeting | None:
    return Meeting.objects.convened().filter(pk=pk).first()


def waiting_turns() -> Iterator[Target]:
    for turn in HostingTurn.objects.waiting().with_parties():
        yield Target(turn, str(turn.meeting or ""))


def find_turn(pk: int) -> HostingTurn | None:
    return HostingTurn.objects.waiting().with_parties().filter(pk=pk).first()


def register() -> None:
    recordable_acts.register(
        RecordableAct(
            slug="reply",
            on="meetings.Meeting",
            label="参会回执",
            icon="calendar-check",
            hint="来电、来信答复参加、请假或委派他人",
            service=reply_to_meeting,
            form_class=RecordedReplyForm,
            form_kwargs=lambda target, unit: {"meeting": target, "unit": unit},
            arguments=lambda form, target, unit: {
                "meeting": target,
                "person": form.who,
                "content": form.content,
            },
            candidates=convened_meetings,
            find=find_meeting,
        )
    )
    recordable_acts.register(
        RecordableAct(
            slug="hosting",
            on="meetings.HostingTurn",
            label="承办确认",
            icon="building-check",
            hint="单位来函、来电答复是否承办",
            service=answer_hosting,
            form_class=HostingForm,
            arguments=lambda form, target, unit: {"turn": target, **form.said},
            candidates=waiting_turns,
            find=find_turn,
            unit_of=lambda turn: turn.unit,
        )
    )
