"""Whom a move of a proposal or nomination concerns, and what they are told. Registered in `apps.py`.

The listeners run inside the move's transaction, so that whoever makes it (a page, the admin, a command) tells people.
The words stand in `notice_kinds.py`.
"""

from django.db.models import Model
from django.urls import reverse

from alliance.core.dates import moment_words
from alliance.core.models import User
from alliance.core.registry import Moved
from alliance.notices.group_texts import GroupText
from alliance.notices.services import notify
from members.enums import Body
from members.models import Occupancy
from projects.enums import ProposalState, SolicitationState
from projects.models import Nomination, Solicitation
from projects.rules import may_review

RESULTS = {
    "accept": "已受理",
    "reject": "不予受理",
    "start_review": "已送专家评审",
    "admit": "同意入库",
    "decline": "不予入库",
    "send_back": "被退回补正",
}


# ---------------------------------------------------------------- solicitations
def tell_of_solicitation(moved: Moved) -> None:
    """The liaisons of all units; those of 示例 units alone when the batch is an example."""
    batch = moved.obj
    if moved.name != "open":
        return
    notify(
        recipients=_sitting(Body.LIAISON_MEETING, seat__unit__is_example=batch.is_example),
        key=_key(batch, "open"),
        kind="solicitation.opened",
        values=_values_of(batch),
        url=batch.get_absolute_url(),
    )


def group_text_of(batch: Solicitation) -> GroupText:
    """群通知 about a solicitation, with the reason why the group could not open its page yet."""
    warning = "" if batch.state != SolicitationState.DRAFT else "征集尚未开始，群成员现在打不开这个页面。"
    if batch.is_example:
        warning = "这是示例征集，只有登录的联盟成员能打开。"
    return GroupText("solicitation.opened", _values_of(batch), batch.get_absolute_url(), warning)


def _values_of(batch: Solicitation) -> dict:
    return {"征集": batch, "截止时间": moment_words(batch.deadline) if batch.deadline else ""}


# ---------------------------------------------------------------- proposals
def tell_of_proposal(moved: Moved) -> None:
    proposal = moved.obj
    if moved.name == "submit":
        _tell_staff(proposal, "submit", "projects.submitted", proposal, {"征集": proposal.solicitation})
    elif moved.name == "withdraw" and moved.from_state == ProposalState.SUBMITTED:
        _tell_staff(proposal, "withdraw", "projects.withdrawn", proposal)
    elif moved.name in RESULTS:
        kind = "projects.returned" if moved.name == "send_back" else "projects.decided"
        _tell_liaison(moved, kind, proposal)


# ---------------------------------------------------------------- nominations
def tell_of_nomination(moved: Moved) -> None:
    nomination = moved.obj
    if moved.name == "withdraw":
        _tell_staff(nomination, "withdraw", "nomination.withdrawn", nomination.patent)
        return
    _tell_liaison(moved, "nomination.decided", nomination.patent)
    if moved.name == "start_review":
        _ask_experts(nomination)


def tell_of_new_nomination(nomination: Nomination) -> None:
    """A nomination begins as handed in, so no move announces it."""
    _tell_staff(nomination, "submit", "nomination.submitted", nomination.patent)


def _ask_experts(nomination: Nomination) -> None:
    experts = [user for user in _sitting(Body.EXPERT_COMMITTEE) if may_review(user, nomination)]
    notify(
        recipients=experts,
        key=_key(nomination, "review"),
        kind="nomination.review",
        values={"对象": nomination.patent},
        url=reverse("projects:review", args=[nomination.pk]),
    )


# ---------------------------------------------------------------- whom
def _tell_staff(obj: Model, act: str, kind: str, subject, more: dict | None = None) -> None:
    notify(
        recipients=User.objects.secretariat(),
        key=_key(obj, act),
        kind=kind,
        values={"对象": subject, "单位": obj.unit, **(more or {})},
        url=reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk]),
    )


def _tell_liaison(moved: Moved, kind: str, subject) -> None:
    notify(
        recipients=_sitting(Body.LIAISON_MEETING, seat__unit=moved.obj.unit),
        key=_key(moved.obj, moved.name),
        kind=kind,
        values={"对象": subject, "结果": RESULTS[moved.name], "理由": moved.reason},
        url=moved.obj.get_absolute_url(),
    )


def _sitting(body: str, **which) -> list[User]:
    """The logins of those who sit in `body` now; `which` narrows the seats."""
    return Occupancy.objects.in_body(body).current().filter(**which).logins()


def _key(obj: Model, act: str) -> str:
    """Once per act: a proposal handed in again after correction has another version."""
    return f"{obj._meta.model_name}-{obj.pk}-{act}-{obj.version}"
