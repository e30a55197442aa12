"""参会回执 as a service: who may, when, what is kept, and that saying it twice is saying it once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from alliance.core.behalf import BehalfError, OnBehalf
from alliance.core.errors import DomainError, NotAllowed, StaleVersion, WrongState
from alliance.core.models import AuditEntry, BehalfRecord
from alliance.core.transitions import run_transition
from alliance.notices.models import Notice
from meetings.invitations import answerable_by, invitation_of, invitations_to
from meetings.models import Reply
from meetings.services.links import end_links
from meetings.services.replies import reply_to_meeting
from members.enums import Body
from tests import factories as make
from tests.meetings.asked import ATTEND, DELEGATE, EXCUSE, convened, set_reply_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make.UnitFactory(name="甲公司")


@pytest.fixture
def member(unit):
    """The login of the unit's council member."""
    return make.council_member_of(unit)


@pytest.fixture
def liaison(unit):
    return make.liaison_of(unit)


@pytest.fixture
def meeting():
    return convened("council")


def reply(actor, meeting, person, content=ATTEND, **more) -> Reply:
    return reply_to_meeting(actor=actor, meeting=meeting, person=person, content=content, **more)


# ---------------------------------------------------------------- who is asked
def test_asked_are_those_who_now_sit_in_the_bodies_that_meet(unit, member, liaison, meeting):
    make.expert_of(unit)
    past = make.council_member_of(make.UnitFactory(), ended=True)
    gone = make.council_member_of(make.UnitFactory(left_on=timezone.localdate() - timedelta(days=1)))
    other_term = make.OccupancyFactory(seat__term=make.TermFactory(number=2))
    example = make.council_member_of(make.UnitFactory(is_example=True))
    assert [one.person for one in invitations_to(meeting)] == [member.person]
    for person in (past.person, gone.person, other_term.person, example.person, liaison.person):
        assert invitation_of(meeting, person) is None


def test_example_meeting_asks_example_units_alone(member):
    example = make.council_member_of(make.UnitFactory(is_example=True))
    meeting = convened("council", is_example=True)
    assert [one.person for one in invitations_to(meeting)] == [example.person]


def test_person_with_two_seats_is_asked_once_for_the_unit_printed_first(member, unit):
    first = make.UnitFactory(name="乙公司", print_order=1)
    make.OccupancyFactory(seat=make.SeatFactory(unit=first, body=Body.EXPERT_COMMITTEE), person=member.person)
    (asked,) = invitations_to(convened("council", "expert_committee"))
    assert (asked.person, asked.unit, asked.role) == (member.person, first, "专家、理事")


@pytest.mark.parametrize("rows", [1, 3])
def test_invitations_take_three_queries(django_assert_num_queries, meeting, rows):
    for _ in range(rows):
        person = make.council_member_of(make.UnitFactory()).person
        make.ReplyFactory(meeting=meeting, person=person)
    with django_assert_num_queries(3):  # bodies, seats, replies
        found = invitations_to(meeting)
    assert [one.reply.answer for one in found] == ["attend"] * rows


@pytest.mark.parametrize("rows", [1, 3])
def test_answerable_takes_the_same_queries_for_one_meeting_and_three(
    django_assert_num_queries, liaison, unit, rows
):
    for _ in range(rows):
        convened("council", "liaison_meeting")
        make.OccupancyFactory(seat=make.SeatFactory(body="council"))
    make.council_member_of(unit)
    with django_assert_num_queries(5):  # meetings, bodies, units of the liaison, seats, replies
        found = answerable_by(liaison)
    assert len(found) == 2 * rows


# ---------------------------------------------------------------- answering
def test_own_reply_is_kept_and_recorded(member, unit, meeting):
    saved = reply(member, meeting, member.person)
    assert (saved.answer, saved.phone, saved.arrival, saved.via) == (
        "attend",
        "13900000000",
        "28日下午到",
        "desk",
    )
    assert (saved.unit, saved.version) == (unit, 1)
    act = AuditEntry.objects.get()
    assert (act.actor, act.action_label, act.done_by) == (member, "参会回执：参加", str(member))
    assert saved.history.get().history_user == member


def test_liaison_answers_for_the_units_people_and_for_no_others(liaison, member, meeting):
    stranger = make.council_member_of(make.UnitFactory())
    assert reply(liaison, meeting, member.person, EXCUSE).answer == "excuse"
    with pytest.raises(NotAllowed):
        reply(liaison, meeting, stranger.person)
    with pytest.raises(NotAllowed):
        reply(stranger, meeting, member.person)
    assert Reply.objects.count() == 1


def test_who_is_not_asked_cannot_answer(liaison, meeting):
    with pytest.raises(NotAllowed, match="不在本次会议的邀请范围内"):
        reply(liaison, meeting, liaison.person)
    with pytest.raises(NotAllowed, match="不在本次会议的邀请范围内"):
        reply(None, meeting, make.PersonFactory(), by_link=True)


def test_same_answer_again_changes_nothing(member, meeting):
    first = reply(member, meeting, member.person, version=0)
    again = reply(member, meeting, member.person, version=0)
    assert (again.pk, again.version, again.answered_at) == (first.pk, 1, first.answered_at)
    assert (AuditEntry.objects.count(), Reply.history.count()) == (1, 1)


def test_change_of_mind_keeps_one_reply_and_its_history(member, meeting):
    reply(member, meeting, member.person, ATTEND, version=0)
    changed = reply(member, meeting, member.person, DELEGATE, version=1)
    assert (changed.answer, changed.delegate_name, changed.phone, changed.version) == (
        "delegate",
        "钱二",
        "",
        2,
    )
    back = reply(member, meeting, member.person, ATTEND, version=2)
    assert (back.answer, back.delegate_name) == ("attend", "")
    assert list(Reply.history.order_by("history_id").values_list("answer", flat=True)) == [
        "attend",
        "delegate",
        "attend",
    ]


def test_answer_that_came_meanwhile_is_not_overwritten_unseen(member, liaison, meeting):
    reply(liaison, meeting, member.person, EXCUSE, version=0)
    with pytest.raises(StaleVersion, match="已被他人修改"):
        reply(member, meeting, member.person, ATTEND, version=0)
    assert Reply.objects.get().answer == "excuse"


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        ({**ATTEND, "delegate_name": "钱二", "delegate_phone": "1"}, ("", "", "28日下午到")),
        ({**EXCUSE, "delegate_name": "钱二", "arrival": "28日"}, ("", "", "")),
        ({**DELEGATE, "delegate_phone": "1", "arrival": "28日"}, ("钱二", "1", "28日")),
    ],
)
def test_what_belongs_to_another_answer_is_dropped(member, meeting, content, kept):
    saved = reply(member, meeting, member.person, content)
    assert (saved.delegate_name, saved.delegate_phone, saved.arrival) == kept


def test_delegate_must_be_named_and_lengths_hold(member, meeting):
    with pytest.raises(DomainError, match="请填写代为参会者姓名") as refused:
        reply(member, meeting, member.person, {**DELEGATE, "delegate_name": ""})
    assert refused.value.field == "delegate_name"
    with pytest.raises(ValidationError) as invalid:
        reply(member, meeting, member.person, {**ATTEND, "phone": "1" * 41, "answer": "perhaps"})
    assert sorted(invalid.value.message_dict) == ["answer", "phone"]
    assert Reply.objects.count() == 0


# ---------------------------------------------------------------- when
@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("planned", "会议通知尚未发出，现在不能答复。"),
        ("held", "会议已经召开，不能再答复。"),
        ("cancelled", "会议已取消，不需要答复。"),
    ],
)
@pytest.mark.parametrize("by_link", [True, False])
def test_only_a_convened_meeting_takes_replies(member, state, words, by_link):
    meeting = make.MeetingBodyFactory(meeting__state=state).meeting
    with pytest.raises(WrongState, match=words):
        reply(None if by_link else member, meeting, member.person, by_link=by_link)


@pytest.mark.parametrize(("seconds", "taken"), [(1, True), (0, True), (-1, False)])
def test_day_for_replies_is_inclusive_to_its_second(member, meeting, seconds, taken):
    set_reply_by(meeting, seconds)
    if taken:
        assert reply(member, meeting, member.person).answer == "attend"
        return
    with pytest.raises(DomainError, match="截止，如需更改请联系秘书处"):
        reply(member, meeting, member.person)
    assert Reply.objects.count() == 0


def test_same_answer_after_the_deadline_is_no_error(member, meeting):
    reply(member, meeting, member.person)
    set_reply_by(meeting, -5)
    assert reply(member, meeting, member.person).version == 1
    with pytest.raises(DomainError, match="截止"):
        reply(member, meeting, member.person, EXCUSE)


def test_right_ends_with_the_seat(member, liaison, meeting):
    member.person.occupancies.update(ended=True)
    for actor, by_link in ((member, False), (liaison, False), (None, True)):
        with pytest.raises(NotAllowed):
            reply(actor, meeting, member.person, by_link=by_link)


# ---------------------------------------------------------------- over a link
def test_reply_over_a_link_has_no_actor_and_says_whose_link(member, meeting):
    saved = reply(None, meeting, member.person, by_link=True)
    act = AuditEntry.objects.get()
    assert saved.via == "link"
    assert (act.actor, act.data) == (None, {"by_link": member.person.name, "person": member.person.pk})
    assert act.done_by == f"{member.person.name}（个人链接）"
    version = saved.history.get()
    assert (version.history_user, version.history_change_reason) == (None, f"个人链接：{member.person.name}")


def test_end_links_counts_the_series_up_and_is_for_staff(member, meeting):
    with pytest.raises(NotAllowed):
        end_links(actor=member, obj=meeting)
    assert end_links(actor=make.staff(), obj=meeting).link_series == 1
    assert AuditEntry.objects.get().action_label == "作废个人链接"


# ---------------------------------------------------------------- recorded by the secretariat
def said(unit, person_name, **more) -> OnBehalf:
    return OnBehalf(
        **{
            "person_name": person_name,
            "unit": unit,
            "channel": "phone",
            "received_on": timezone.localdate(),
            **more,
        }
    )


def test_staff_record_what_the_person_or_the_liaison_said(member, liaison, unit, meeting):
    staff = make.staff()
    own = reply(staff, meeting, member.person, behalf=said(unit, member.person.name))
    assert (own.via, own.answer) == ("behalf", "attend")
    reply(staff, meeting, member.person, EXCUSE, behalf=said(unit, liaison.person.name))
    names = list(BehalfRecord.objects.order_by("pk").values_list("person_name", flat=True))
    assert names == [member.person.name, liaison.person.name]


def test_staff_do_not_record_for_another_unit_or_for_a_stranger_without_a_note(member, unit, meeting):
    staff, other = make.staff(), make.UnitFactory()
    with pytest.raises(BehalfError) as wrong_unit:
        reply(staff, meeting, member.person, behalf=said(other, member.person.name))
    assert wrong_unit.value.field == "unit"
    with pytest.raises(BehalfError) as stranger:
        reply(staff, meeting, member.person, behalf=said(unit, "路人"))
    assert stranger.value.field == "note"
    assert reply(staff, meeting, member.person, behalf=said(unit, "路人", note="办公室来电")).via == "behalf"
    with pytest.raises(NotAllowed):
        reply(member, meeting, member.person, EXCUSE, behalf=said(unit, member.person.name))


def test_what_arrived_in_time_may_be_recorded_late(member, unit, meeting):
    staff = make.staff()
    set_reply_by(meeting, -2 * 24 * 3600)
    late = said(unit, member.person.name)
    with pytest.raises(BehalfError) as refused:
        reply(staff, meeting, member.person, behalf=late)
    assert refused.value.field == "received_on"
    paper = make.stored_picture(actor=staff)
    early = said(unit, member.person.name, received_on=timezone.localdate() - timedelta(days=3), paper=paper)
    assert reply(staff, meeting, member.person, behalf=early).via == "behalf"


# ---------------------------------------------------------------- who is told
def test_convening_sends_everybody_asked_their_own_link(member):
    other = make.council_member_of(make.UnitFactory())
    make.OccupancyFactory(seat=make.SeatFactory(body="council"))  # nobody's login: nothing to send
    meeting = make.MeetingBodyFactory(meeting__state="planned", meeting__starts_on=date(2030, 5, 1)).meeting
    run_transition(actor=make.staff(), obj=meeting, name="convene")
    notices = {notice.recipient: notice for notice in Notice.objects.all()}
    assert set(notices) == {member, other}
    assert notices[member].title == f"请填写参会回执：{meeting}"
    assert "回执截止：会议召开前" in notices[member].body
    assert notices[member].url.startswith("/meetings/r/")
    assert notices[member].url != notices[other].url


def test_calling_off_tells_those_who_had_been_asked(member, meeting):
    run_transition(actor=make.staff(), obj=meeting, name="cancel", reason="会期冲突")
    notice = Notice.objects.get()
    assert (notice.recipient, notice.title) == (member, f"会议取消：{meeting}")
    assert "理由：会期冲突" in notice.body


def test_calling_off_a_plan_tells_nobody(member):
    meeting = make.MeetingBodyFactory(meeting__state="planned").meeting
    run_transition(actor=make.staff(), obj=meeting, name="cancel", reason="会期冲突")
    assert Notice.objects.count() == 0
