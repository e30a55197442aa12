"""征求意见: at the desk, over a link, recorded; the deadline to the second; what silence means."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.core.behalf import OnBehalf
from alliance.core.database import db_now
from alliance.core.errors import DomainError, NotAllowed, StaleVersion, WrongState
from alliance.core.models import BehalfRecord
from alliance.core.personal_links import LinkRefused, read_link
from alliance.notices.models import Notice
from meetings.desk.minutes import of_minutes, reminders_of_minutes
from meetings.minutes_consulting import COMMENT, answers_to, comment_behind, comment_path
from meetings.models import Minutes, MinutesComment
from meetings.services.consulting import ask_for_comments, comment_on_minutes, settle_comment
from meetings.services.links import end_links
from tests import factories as make
from tests.meetings.make_minutes import consulting, drafted, held, holder_of, in_days
from tests.members.make_terms import seated_unit

pytestmark = pytest.mark.django_db
OBJECTION = {"stance": "object", "text": "第一项的时限应为年底前。"}


@pytest.fixture
def minutes():
    return consulting()


def unit_of(minutes, place: int = 0):
    return minutes.meeting.roll.order_by("order")[place].unit


def liaison_of(unit):
    return unit.people.exclude(user=None).first().user


def say(minutes, unit, *, actor=None, stance="agree", text="", **more) -> MinutesComment:
    given = {"minutes": minutes, "unit": unit, "stance": stance, "text": text, **more}
    return comment_on_minutes(actor=actor, **given)


def set_deadline(minutes, seconds: float) -> None:
    """Moved by SQL to so many seconds from the database's present."""
    Minutes.objects.filter(pk=minutes.pk).update(comments_by=db_now() + timedelta(seconds=seconds))
    minutes.refresh_from_db()


def test_every_unit_is_told_with_a_link_of_its_own(minutes):
    told = Notice.objects.filter(kind="minutes.consulting")
    assert {notice.recipient.person.unit for notice in told} == {
        entry.unit for entry in minutes.meeting.roll.all()
    }
    assert len({notice.url for notice in told}) == 2
    assert "逾期未复视为无异议" in told.first().body


def test_a_liaison_answers_for_the_own_unit_alone(minutes):
    unit, other = unit_of(minutes), unit_of(minutes, 1)
    comment = say(minutes, unit, actor=liaison_of(unit), **OBJECTION)
    assert (comment.round, comment.stance, comment.settled) == (1, "object", False)
    assert (
        Notice.objects.filter(kind="minutes.objected").count() == 0
    )  # nobody of the secretariat has a login here
    with pytest.raises(NotAllowed):
        say(minutes, other, actor=liaison_of(unit))
    with pytest.raises(NotAllowed):
        say(minutes, seated_unit(), actor=liaison_of(unit))


def test_an_answer_may_be_changed_until_the_deadline_and_the_same_changes_nothing(minutes):
    unit = unit_of(minutes)
    first = say(minutes, unit, **OBJECTION)
    settle_comment(actor=None, comment=first, settlement="采纳。")
    assert say(minutes, unit, **OBJECTION).settled
    changed = say(minutes, unit, stance="object", text="还有第二项。", version=2)
    assert (changed.pk, changed.settled, changed.settlement) == (first.pk, False, "")
    with pytest.raises(StaleVersion):
        say(minutes, unit, version=0)
    assert say(minutes, unit).text == ""


def test_an_objection_says_what_to_change(minutes):
    with pytest.raises(DomainError) as refused:
        say(minutes, unit_of(minutes), stance="object", text=" ")
    assert refused.value.field == "text"


@pytest.mark.parametrize(("seconds", "taken"), [(60, True), (0, True), (-2, False)])
def test_the_deadline_includes_its_second(minutes, seconds, taken):
    set_deadline(minutes, seconds)
    if taken:
        assert say(minutes, unit_of(minutes)).pk
    else:
        with pytest.raises(DomainError, match="截止"):
            say(minutes, unit_of(minutes))


def test_nothing_is_taken_outside_of_a_round():
    minutes = drafted()
    with pytest.raises(WrongState):
        say(minutes, unit_of(minutes))


def test_a_link_answers_for_its_person_until_it_ends(minutes):
    unit = unit_of(minutes)
    person = liaison_of(unit).person
    link = read_link(COMMENT, comment_path(minutes, person).rstrip("/").rpartition("/")[2])
    assert comment_behind(link)[1:] == (person, unit)
    assert say(minutes, unit, by_link=person).said_by == person.name
    with pytest.raises(NotAllowed):
        say(minutes, unit_of(minutes, 1), by_link=person)
    end_links(actor=make.staff(), obj=minutes)
    with pytest.raises(LinkRefused):
        comment_behind(link)


def test_staff_record_what_reached_them_also_after_the_deadline_with_the_paper(minutes):
    unit, secretary = unit_of(minutes), make.staff()
    said = OnBehalf(
        unit=unit,
        person_name=liaison_of(unit).person.name,
        channel="phone",
        received_on=timezone.localdate(),
    )
    comment = say(minutes, unit, actor=secretary, behalf=said, **OBJECTION)
    assert comment.said_by == said.person_name
    assert BehalfRecord.objects.get().unit_name == unit.name
    set_deadline(minutes, -86400 * 2)
    with pytest.raises(DomainError):
        say(minutes, unit, actor=secretary, behalf=said)


# ---------------------------------------------------------------- rounds and what they mean
def test_a_round_needs_a_day_ahead_and_somebody_to_ask():
    minutes = drafted()
    with pytest.raises(DomainError) as refused:
        ask_for_comments(actor=None, minutes=minutes, comments_by=in_days(-1))
    assert refused.value.field == "comments_by"
    alone = drafted(held(number=0, is_example=True))
    with pytest.raises(DomainError, match="没有可以征求意见的单位"):
        ask_for_comments(actor=None, minutes=alone, comments_by=in_days(3))


@pytest.mark.parametrize(
    ("silence", "seconds", "words", "against"),
    [
        (True, 60, "未答复", True),
        (True, -5, "逾期未复，视为无异议", False),
        (False, -5, "逾期未复", True),
    ],
)
def test_what_silence_means_is_set_with_the_round(silence, seconds, words, against):
    minutes = consulting(silence=silence)
    say(minutes, unit_of(minutes))
    set_deadline(minutes, seconds)
    spoke, silent = answers_to(minutes, db_now())
    assert (spoke.in_words, spoke.stands_against) == ("无异议", False)
    assert (silent.in_words, silent.stands_against) == (words, against)


def test_an_objection_is_settled_with_words():
    minutes = consulting()
    comment = say(minutes, unit_of(minutes), **OBJECTION)
    with pytest.raises(DomainError):
        settle_comment(actor=None, comment=comment, settlement="")
    with pytest.raises(NotAllowed):
        settle_comment(actor=liaison_of(unit_of(minutes)), comment=comment, settlement="采纳。")
    settle_comment(actor=None, comment=comment, settlement="采纳，已改为年底前。")
    assert answers_to(minutes, db_now())[0].in_words == "有修改意见（已处理）"
    agreed = say(minutes, unit_of(minutes, 1))
    with pytest.raises(WrongState):
        settle_comment(actor=None, comment=agreed, settlement="采纳。")


# ---------------------------------------------------------------- desks
def test_the_desk_asks_who_has_not_answered_and_staff_what_stands_against(minutes, django_assert_num_queries):
    unit, staff = unit_of(minutes), make.staff()
    liaison = liaison_of(unit)
    assert [todo.note for todo in of_minutes(liaison)] == [unit.name]
    assert len(list(reminders_of_minutes())) == 2
    say(minutes, unit, actor=liaison, **OBJECTION)
    assert list(of_minutes(liaison)) == []
    assert len(list(reminders_of_minutes())) == 1
    assert [todo.note for todo in of_minutes(staff)] == ["1 条修改意见待处理"]
    Minutes.objects.filter(pk=minutes.pk).update(state="draft")
    for user in (liaison, staff):
        with django_assert_num_queries(1):
            assert list(of_minutes(user)) == []


def test_the_holder_of_a_council_seat_answers_as_well(minutes):
    unit = unit_of(minutes)
    person = holder_of(unit)
    person.user = make.UserFactory()
    person.save()
    assert say(minutes, unit, actor=person.user).said_by
