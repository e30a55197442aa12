"""生效: a point carries out everything that it decides at once, once, and only another point takes it back."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from alliance.core import audit
from alliance.core.errors import DomainError, NotAllowed, WrongState
from meetings.effects.kinds import COLUMNS, HANDLERS, point_behind
from meetings.enums import EffectKind, EffectState, MeetingState
from meetings.models import ActionItem, Ballot, Resolution, ResolutionEffect, VotingRule
from meetings.services.adoption import adopt_points, drop_effect, plan_effect
from members.enums import OfficeKind
from members.models import Admission
from tests import factories as make
from tests.meetings import make_effects as given
from tests.meetings.make_effects import adopt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis_url")]
DAY = timedelta(days=1)


def test_every_kind_has_its_handler():
    assert set(HANDLERS) == set(EffectKind)


# ---------------------------------------------------------------- all at once
def test_a_point_carries_out_every_kind_of_effect_and_is_found_from_what_came_of_it():
    point = given.point()
    for kind in EffectKind:
        given.effect(point, kind)

    adopt(point)

    effects = list(point.effects.all())
    assert [one.state for one in effects] == [EffectState.CARRIED_OUT] * len(EffectKind)
    for effect in effects:
        (came,) = [getattr(effect, name) for name in COLUMNS.values() if getattr(effect, name)]
        assert point_behind(came) == point
    act = audit.entries_of(point).first()
    assert (act.action, act.data["effects"]) == (
        "meetings.resolution.adopt",
        [effect.pk for effect in effects],
    )


def test_what_came_of_it_says_on_what_it_rests_and_from_when():
    point = given.point(number=7)
    admission, office, rule = (
        given.effect(point, kind) for kind in (EffectKind.ADMISSION, EffectKind.APPOINTMENT, EffectKind.RULE)
    )
    adopt(point)
    for effect in (admission, office, rule):
        effect.refresh_from_db()
    basis = f"{point.meeting}议定事项第7项"

    assert (admission.admission.admitted_on, admission.admission.basis) == (given.MET, basis)
    assert admission.application.admission == admission.admission
    assert (office.office.starts_on, office.office.note) == (given.MET, basis)
    assert (rule.rule.valid_from, rule.rule.basis) == (given.MET, basis)


def test_adopting_again_changes_nothing():
    point = given.point()
    given.effect(point, EffectKind.ACTION)
    adopt(point)
    acts = audit.entries_of(point).count()

    again = adopt(point, given.LATER)

    assert again.adopted_on == given.MET
    assert (ActionItem.objects.count(), audit.entries_of(point).count()) == (1, acts)


def test_one_refusal_undoes_the_whole_point():
    point = given.point()
    given.effect(point, EffectKind.ACTION)
    given.effect(point, EffectKind.ADMISSION)
    person = make.PersonFactory()
    given.effect(point, EffectKind.APPOINTMENT, office=OfficeKind.CHAIR, person=person)
    make.OfficeFactory(kind=OfficeKind.CHAIR, person=person)  # appointed by hand meanwhile

    with pytest.raises(DomainError, match=r"任命.*不能办理：.*已任理事长"):
        adopt(point)

    point.refresh_from_db()
    assert point.adopted_on is None
    assert {one.state for one in point.effects.all()} == {EffectState.PLANNED}
    assert (ActionItem.objects.count(), Admission.objects.count()) == (0, 0)


def test_the_points_of_a_meeting_are_adopted_together_or_not_at_all():
    first = given.point(number=1)
    given.effect(first, EffectKind.ACTION)
    second = given.point(meeting=first.meeting, number=2, by_count=True)

    with pytest.raises(WrongState, match="尚未表决"):
        adopt_points(actor=None, meeting=first.meeting, adopted_on=given.MET)
    assert (ActionItem.objects.count(), Resolution.objects.filter(adopted_on=None).count()) == (0, 2)

    Resolution.objects.filter(pk=second.pk).update(by_count=False)
    done = adopt_points(actor=None, meeting=first.meeting, adopted_on=given.MET)
    assert [one.number for one in done] == [1, 2]


# ---------------------------------------------------------------- when
@pytest.mark.parametrize("state", [MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.CANCELLED])
def test_a_meeting_that_has_not_met_decides_nothing(state):
    with pytest.raises(WrongState, match="尚未召开"):
        adopt(given.point(meeting=given.meeting(state=state)))


@pytest.mark.parametrize(
    ("day", "said"), [(given.MET - DAY, "不能早于会议日期"), (timezone.localdate() + DAY, "不能晚于今天")]
)
def test_the_day_lies_between_the_meeting_and_today(day, said):
    with pytest.raises(DomainError, match=said) as refused:
        adopt(given.point(), day)
    assert refused.value.field == "adopted_on"


@pytest.mark.parametrize(
    ("vote", "refused"),
    [
        ({"state": "closed", "result": "carried"}, False),
        ({"state": "closed", "result": "rejected"}, True),
        ({"state": "closed", "result": "no_quorum"}, True),
        ({"state": "open"}, True),
        ({"state": "annulled"}, True),
    ],
)
def test_a_point_under_the_rule_needs_a_vote_that_carried_it(vote, refused):
    point = given.point(by_count=True)
    Ballot.objects.create(meeting=point.meeting, resolution=point, body="council", question="事项", **vote)
    if refused:
        with pytest.raises(WrongState):
            adopt(point)
    else:
        assert adopt(point).adopted_on == given.MET


def test_only_the_secretariat_adopts_and_plans():
    point = given.point()
    liaison = make.liaison_of(make.UnitFactory())
    with pytest.raises(NotAllowed):
        adopt(point, actor=liaison)
    with pytest.raises(NotAllowed):
        plan_effect(
            actor=liaison,
            resolution=point,
            kind=EffectKind.ACTION,
            content=given.content_of(EffectKind.ACTION),
        )
    given.effect(point, EffectKind.RULE)
    assert adopt(point, actor=make.UserFactory(is_staff=True)).adopted_on


# ---------------------------------------------------------------- planning
@pytest.mark.parametrize("kind", EffectKind)
def test_the_same_plan_twice_is_one_and_says_what_it_does(kind):
    point, content = given.point(), given.content_of(kind)
    once = plan_effect(actor=None, resolution=point, kind=kind, content=content)
    again = plan_effect(actor=None, resolution=point, kind=kind, content=content)

    assert once == again
    assert (once.state, once.note != "") == (EffectState.PLANNED, True)


def test_an_adopted_point_takes_no_more_and_loses_nothing():
    point = given.point()
    effect = given.effect(point, EffectKind.ACTION)
    adopt(point)
    with pytest.raises(WrongState, match=r"已于.*生效"):
        given.effect(point, EffectKind.ACTION)
    with pytest.raises(WrongState, match="只能由另一议定事项撤销"):
        drop_effect(actor=None, effect=effect)


def test_a_planned_effect_is_dropped_once():
    effect = given.effect(given.point(), EffectKind.ACTION)
    drop_effect(actor=None, effect=effect)
    drop_effect(actor=None, effect=effect)
    assert not ResolutionEffect.objects.exists()


@pytest.mark.parametrize("kind", [kind for kind in EffectKind if kind != EffectKind.RULE])
def test_example_meetings_decide_nothing_real(kind):
    point = given.point(meeting=given.meeting(is_example=True))
    with pytest.raises(DomainError, match="示例会议"):
        given.effect(point, kind)


def test_a_rule_of_an_example_meeting_is_an_example_rule():
    point = given.point(meeting=given.meeting(is_example=True))
    given.effect(point, EffectKind.RULE)
    adopt(point)
    assert VotingRule.objects.get(is_example=True).valid_from == given.MET


# ---------------------------------------------------------------- two at once
@pytest.mark.django_db(transaction=True)
def test_two_who_adopt_at_the_same_moment_adopt_once():
    point = given.point()
    given.effect(point, EffectKind.ACTION)
    given.effect(point, EffectKind.ADMISSION)
    failed, together = [], threading.Barrier(2)

    def press() -> None:
        try:
            together.wait()
            adopt(point)
        except Exception as error:  # said by the test, whatever it is
            failed.append(error)
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _ in range(2)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()

    assert failed == []
    assert (ActionItem.objects.count(), Admission.objects.count()) == (1, 1)
    assert audit.entries_of(point).filter(action="meetings.resolution.adopt").count() == 1
