"""签到 as a service: who is put on the list how, once, when, and what that makes of the quorum."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.models import AuditEntry
from meetings.arrivals import arrivals_of, digits
from meetings.models import Attendance, Meeting
from meetings.quorum import presence
from meetings.services.check_in import add_guest, check_in, check_in_by_phone, list_excused, undo_check_in
from meetings.services.convening import convene_meeting
from members.models import Person
from tests import factories as make
from tests.meetings.make_notices import coming, planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary():
    return make.staff()


@pytest.fixture
def members():
    """Three units with a council member each, in printed order."""
    return [make.council_member_of(make.UnitFactory(print_order=order)).person for order in (1, 2, 3)]


@pytest.fixture
def meeting(members):
    return convene_meeting(actor=None, meeting=planned("council", starts_on=timezone.localdate()))


def key(person) -> str:
    return f"p{person.pk}"


def present(meeting) -> int:
    return presence(Meeting.objects.get(pk=meeting.pk), "council").present


# ---------------------------------------------------------------- at the desk
def test_who_arrives_is_on_the_list_once_and_counts_at_once(secretary, members, meeting):
    coming(meeting, members[1], post="总经理", phone="13800000001")
    assert present(meeting) == 0
    for _ in range(2):
        row = check_in(actor=secretary, meeting=meeting, key=key(members[1]))
    assert (row.state, row.post, row.phone, row.capacity) == ("present", "总经理", "13800000001", "council")
    assert (row.unit, row.check_in_via, row.order) == (members[1].unit, "desk", 20)
    assert (Attendance.objects.count(), present(meeting)) == (1, 1)
    assert AuditEntry.objects.filter(action="meetings.check_in").count() == 1


def test_delegate_becomes_a_person_of_the_unit_and_stands_for_the_seat(secretary, members, meeting):
    coming(
        meeting,
        members[0],
        answer="delegate",
        delegate_name="钱二",
        delegate_post="处长",
        delegate_phone="139",
    )
    row = check_in(actor=secretary, meeting=meeting, key=key(members[0]))
    assert (row.person.name, row.person.unit, row.stands_for) == ("钱二", members[0].unit, members[0])
    assert (row.post, row.phone, row.person.is_example) == ("处长", "139", False)
    (line,) = [one for one in arrivals_of(meeting) if one.invitation.person == members[0]]
    assert (line.name, line.stands_for, line.is_there) == ("钱二", members[0], True)
    check_in(actor=secretary, meeting=meeting, key=key(members[0]))
    assert Person.objects.filter(name="钱二").count() == 1


def test_the_person_asked_may_come_instead_of_the_delegate(secretary, members, meeting):
    coming(meeting, members[0], answer="delegate", delegate_name="钱二")
    row = check_in(actor=secretary, meeting=meeting, key=key(members[0]), in_person=True)
    assert (row.person, row.stands_for) == (members[0], None)
    assert not Person.objects.filter(name="钱二").exists()


def test_delegate_who_is_asked_as_well_is_one_row_for_both(secretary, members):
    liaison = make.liaison_of(members[0].unit).person
    meeting = convene_meeting(
        actor=None, meeting=planned("council", "liaison_meeting", starts_on=timezone.localdate())
    )
    coming(meeting, members[0], answer="delegate", delegate_name=liaison.name)
    check_in(actor=secretary, meeting=meeting, key=key(liaison))
    check_in(actor=secretary, meeting=meeting, key=key(members[0]))
    row = Attendance.objects.get()
    assert (row.person, row.stands_for) == (liaison, members[0])
    undo_check_in(actor=secretary, meeting=meeting, key=key(members[0]))
    row.refresh_from_db()
    assert row.stands_for is None


def test_undone_leaves_no_row_but_its_act(secretary, members, meeting):
    check_in(actor=secretary, meeting=meeting, key=key(members[0]))
    undo_check_in(actor=secretary, meeting=meeting, key=key(members[0]))
    undo_check_in(actor=secretary, meeting=meeting, key=key(members[0]))
    assert (Attendance.objects.count(), present(meeting)) == (0, 0)
    assert AuditEntry.objects.filter(action="meetings.check_in.undo").count() == 1


def test_excused_are_listed_once_and_come_all_the_same(secretary, members, meeting):
    coming(meeting, members[0], answer="excuse")
    assert [list_excused(actor=secretary, meeting=meeting) for _ in range(2)] == [1, 0]
    assert Attendance.objects.get().state == "excused"
    row = check_in(actor=secretary, meeting=meeting, key=key(members[0]))
    assert (row.state, Attendance.objects.count()) == ("present", 1)


def test_guest_is_an_observer_under_the_units_name(secretary, members, meeting):
    content = {"affiliation": "科技厅", "post": "处长", "phone": ""}
    for _ in range(2):
        row = add_guest(actor=secretary, meeting=meeting, name=" 孙三 ", content=content)
    assert (row.person.name, row.state, row.unit_printed) == ("孙三", "observer", "科技厅")
    assert (Attendance.objects.count(), present(meeting)) == (1, 0)
    line = arrivals_of(meeting)[-1]
    assert (line.unit, line.role, line.is_there) == ("科技厅", "列席", True)
    for name, content, field in (("", {}, "name"), ("李四", {}, "affiliation")):
        with pytest.raises(DomainError) as refused:
            add_guest(actor=secretary, meeting=meeting, name=name, content=content)
        assert refused.value.field == field


def test_only_the_secretariat_and_only_from_notice_to_end(members, meeting, secretary):
    outsider = make.council_member_of(make.UnitFactory())
    for service, more in (
        (check_in, {"key": key(members[0])}),
        (list_excused, {}),
        (undo_check_in, {"key": "p0"}),
    ):
        with pytest.raises(NotAllowed):
            service(actor=outsider, meeting=meeting, **more)
    for state in ("planned", "held", "cancelled"):
        Meeting.objects.filter(pk=meeting.pk).update(state=state)
        with pytest.raises(WrongState):
            check_in(actor=secretary, meeting=meeting, key=key(members[0]))
    with pytest.raises(DomainError):
        Meeting.objects.filter(pk=meeting.pk).update(state="convened")
        check_in(actor=secretary, meeting=meeting, key="p0")
    assert Attendance.objects.count() == 0


# ---------------------------------------------------------------- over the room's code
def test_name_and_number_that_the_alliance_has_check_in(members, meeting):
    coming(meeting, members[0], phone="138-0000-0001")
    row = check_in_by_phone(actor=None, meeting=meeting, name=members[0].name, phone="+86 13800000001")
    assert (row.person, row.check_in_via, AuditEntry.objects.last().actor) == (members[0], "code", None)


@pytest.mark.parametrize("phone", ["", "13800000002", "0", "abc"])
def test_whoever_does_not_know_the_number_is_sent_to_the_desk(members, meeting, phone):
    coming(meeting, members[0], phone="13800000001")
    coming(meeting, members[1], phone="")
    for person in members[:2]:
        with pytest.raises(DomainError) as refused:
            check_in_by_phone(actor=None, meeting=meeting, name=person.name, phone=phone)
        assert refused.value.field == "phone"
    assert Attendance.objects.count() == 0


@pytest.mark.parametrize(
    ("days", "open_"), [(-2, False), (-1, True), (0, True), (1, True), (2, False), (None, False)]
)
def test_code_opens_from_the_day_before_to_the_last_day(members, meeting, days, open_):
    """A meeting of two days, seen so many days from its first."""
    coming(meeting, members[0], phone="13800000001")
    first = None if days is None else timezone.localdate() - timedelta(days=days)
    last = None if days is None else first + timedelta(days=1)
    Meeting.objects.filter(pk=meeting.pk).update(starts_on=first, ends_on=last)
    said = {"actor": None, "meeting": meeting, "name": members[0].name, "phone": "13800000001"}
    if open_:
        assert check_in_by_phone(**said).state == "present"
    else:
        with pytest.raises(WrongState):
            check_in_by_phone(**said)


def test_figures_of_a_number():
    assert [digits(text) for text in ("+86 138-0000-0001", "008613800000001", "0812 3380001", "无")] == [
        "13800000001", "13800000001", "08123380001", "",
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_one_person_over_many_phones_at_once_is_one_row(secretary, members, meeting):
    def arrive(_) -> int:
        try:
            return check_in(actor=None, meeting=meeting, key=key(members[0])).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        assert len(set(pool.map(arrive, range(10)))) == 1
    assert Attendance.objects.count() == 1
