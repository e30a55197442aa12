"""Points of a held meeting, and what every kind of effect is planned with."""

from datetime import date, timedelta

from django.utils import timezone

from meetings.enums import EffectKind, MajorityOf
from meetings.models import Meeting, Resolution, ResolutionEffect, VotingRule, WorkPlan
from meetings.services.adoption import adopt_resolution, plan_effect
from members.enums import ApplicationState, Body, OfficeKind
from members.services.library import add_version
from tests import factories as make
from tests.members import make_admission
from tests.members.make_library import DocumentFactory, stored_pdf

MET = timezone.localdate() - timedelta(days=300)
LATER = MET + timedelta(days=100)


def meeting(day: date = MET, **fields) -> Meeting:
    make.TermFactory()
    return make.MeetingFactory(starts_on=day, **fields)


def point(day: date = MET, **fields) -> Resolution:
    return make.ResolutionFactory(meeting=fields.pop("meeting", None) or meeting(day), **fields)


def reversing(before: Resolution, day: date = LATER) -> Resolution:
    return point(day, reverses=before)


def rule_content(**fields) -> dict:
    return {
        "body": Body.COUNCIL,
        "valid_from": None,
        "quorum_numerator": 2,
        "quorum_denominator": 3,
        "quorum_strict": False,
        "majority_numerator": 2,
        "majority_denominator": 3,
        "majority_strict": False,
        "majority_of": MajorityOf.PRESENT,
        "delegates_count": True,
        "delegations_each": 1,
        **fields,
    }


def rule(valid_from: date = date(2015, 1, 1), **fields) -> VotingRule:
    given = {**rule_content(), "basis": "联盟章程", **fields, "valid_from": valid_from}
    return VotingRule.objects.create(**given)


def seat_with(name: str):
    """(seat, its occupant, somebody else of the unit)."""
    held = make.OccupancyFactory(person__name=name)
    other = make.PersonFactory(unit=held.seat.unit)
    return held.seat, held.person, other


def content_of(kind: str) -> dict:
    """Fresh records with which an effect of this kind can be planned."""
    unit = make.UnitFactory()
    if kind == EffectKind.ADMISSION:
        return {"application": make_admission.application(state=ApplicationState.READY)}
    if kind == EffectKind.APPOINTMENT:
        return {"office": OfficeKind.VICE_CHAIR, "person": make.PersonFactory(unit=unit)}
    if kind == EffectKind.REPLACEMENT:
        seat, _, other = seat_with("原理事")
        return {"seat": seat, "person": other}
    if kind == EffectKind.RULE:
        rule()
        return rule_content()
    if kind == EffectKind.DOCUMENT:
        document = DocumentFactory()
        # A first version, so that there is something to come back to.
        add_version(actor=None, document=document, stored=stored_pdf(mark=f"{document.pk}-1"))
        return {"document": document, "stored": stored_pdf(mark=str(document.pk))}
    if kind == EffectKind.WORK_PLAN:
        plan = WorkPlan.objects.create(year=2026, body=Body.COUNCIL)
        plan.items.create(number=1, text="组织联合攻关")
        return {"work_plan": plan}
    return {"task": "起草管理办法", "unit": unit, "due_on": LATER}


def effect(resolution: Resolution, kind: str, **content) -> ResolutionEffect:
    given = content or content_of(kind)
    return plan_effect(actor=None, resolution=resolution, kind=kind, content=given)


def adopt(resolution: Resolution, day: date = MET, actor=None) -> Resolution:
    return adopt_resolution(actor=actor, resolution=resolution, adopted_on=day)
