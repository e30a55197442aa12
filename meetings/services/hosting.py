"""承办确认: a unit says whether it hosts; what staff decide needs no more than `core.run_transition`."""

from django.db import transaction

from alliance.core.access import require
from alliance.core.behalf import OnBehalf
from alliance.core.errors import DomainError, NotAllowed
from alliance.core.personal_links import act_data
from alliance.core.transitions import run_transition
from alliance.core.writing import lock
from meetings.enums import HostingState
from meetings.models import HostingTurn
from meetings.rules import speaks_for
from members.models import Person


@transaction.atomic
def answer_hosting(
    *,
    actor,
    turn: HostingTurn,
    accept: bool,
    reason: str = "",
    behalf: OnBehalf | None = None,
    by_link: Person | None = None,
) -> HostingTurn:
    """Say for the unit whether it hosts; declining needs a reason. The same answer again changes nothing.

    `by_link`: the person whose personal link it is; `actor` is None then. Raises NotAllowed for who does not speak
    for the unit, WrongState once it is answered otherwise, DomainError at `reason`.
    """
    turn = lock(turn)
    if by_link is None:
        require(actor, "meetings.answer_hosting", turn, behalf)
    elif not speaks_for(by_link, turn.unit):
        raise NotAllowed(f"{by_link}目前不能代表{turn.unit}办理。")
    if turn.state == (HostingState.ACCEPTED if accept else HostingState.DECLINED):
        return turn
    reason = "" if accept else reason.strip()
    if not accept and not reason:
        raise DomainError("请填写不能承办的理由。", field="reason")
    return run_transition(
        actor=actor,
        obj=turn,
        name="accept" if accept else "decline",
        reason=reason,
        behalf=behalf,
        data=act_data(by_link) if by_link else None,
        **({} if accept else {"decline_reason": reason}),
    )
