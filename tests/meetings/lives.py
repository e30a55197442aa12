"""The lifecycles of meetings as they must be: every move with its states and roles."""

import uuid
from datetime import date

from django.utils import timezone

from meetings.enums import ActionState as A
from meetings.enums import BallotState as B
from meetings.enums import HostingState as H
from meetings.enums import MeetingState as M
from meetings.enums import MinutesState as S
from meetings.enums import PlanState as P
from meetings.enums import RegistrationState as R
from meetings.models import (
    ActionItem,
    Ballot,
    EventRegistration,
    HostingTurn,
    Meeting,
    Minutes,
    WorkPlan,
)
from members.enums import Body
from tests import factories as make
from tests.lifecycles import ALL_STAFF, COUNCIL, LIAISON, Life

HOSTS = {LIAISON, COUNCIL}  # who speaks for a unit in the matter of hosting
NO_VOTES = {"result": "no_quorum", "seats": 0, "present": 0, "recused": 0, "yes": 0, "no": 0, "abstain": 0}


# ---------------------------------------------------------------- rows
def meeting(state, unit, users):
    return make.MeetingFactory(state=state)


def minutes(state, unit, users):
    return make.MinutesFactory(state=state)


def hosting(state, unit, users):
    return make.HostingTurnFactory(unit=unit, state=state, yielded_to=make.UnitFactory())


def ballot(state, unit, users):
    result = "carried" if state == B.CLOSED else ""
    held = make.MeetingFactory(state=M.IN_SESSION)
    return Ballot.objects.create(
        meeting=held, body=Body.COUNCIL, question="是否同意", state=state, result=result
    )


def action(state, unit, users):
    return ActionItem.objects.create(resolution=make.ResolutionFactory(), task="起草", unit=unit, state=state)


def work_plan(state, unit, users):
    return WorkPlan.objects.create(year=2026, body=Body.COUNCIL, state=state)


def registration(state, unit, users):
    return EventRegistration.objects.create(
        event=make.EventFactory(),
        name="李四",
        affiliation="某大学",
        phone="13800000000",
        email="li@example.com",
        form_token=uuid.uuid4(),
        state=state,
    )


# ---------------------------------------------------------------- the truth, written out
AHEAD = {M.PLANNED, M.CONVENED}
LIVES = (
    Life(
        "meeting",
        Meeting,
        M,
        meeting,
        {
            "convene": ({M.PLANNED}, M.CONVENED, ALL_STAFF),
            "open_session": ({M.CONVENED}, M.IN_SESSION, ALL_STAFF),
            "mark_held": (AHEAD | {M.IN_SESSION}, M.HELD, ALL_STAFF),
            "cancel": (AHEAD, M.CANCELLED, ALL_STAFF),
        },
        grave=frozenset({"cancel"}),
    ),
    Life(
        "minutes",
        Minutes,
        S,
        minutes,
        {
            "consult": ({S.DRAFT}, S.CONSULTING, ALL_STAFF),
            "revise": ({S.CONSULTING}, S.DRAFT, ALL_STAFF),
            "sign": ({S.DRAFT, S.CONSULTING}, S.SIGNED, ALL_STAFF),
            "reopen": ({S.SIGNED}, S.DRAFT, ALL_STAFF),
        },
        grave=frozenset({"reopen"}),
    ),
    Life(
        "turn to host",
        HostingTurn,
        H,
        hosting,
        {
            "accept": ({H.PROPOSED}, H.ACCEPTED, HOSTS),
            "decline": ({H.PROPOSED}, H.DECLINED, HOSTS),
            "ask_again": ({H.ACCEPTED, H.DECLINED}, H.PROPOSED, ALL_STAFF),
            "hand_over": ({H.PROPOSED, H.ACCEPTED, H.DECLINED}, H.YIELDED, ALL_STAFF),
            "mark_hosted": ({H.PROPOSED, H.ACCEPTED}, H.HOSTED, ALL_STAFF),
        },
        grave=frozenset({"decline", "ask_again"}),
        given={"decline": {"decline_reason": "场地正在维修"}},
    ),
    Life(
        "ballot",
        Ballot,
        B,
        ballot,
        {
            "open": ({B.DRAFT}, B.OPEN, ALL_STAFF),
            "close": ({B.OPEN}, B.CLOSED, ALL_STAFF),
            "annul": ({B.DRAFT, B.OPEN, B.CLOSED}, B.ANNULLED, ALL_STAFF),
        },
        grave=frozenset({"annul"}),
        given={
            "open": {"opened_at": timezone.now()},
            "close": {"closed_at": timezone.now(), "figures": NO_VOTES},
        },
    ),
    Life(
        "action item",
        ActionItem,
        A,
        action,
        {
            "finish": ({A.OPEN, A.UNSTATED}, A.DONE, ALL_STAFF),
            "drop": ({A.OPEN, A.UNSTATED}, A.DROPPED, ALL_STAFF),
            "reopen": ({A.DONE, A.DROPPED, A.UNSTATED}, A.OPEN, ALL_STAFF),
        },
        grave=frozenset({"drop", "reopen"}),
        given={"finish": {"done_on": date(2026, 1, 5)}},
    ),
    Life(
        "work plan",
        WorkPlan,
        P,
        work_plan,
        {
            "adopt": ({P.DRAFT}, P.ADOPTED, ALL_STAFF),
            "withdraw": ({P.ADOPTED}, P.DRAFT, ALL_STAFF),
            "close": ({P.ADOPTED}, P.CLOSED, ALL_STAFF),
        },
        grave=frozenset({"withdraw"}),
    ),
    Life(
        "registration",
        EventRegistration,
        R,
        registration,
        {
            "confirm": ({R.SUBMITTED}, R.CONFIRMED, ALL_STAFF),
            "decline": ({R.SUBMITTED}, R.DECLINED, ALL_STAFF),
            "withdraw": ({R.SUBMITTED, R.CONFIRMED}, R.WITHDRAWN, ALL_STAFF),
        },
        grave=frozenset({"decline", "withdraw"}),
    ),
)
