"""The lifecycles of members as they must be: every move with its states and roles, by role."""

from members.enums import ApplicationState as A
from members.enums import ChangeState as C
from members.enums import ImportState as I
from members.enums import MatterState as M
from members.enums import TermChangeState as T
from members.models import (
    Agreement,
    DuesRound,
    Matter,
    MembershipApplication,
    PersonImport,
    TermChange,
    UnitChangeRequest,
)
from members.money_enums import AgreementState as S
from members.money_enums import DuesRoundState as D
from tests import factories as make
from tests.lifecycles import ALL_STAFF, LIAISON, STAFF, Life
from tests.members import make_admission, make_money, make_terms
from tests.members.make_library import CONTENT


# ---------------------------------------------------------------- rows
def change_request(state, unit, users):
    changes = {"address": {"old": "", "new": "攀枝花市"}}
    return UnitChangeRequest.objects.create(
        unit=unit, changes=changes, created_by=users[LIAISON], state=state
    )


def person_import(state, unit, users):
    return PersonImport.objects.create(file_name="名单.xlsx", created_by=users[STAFF], state=state)


def term_change(state, unit, users):
    values = {"from_term": make.TermFactory(), "answer_by": make_terms.in_days(20), **make_terms.NEXT}
    return TermChange.objects.create(state=state, created_by=users[STAFF], **values)


def application(state, unit, users):
    """With the admission that `admit_unit` writes before it makes the move, since the letter quotes it."""
    return make_admission.application(state=state, admission=make.AdmissionFactory())


def agreement(state, unit, users):
    return make_money.agreement(state=state)


def dues_round(state, unit, users):
    return make_money.round_(state=state)


def matter(state, unit, users, **fields):
    given = {**CONTENT, "unit": unit, "created_by": users[LIAISON], "number": "意〔2026〕1号", **fields}
    return Matter.objects.create(state=state, **given)


def secret_matter(state, unit, users):
    return matter(state, unit, users, confidential=True, handler=users[STAFF])


# ---------------------------------------------------------------- the truth, written out
WITH_APPLICANT, IN_HAND = {A.DRAFT, A.RETURNED}, {A.SUBMITTED, A.READY}


def handled_by(staff: set) -> dict:
    return {
        "take_up": ({M.SUBMITTED}, M.HANDLING, staff),
        "give_answer": ({M.HANDLING}, M.ANSWERED, staff),
        "reopen": ({M.ANSWERED}, M.HANDLING, staff),
        "withdraw": ({M.SUBMITTED, M.HANDLING}, M.WITHDRAWN, {LIAISON}),
    }


ANSWER = {"give_answer": {"text": "同意。"}}
LIVES = (
    Life(
        "change of a unit",
        UnitChangeRequest,
        C,
        change_request,
        {
            "approve": ({C.SUBMITTED}, C.APPROVED, ALL_STAFF),
            "reject": ({C.SUBMITTED}, C.REJECTED, ALL_STAFF),
            "withdraw": ({C.SUBMITTED}, C.WITHDRAWN, {LIAISON}),
        },
        grave=frozenset({"reject"}),
    ),
    Life(
        "import of people",
        PersonImport,
        I,
        person_import,
        {
            "apply": ({I.PREVIEWED}, I.APPLIED, {STAFF}),
            "drop": ({I.PREVIEWED}, I.DROPPED, {STAFF}),
        },
    ),
    Life(
        "change of term",
        TermChange,
        T,
        term_change,
        {
            "ask_units": ({T.PREPARING}, T.COLLECTING, ALL_STAFF),
            "close": ({T.COLLECTING}, T.CLOSED, ALL_STAFF),
            "reopen": ({T.CLOSED}, T.COLLECTING, ALL_STAFF),
            "enact": ({T.CLOSED}, T.ENACTED, ALL_STAFF),
            "cancel": ({T.PREPARING, T.COLLECTING, T.CLOSED}, T.CANCELLED, ALL_STAFF),
        },
        grave=frozenset({"enact", "cancel"}),
    ),
    Life(
        "application",
        MembershipApplication,
        A,
        application,
        {
            "submit": (WITH_APPLICANT, A.SUBMITTED, ALL_STAFF),
            "send_back": ({A.SUBMITTED}, A.RETURNED, ALL_STAFF),
            "pass_check": ({A.SUBMITTED}, A.READY, ALL_STAFF),
            "check_again": ({A.READY}, A.SUBMITTED, ALL_STAFF),
            "admit": ({A.READY}, A.ADMITTED, ALL_STAFF),
            "refuse": (IN_HAND, A.REFUSED, ALL_STAFF),
            "withdraw": (WITH_APPLICANT | IN_HAND, A.WITHDRAWN, ALL_STAFF),
        },
        grave=frozenset({"send_back", "check_again", "refuse"}),
    ),
    Life(
        "agreement",
        Agreement,
        S,
        agreement,
        {
            "open_signing": ({S.DRAFT}, S.SIGNING, ALL_STAFF),
            "replace": ({S.SIGNING}, S.REPLACED, ALL_STAFF),
        },
        grave=frozenset({"replace"}),
    ),
    Life(
        "dues of a year",
        DuesRound,
        D,
        dues_round,
        {
            "open_round": ({D.DRAFT}, D.OPEN, ALL_STAFF),
            "close_round": ({D.OPEN}, D.CLOSED, ALL_STAFF),
            "reopen_round": ({D.CLOSED}, D.OPEN, ALL_STAFF),
        },
    ),
    Life("matter", Matter, M, matter, handled_by(ALL_STAFF), frozenset({"reopen"}), ANSWER),
    # Handled by one of the staff: to every other it is closed.
    Life("confidential matter", Matter, M, secret_matter, handled_by({STAFF}), frozenset({"reopen"}), ANSWER),
)
