"""轮流承办: who comes next by the ledger, asking, giving way, swapping."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.notices.models import Notice
from meetings.models import HostingTurn
from meetings.rotation import next_year, standings
from meetings.services.rotation import hand_over_turn, offer_turn, swap_turns
from tests import factories as make
from tests.meetings.make_planning import ranked

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return make.staff()


def order(**options) -> list[str]:
    turns = list(HostingTurn.objects.with_parties())
    return [one.unit.name for one in standings(turns, **options)]


# ---------------------------------------------------------------- who comes next
def test_units_of_vice_chair_rank_and_above_take_turns():
    make.UnitFactory(name="理事单位", rank="council")
    make.UnitFactory(name="无地位")
    ranked("chair", name="理事长单位")
    ranked(name="副理事长单位")
    ranked(name="退盟单位", left_on=timezone.localdate() - timedelta(days=2))
    ranked(name="示例单位", is_example=True)

    assert sorted(order()) == ["副理事长单位", "理事长单位"]
    assert order(is_example=True) == ["示例单位"]


def test_who_gave_way_comes_first_then_who_never_hosted_then_the_longest_ago():
    """As in 2016: the turn of one unit went to another, and is still owed."""
    names = ("先办", "后办", "未办乙", "未办甲", "让出", "正在征询")
    units = {name: ranked(name=name, print_order=place) for place, name in enumerate(names)}
    for name, year, state in (
        ("先办", 2013, "hosted"),
        ("后办", 2015, "accepted"),
        ("让出", 2016, "yielded"),
        ("正在征询", 2017, "proposed"),
    ):
        make.HostingTurnFactory(
            unit=units[name], year=year, state=state, yielded_to=units["后办"] if state == "yielded" else None
        )

    assert order() == ["让出", "未办乙", "未办甲", "先办", "后办", "正在征询"]


def test_who_gave_way_and_has_hosted_since_owes_nothing():
    unit, never = ranked(name="已轮过", print_order=1), ranked(name="未轮过", print_order=2)
    make.HostingTurnFactory(unit=unit, year=2016, state="yielded", yielded_to=never)
    make.HostingTurnFactory(unit=unit, year=2018, state="hosted")

    assert order() == ["未轮过", "已轮过"]


def test_declining_is_no_hosting():
    unit = ranked()
    make.HostingTurnFactory(unit=unit, year=2016, state="declined")
    (standing,) = standings(list(HostingTurn.objects.all()))

    assert (standing.last, standing.note) == (None, "未见承办记录")


def test_next_year_is_the_first_without_a_host():
    for year, state in ((2027, "accepted"), (2028, "proposed"), (2029, "yielded"), (2030, "accepted")):
        make.HostingTurnFactory(year=year, state=state)

    assert next_year(HostingTurn.objects.all(), 2027) == 2029


# ---------------------------------------------------------------- asking
def test_unit_is_asked_once_and_each_of_its_people_gets_a_link(staff):
    unit = ranked()
    liaison, expert = make.liaison_of(unit), make.expert_of(unit)
    first = offer_turn(actor=staff, year=2030, unit=unit, place="成都", month=5)
    again = offer_turn(actor=staff, year=2030, unit=unit)

    assert first.pk == again.pk
    notice = Notice.objects.get(kind="hosting.asked")
    assert (notice.recipient, notice.title) == (liaison, "请答复是否承办：2030年会议")
    assert "成都，5月" in notice.body
    assert notice.url.startswith("/meetings/h/")
    assert not Notice.objects.filter(recipient=expert).exists()


def test_year_that_is_settled_takes_no_second_host(staff):
    make.HostingTurnFactory(year=2030, state="accepted")
    make.HostingTurnFactory(year=2031, state="accepted", unit__is_example=True)

    with pytest.raises(DomainError) as refused:
        offer_turn(actor=staff, year=2030, unit=ranked())
    assert refused.value.field == "year"
    assert offer_turn(actor=staff, year=2031, unit=ranked()).state == "proposed"


@pytest.mark.parametrize(
    ("field", "given"),
    [("month", {"month": 13}), ("answer_by", {"answer_by": timezone.now() - timedelta(minutes=1)})],
)
def test_offer_says_what_is_wrong(staff, field, given):
    with pytest.raises(DomainError) as refused:
        offer_turn(actor=staff, year=2030, unit=ranked(), **given)
    assert refused.value.field == field


def test_unit_that_left_is_not_asked_and_members_ask_nobody(staff):
    left = ranked(left_on=timezone.localdate() - timedelta(days=2))
    with pytest.raises(DomainError, match="不是成员单位"):
        offer_turn(actor=staff, year=2030, unit=left)
    with pytest.raises(NotAllowed):
        offer_turn(actor=make.liaison_of(ranked()), year=2030, unit=ranked())


# ---------------------------------------------------------------- giving way, swapping
@pytest.mark.parametrize("state", ["proposed", "accepted", "declined"])
def test_turn_goes_to_another_unit_which_is_asked_for_the_same_year(staff, state):
    meeting = make.MeetingFactory(state="planned")
    turn = make.HostingTurnFactory(year=2030, state=state, place="重庆", month=5, meeting=meeting)
    other = ranked()
    new = hand_over_turn(actor=staff, turn=turn, to=other, reason="原因未载明")
    turn.refresh_from_db()

    assert (turn.state, turn.yielded_to, turn.reason) == ("yielded", other, "原因未载明")
    assert (new.unit, new.year, new.state) == (other, 2030, "proposed")
    assert (new.place, new.month, new.meeting) == ("重庆", 5, meeting)


def test_who_had_declined_is_asked_once_more(staff):
    turn, other = make.HostingTurnFactory(year=2030), make.HostingTurnFactory(year=2030, state="declined")
    new = hand_over_turn(actor=staff, turn=turn, to=other.unit)

    assert (new.pk, new.state) == (other.pk, "proposed")


@pytest.mark.parametrize("state", ["hosted", "yielded"])
def test_what_is_over_is_not_given_away(staff, state):
    turn = make.HostingTurnFactory(state=state)
    with pytest.raises(WrongState, match="不能改由他单位承办"):
        hand_over_turn(actor=staff, turn=turn, to=ranked())


def test_turn_goes_neither_to_itself_nor_to_an_example(staff):
    turn = make.HostingTurnFactory()
    for unit in (turn.unit, ranked(is_example=True)):
        with pytest.raises(DomainError) as refused:
            hand_over_turn(actor=staff, turn=turn, to=unit)
        assert refused.value.field == "to"


def test_two_units_swap_their_years_and_are_asked_anew(staff):
    first = make.HostingTurnFactory(year=2030, state="accepted", month=5)
    second = make.HostingTurnFactory(year=2031, state="proposed", month=9)
    swapped = swap_turns(actor=staff, turn=first, other=second, reason="会场安排")

    assert [(turn.year, turn.unit, turn.state, turn.month) for turn in swapped] == [
        (2030, second.unit, "proposed", 5),
        (2031, first.unit, "proposed", 9),
    ]
    for turn, to in ((first, second.unit), (second, first.unit)):
        turn.refresh_from_db()
        assert (turn.state, turn.yielded_to, turn.reason) == ("yielded", to, "会场安排")


def test_swap_needs_a_reason_and_two_open_turns(staff):
    first, second = make.HostingTurnFactory(year=2030), make.HostingTurnFactory(year=2031)
    with pytest.raises(DomainError) as refused:
        swap_turns(actor=staff, turn=first, other=second, reason=" ")
    assert refused.value.field == "reason"
    over = make.HostingTurnFactory(year=2032, state="hosted")
    with pytest.raises(WrongState):
        swap_turns(actor=staff, turn=first, other=over, reason="改期")
    first.refresh_from_db()
    assert first.state == "proposed"


def test_swap_is_refused_where_a_unit_has_a_turn_in_that_year_already(staff):
    first, second = make.HostingTurnFactory(year=2030), make.HostingTurnFactory(year=2031)
    make.HostingTurnFactory(year=2031, unit=first.unit, state="declined")
    with pytest.raises(DomainError, match="2031年已有承办记录"):
        swap_turns(actor=staff, turn=first, other=second, reason="改期")
