"""征求意见: which units are asked about a draft, who speaks for them, and what their answers or their silence mean."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from alliance.core.dates import moment_words
from alliance.core.personal_links import ENDED, LinkRefused, PersonalLink, Purpose, make_path
from meetings.enums import CommentStance, MinutesState
from meetings.invitations import invitations_to
from meetings.models import Meeting, Minutes, MinutesComment
from members.confirming import speakers
from members.models import Person, Unit

COMMENT = Purpose("meetings.minutes", "meetings:comment_by_link")
SHORTEST, LONGEST = timedelta(days=3), timedelta(days=60)
NO_LONGER_SPEAKS = "您目前不能代表该单位答复。如有疑问，请与秘书处联系。"


def asked_units(meeting: Meeting) -> list[Unit]:
    """The units of the roll; where none was frozen, those whose people are asked to the meeting. In printed order."""
    roll = [entry.unit for entry in meeting.roll.select_related("unit")]
    found = roll or [one.unit for one in invitations_to(meeting)]
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Answer:
    """A unit that is asked, and what it said in this round, if anything; `is_over`: nothing more can come in."""

    unit: Unit
    comment: MinutesComment | None
    is_over: bool
    silence_consents: bool

    @property
    def stands_against(self) -> bool:
        """Whether the minutes cannot be signed because of it."""
        if self.comment is None:
            return not (self.is_over and self.silence_consents)
        return self.comment.stance == CommentStance.OBJECT and not self.comment.settled

    @property
    def in_words(self) -> str:
        if self.comment is not None:
            settled = "（已处理）" if self.comment.settled else ""
            return f"{self.comment.get_stance_display()}{settled}"
        if not self.is_over:
            return "未答复"
        return "逾期未复，视为无异议" if self.silence_consents else "逾期未复"


def answers_to(minutes: Minutes, now) -> list[Answer]:
    """One for each unit asked, in printed order; none before the first round. `now`: aware."""
    if not minutes.round:
        return []
    said = {one.unit_id: one for one in minutes.comments.filter(round=minutes.round)}
    is_over = not minutes.takes_comments_at(now)
    return [
        Answer(unit, said.get(unit.pk), is_over, minutes.silence_consents)
        for unit in asked_units(minutes.meeting)
    ]


def refusal_of(minutes: Minutes) -> str:
    """Why no comment is taken (any more), for the person who is refused."""
    if minutes.state == MinutesState.CONSULTING:
        return f"征求意见已于{moment_words(minutes.comments_by)} 截止，如有意见请联系秘书处。"
    return {
        MinutesState.DRAFT: "目前没有在征求意见。",
        MinutesState.SIGNED: "会议纪要已经签发，不再征求意见。",
    }[minutes.state]


# ---------------------------------------------------------------- personal links
def comment_path(minutes: Minutes, person: Person) -> str:
    """The path with which this person answers for their unit without logging in: some days beyond the deadline."""
    left = minutes.comments_by - timezone.now() if minutes.comments_by else LONGEST
    valid_for = min(LONGEST, max(SHORTEST, left + timedelta(days=1)))
    return make_path(purpose=COMMENT, subject=person, target=minutes, valid_for=valid_for)


def unit_of(person: Person, minutes: Minutes) -> Unit | None:
    """The unit asked for which `person` speaks now; None when there is none (any more)."""
    asked = {unit.pk: unit for unit in asked_units(minutes.meeting)}
    speaking = speakers(list(asked))
    return next((asked[pk] for pk in asked if person in speaking.get(pk, ())), None)


def comment_behind(link: PersonalLink) -> tuple[Minutes, Person, Unit]:
    """Raises LinkRefused when the series is over, or the person speaks for no unit that is asked."""
    rows = Minutes.objects.select_related("meeting")
    minutes = rows.filter(pk=link.target, link_series=link.series).first()
    person = Person.objects.filter(pk=link.subject).first()
    if minutes is None or person is None:
        raise LinkRefused(ENDED)
    unit = unit_of(person, minutes)
    if unit is None:
        raise LinkRefused(NO_LONGER_SPEAKS)
    return minutes, person, unit
