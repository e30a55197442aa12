"""计划会议: number and name that come next, without gaps or doubles, whoever plans at the same moment."""

import threading
import uuid
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from alliance.core.errors import DomainError, NotAllowed
from alliance.core.models import AuditEntry
from alliance.core.transitions import run_transition
from meetings.models import HostingTurn, Meeting, MeetingBody
from meetings.numbering import next_sessions, present_term
from meetings.services.ballots import prepare_ballot
from meetings.services.planning import plan_meeting
from tests import factories as make
from tests.meetings.make_planning import held_before

pytestmark = pytest.mark.django_db
TERM = {"number": 2}


@pytest.fixture
def term():
    return make.TermFactory(**TERM)


def plan(term, kind="council", **fields) -> Meeting:
    return plan_meeting(actor=None, kind=kind, term=term, **fields)


# ---------------------------------------------------------------- the number
def test_first_meeting_of_a_term_is_the_first_and_the_next_the_second(term):
    names = [plan(term).name, plan(term).name]

    assert names == ["第二届第一次理事会会议", "第二届第二次理事会会议"]
    assert list(MeetingBody.objects.order_by("session").values_list("body", "term", "session")) == [
        ("council", term.pk, 1),
        ("council", term.pk, 2),
    ]


def test_each_body_counts_its_own_sessions(term):
    plan(term)
    both = plan(term, "council_with_experts")

    assert both.name == "第二届第二次理事会暨专家委员会工作会"
    assert {row.body: row.session for row in both.bodies.all()} == {"council": 2, "expert_committee": 1}


def test_number_goes_on_from_the_highest_that_is_known(term):
    """The first three meetings of 2015's council are not in the records; the fifth still follows the fourth."""
    make.MeetingBodyFactory(term=term, session=4)

    assert plan(term).bodies.get().session == 5


def test_cancelled_meeting_gives_its_number_back(term):
    cancelled = plan(term)
    run_transition(actor=None, obj=cancelled, name="cancel", reason="改期")

    assert plan(term).bodies.get().session == 1
    assert cancelled.bodies.get().session is None


def test_terms_and_example_meetings_are_numbered_apart(term):
    plan(term, is_example=True)
    plan(make.TermFactory(number=3))

    assert next_sessions(["council"], term) == {"council": 1}
    assert next_sessions(["council"], term, is_example=True) == {"council": 2}
    assert plan(term, is_example=True).name == "示例会议：第二届第二次理事会会议"


def test_database_refuses_a_number_twice(term):
    taken = plan(term)
    for is_example in (True, False):
        other = make.MeetingFactory(is_example=is_example)
        row = MeetingBody(meeting=other, body="council", term=term, session=1)
        if is_example:
            row.save()
            continue
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
    assert taken.bodies.get().session == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("redis_url")
def test_twenty_at_once_get_twenty_numbers_without_a_gap():
    term, ready, failed = make.TermFactory(**TERM), threading.Barrier(20), []

    def press():
        try:
            ready.wait(timeout=30)
            plan_meeting(actor=None, kind="council_with_experts", term=term)
        except Exception as error:  # said by the test, whatever it is
            failed.append(error)
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _ in range(20)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()

    assert failed == []
    for body in ("council", "expert_committee"):
        numbers = MeetingBody.objects.filter(body=body).order_by("session").values_list("session", flat=True)
        assert list(numbers) == list(range(1, 21))
    assert Meeting.objects.values("name").distinct().count() == 20


# ---------------------------------------------------------------- the rest of it
def test_same_form_sent_twice_plans_one_meeting(term):
    token = uuid.uuid4()
    first, again = plan(term, token=token), plan(term, token=token)

    assert first.pk == again.pk
    assert (Meeting.objects.count(), AuditEntry.objects.filter(action="meetings.meeting.plan").count()) == (
        1,
        1,
    )


def test_only_staff_plan(term):
    with pytest.raises(NotAllowed):
        plan_meeting(actor=make.liaison_of(make.UnitFactory()), kind="council", term=term)
    assert not Meeting.objects.exists()


def test_own_name_is_kept_and_numbers_are_given_all_the_same(term):
    meeting = plan(term, name=" 理事会扩大会议 ")

    assert (meeting.name, meeting.bodies.get().session) == ("理事会扩大会议", 1)


def test_liaisons_meeting_is_a_body_like_the_others_that_does_not_vote(term):
    meeting = plan(term, "liaisons")

    assert meeting.name == "第二届第一次联络员会议"
    assert meeting.bodies.get().body == "liaison_meeting"
    with pytest.raises(DomainError) as refused:
        prepare_ballot(actor=None, meeting=meeting, body="liaison_meeting", question="是否同意")
    assert refused.value.field == "body"


def test_example_meeting_is_hosted_by_an_example_unit_alone(term):
    for is_example in (True, False):
        host = make.UnitFactory(is_example=not is_example)
        with pytest.raises(DomainError) as refused:
            plan(term, is_example=is_example, content={"host": host})
        assert refused.value.field == "host"


def test_hosts_turn_of_that_year_points_to_the_meeting(term):
    turn = make.HostingTurnFactory(year=2027, state="accepted")
    other = make.HostingTurnFactory(year=2028, unit=turn.unit, state="accepted")
    meeting = plan(term, content={"host": turn.unit, "starts_on": date(2027, 5, 20)})

    assert HostingTurn.objects.get(pk=turn.pk).meeting == meeting
    assert HostingTurn.objects.get(pk=other.pk).meeting is None


def test_agenda_opens_with_what_became_of_the_last_points(term):
    held_before("done", "open", "open", "dropped")
    item = plan(term, content={"starts_on": date(2027, 5, 20)}).items.get()

    assert (item.kind, item.title) == ("follow_up", "上次会议议定事项落实情况")
    assert item.note.endswith("议定事项1项；督办事项4项：已完成1项，办理中2项，不再办理1项")


def test_first_meeting_has_nothing_to_look_back_on(term):
    held_before("open", is_example=True)
    experts = make.MeetingFactory()
    make.MeetingBodyFactory(meeting=experts, body="expert_committee")

    assert not plan(term).items.exists()


def test_present_term_is_the_newest_in_which_somebody_sits(term):
    make.TermFactory(number=3)
    make.OccupancyFactory(seat=make.SeatFactory(term=term))
    make.OccupancyFactory(
        seat=make.SeatFactory(term=make.TermFactory(number=1), unit=make.UnitFactory(is_example=True))
    )

    assert present_term() == term
    assert present_term(is_example=True).number == 1
