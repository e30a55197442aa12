"""名册与表决规则: written at convening by whatever path, kept whatever happens to people and units afterwards."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from alliance.core.errors import NotAllowed, WrongState
from alliance.core.models import AuditEntry
from alliance.core.transitions import run_transition
from meetings.models import VotingRule
from meetings.services.convening import convene_meeting
from meetings.services.roll import freeze_meeting, refresh_roll
from members.enums import Body
from members.services.seats import replace_occupant
from tests import factories as make
from tests.meetings.make_votes import meeting_of, open_vote, seated, voting_rule

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def names(meeting) -> list[tuple[str, str]]:
    return list(meeting.roll.values_list("unit_name", "person_name"))


def colleague(person):
    return make.PersonFactory(unit=person.unit)


def replace(person):
    """Somebody else of the unit sits in the seat from today on."""
    seat = person.occupancies.get().seat
    other = colleague(person)
    replace_occupant(actor=None, seat=seat, person=other, starts_on=TODAY(), reason="岗位调整")
    return other


# ---------------------------------------------------------------- rules
def test_the_rule_in_force_on_the_day_of_the_meeting_is_copied_and_stays():
    voting_rule(valid_from=date(2014, 1, 1), quorum_numerator=1, quorum_denominator=2, basis="旧")
    newer = voting_rule(valid_from=date(2015, 5, 29), basis="新")
    voting_rule(valid_from=date(2015, 5, 30), basis="以后")
    meeting = meeting_of(starts_on=date(2015, 5, 29))
    newer.quorum_numerator, newer.quorum_denominator = 1, 1
    newer.save()
    VotingRule.objects.filter(basis="旧").delete()
    frozen = meeting.rules.get()
    assert (frozen.basis, frozen.quorum_numerator, frozen.quorum_denominator) == ("新", 2, 3)


def test_example_meetings_go_by_example_rules_alone():
    voting_rule(is_example=True, basis="示例")
    assert not meeting_of().rules.exists()
    assert meeting_of(is_example=True).rules.get().basis == "示例"


def test_each_body_has_its_own_rule_and_roll():
    voting_rule()
    voting_rule(Body.EXPERT_COMMITTEE, majority_numerator=2, majority_denominator=3, majority_strict=False)
    seated(2)
    seated(3, Body.EXPERT_COMMITTEE)
    meeting = meeting_of(Body.COUNCIL, Body.EXPERT_COMMITTEE)
    assert sorted(meeting.rules.values_list("body", "majority_numerator")) == [
        ("council", 1),
        ("expert_committee", 2),
    ]
    assert [meeting.roll.filter(body=body).count() for body in ("council", "expert_committee")] == [2, 3]


def test_a_rule_that_came_late_is_written_by_the_next_refreshing_and_never_changed():
    meeting = meeting_of(in_session=False)
    voting_rule(basis="补登")
    assert refresh_roll(actor=None, meeting=meeting).rules == ("council",)
    voting_rule(valid_from=date(2015, 5, 1), basis="更新")
    assert refresh_roll(actor=None, meeting=meeting).is_nothing
    assert meeting.rules.get().basis == "补登"


@pytest.mark.parametrize(
    "fields",
    [
        {"quorum_numerator": 0},
        {"quorum_denominator": 0},
        {"majority_numerator": 3, "majority_denominator": 2},
        {"majority_numerator": 2, "majority_denominator": 2, "majority_strict": True},
    ],
)
def test_a_rule_is_a_fraction_that_can_be_reached(fields):
    with pytest.raises(ValidationError):
        VotingRule(body="council", valid_from=date(2016, 1, 1), basis="章程", **fields).full_clean()


# ---------------------------------------------------------------- roll
def test_convening_writes_the_roll_by_whatever_path():
    people = seated(2)
    vacant = make.SeatFactory()
    left = make.SeatFactory(unit__left_on=date(2015, 1, 1))
    make.SeatFactory(unit__is_example=True)
    make.SeatFactory(term__number=2)
    for convene in (
        convene_meeting,
        lambda **given: run_transition(name="convene", obj=given.pop("meeting"), **given),
    ):
        meeting = make.MeetingFactory(state="planned")
        make.MeetingBodyFactory(meeting=meeting, session=None)
        convene(actor=make.staff(), meeting=meeting)
        assert set(names(meeting)) == {
            *((person.unit.name, person.name) for person in people),
            (vacant.unit.name, ""),
        }
    assert left.unit.name not in dict(names(meeting))
    assert AuditEntry.objects.filter(action="meetings.meeting.freeze").count() == 2


def test_the_roll_follows_until_the_meeting_begins_and_stands_afterwards():
    people = seated(3)
    meeting = meeting_of(in_session=False)
    second = replace(people[0])
    keys = set(meeting.roll.values_list("pk", flat=True))
    done = refresh_roll(actor=make.staff(), meeting=meeting)
    assert (done.added, done.changed, done.removed) == (0, 1, 0)
    assert set(meeting.roll.values_list("pk", flat=True)) == keys
    third = replace(people[1])
    run_transition(actor=None, obj=meeting, name="open_session")
    people[2].unit.name = "改名后的单位"
    people[2].unit.save()
    late = replace(people[2])
    held = [name for _, name in names(meeting)]
    assert second.name in held and third.name in held and late.name not in held
    assert "改名后的单位" not in dict(names(meeting))


def test_past_meetings_keep_their_roll_after_a_unit_has_left_and_after_a_change_of_term():
    people = seated(2)
    meeting = meeting_of()
    before = names(meeting)
    run_transition(actor=None, obj=meeting, name="mark_held")
    unit = people[0].unit
    unit.left_on = TODAY() - timedelta(days=1)
    unit.save()
    for person in people:
        make.OccupancyFactory(
            seat=make.SeatFactory(unit=person.unit, term=make.TermFactory(number=2)), person=colleague(person)
        )
    meeting.refresh_from_db()
    for write in (refresh_roll, freeze_meeting):
        with pytest.raises(WrongState):
            write(actor=None, meeting=meeting)
    assert names(meeting) == before


def test_seats_that_came_and_went_before_the_meeting_began():
    people = seated(2)
    meeting = meeting_of(in_session=False)
    unit = people[0].unit
    unit.left_on = TODAY() - timedelta(days=1)
    unit.save()
    new = seated(1)[0]
    done = refresh_roll(actor=None, meeting=meeting)
    assert (done.added, done.removed) == (1, 1)
    assert {name for _, name in names(meeting)} == {people[1].name, new.name}


def test_the_roll_stands_once_a_vote_by_correspondence_was_opened():
    voting_rule()
    people = seated(2)
    meeting = meeting_of(in_session=False)
    open_vote(meeting, days=1)
    before = names(meeting)
    replace(people[0])
    with pytest.raises(WrongState):
        refresh_roll(actor=None, meeting=meeting)
    run_transition(actor=None, obj=meeting, name="open_session")
    assert names(meeting) == before


def test_only_the_secretariat_writes_the_roll():
    seated(1)
    meeting = meeting_of(in_session=False)
    with pytest.raises(NotAllowed):
        refresh_roll(actor=make.council_member_of(make.UnitFactory()), meeting=meeting)


def test_a_planned_meeting_has_no_roll_to_refresh():
    with pytest.raises(WrongState):
        refresh_roll(actor=None, meeting=make.MeetingFactory(state="planned"))
