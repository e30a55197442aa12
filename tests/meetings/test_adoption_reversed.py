"""Only another point takes back what a point brought about, from its own day on."""

from datetime import timedelta

import pytest

from alliance.core.errors import DomainError, WrongState
from meetings.enums import EffectKind, EffectState
from meetings.models import ActionItem, VotingRule
from members.enums import ApplicationState, OfficeKind
from members.models import Unit
from tests import factories as make
from tests.meetings import make_effects as given
from tests.meetings.make_effects import adopt

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.mark.parametrize("kind", EffectKind)
def test_another_point_takes_back_every_kind(kind):
    point = given.point()
    given.effect(point, kind)
    adopt(point)
    back = given.reversing(point)

    adopt(back, given.LATER)

    effect = point.effects.get()
    assert (effect.state, effect.reversed_by) == (EffectState.REVERSED, back)
    assert back.reversals.get() == effect


def test_what_stood_before_stands_again_from_that_day_and_the_days_between_stay():
    seat, before, other = given.seat_with("原理事")
    document = given.content_of(EffectKind.DOCUMENT)
    former = make.OfficeFactory(kind=OfficeKind.CHAIR)
    successor = make.PersonFactory()
    point = given.point()
    given.effect(point, EffectKind.REPLACEMENT, seat=seat, person=other)
    given.effect(point, EffectKind.DOCUMENT, **document)
    given.effect(point, EffectKind.APPOINTMENT, office="chair", person=successor, replaces=former)
    given.rule(majority_numerator=1, majority_denominator=2)
    given.effect(point, EffectKind.RULE, **given.rule_content())
    application = given.content_of(EffectKind.ADMISSION)["application"]
    given.effect(point, EffectKind.ADMISSION, application=application)
    adopt(point)
    adopt(given.reversing(point), given.LATER)

    sat = [(held.person, held.starts_on, held.ends_on) for held in seat.occupancies.order_by("pk")]
    assert sat == [
        (before, None, given.MET - DAY),
        (other, given.MET, given.LATER - DAY),
        (before, given.LATER, None),
    ]
    newest, adopted, first = document["document"].versions.all()
    assert (newest.stored, newest.effective_on) == (first.stored, given.LATER)
    assert adopted.stored == document["stored"]
    rules = VotingRule.objects.order_by("valid_from").values_list("valid_from", "majority_denominator")
    assert list(rules)[1:] == [(given.MET, 3), (given.LATER, 2)]
    assert (former.person.offices.last().starts_on, successor.offices.get().ends_on) == (
        given.LATER,
        given.LATER - DAY,
    )
    unit = Unit.objects.get(name=application.name)
    assert (unit.joined_on, unit.left_on) == (given.MET, given.LATER - DAY)
    application.refresh_from_db()
    assert application.state == ApplicationState.ADMITTED  # what was decided then stays decided


def test_a_rule_that_has_not_begun_never_does():
    point = given.point()
    given.effect(point, EffectKind.RULE, **given.rule_content(valid_from=given.LATER + 9 * DAY))
    adopt(point)
    adopt(given.reversing(point), given.LATER)
    assert not VotingRule.objects.exists()


def test_without_a_rule_before_the_reversing_point_plans_one():
    point = given.point()
    given.effect(point, EffectKind.RULE, **given.rule_content())
    adopt(point)
    back = given.reversing(point)
    with pytest.raises(WrongState, match="此前没有表决规则"):
        adopt(back, given.LATER)
    assert point.effects.get().state == EffectState.CARRIED_OUT

    given.effect(back, EffectKind.RULE, **given.rule_content(quorum_numerator=1, quorum_denominator=2))
    adopt(back, given.LATER)
    assert VotingRule.objects.get(valid_from=given.LATER).quorum_denominator == 2


def test_what_changed_meanwhile_is_left_alone():
    """The seat has passed on, the office has ended, the action is done: taking back touches none of it."""
    seat, _, other = given.seat_with("原理事")
    third = make.PersonFactory(unit=seat.unit)
    point = given.point()
    given.effect(point, EffectKind.REPLACEMENT, seat=seat, person=other)
    given.effect(point, EffectKind.ACTION)
    adopt(point)
    later = given.point(given.MET + 9 * DAY)
    given.effect(later, EffectKind.REPLACEMENT, seat=seat, person=third)
    adopt(later, given.MET + 9 * DAY)
    ActionItem.objects.filter(resolution=point).update(state="done")

    adopt(given.reversing(point), given.LATER)

    assert seat.occupancies.get(ended=False).person == third
    assert ActionItem.objects.get().state == "done"


@pytest.mark.parametrize("day", [given.MET, given.MET - DAY])
def test_taking_back_comes_after_the_day_of_the_point(day):
    point = given.point()
    adopt(point)
    back = given.reversing(point, given.MET - 9 * DAY)
    with pytest.raises(DomainError, match="须晚于所撤销事项"):
        adopt(back, day)


def test_a_point_is_taken_back_once_and_a_taking_back_never():
    point = given.point()
    with pytest.raises(WrongState, match="尚未生效"):
        adopt(given.reversing(point), given.LATER)
    adopt(point)
    back = adopt(given.reversing(point), given.LATER)
    with pytest.raises(WrongState, match="已被撤销"):
        adopt(given.reversing(point, given.LATER + DAY), given.LATER + DAY)
    with pytest.raises(WrongState, match="本身是撤销事项"):
        adopt(given.reversing(back, given.LATER + DAY), given.LATER + DAY)
