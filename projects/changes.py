"""What happened lately to a liaison's proposals and nominations, and to the calls. Registered in `apps.py`."""

from collections.abc import Iterator

from alliance.core.acts import latest_acts, who_did
from alliance.core.registry import Change
from projects.models import Nomination, Proposal, Solicitation
from projects.rules import liaison_units

PROPOSAL_ACTS = ("submit", "withdraw", "accept", "send_back", "reject")
NOMINATION_ACTS = ("submit", "withdraw", "start_review", "admit", "decline")
SOLICITATION_ACTS = ("open", "close")


def of_own_units(user) -> Iterator[Change]:
    """Acts on what the units have handed in, with who did them and why; another unit's are never among them."""
    units = liaison_units(user)
    if not units:
        return
    yield from _told("项目建议", Proposal.objects.of_units(units), PROPOSAL_ACTS, user)
    yield from _told(
        "专利入库申报", Nomination.objects.of_units(units).select_related("patent"), NOMINATION_ACTS, user
    )


def of_solicitations(user) -> Iterator[Change]:
    """Calls that were opened or closed: public to everybody who is logged in."""
    for entry, call in latest_acts(Solicitation.objects.published(), SOLICITATION_ACTS):
        yield Change(entry.at, f"{entry.action_label}：{call}", call.get_absolute_url(), "项目征集")


def _told(kind: str, own, acts, user) -> Iterator[Change]:
    for entry, obj in latest_acts(own, acts):
        name = getattr(obj, "patent", obj)
        reason = f"理由：{entry.reason}" if entry.reason else ""
        note = "　".join(filter(None, (f"{kind}　{who_did(entry, user)}", reason)))
        yield Change(entry.at, f"{entry.action_label}：{name}", obj.get_absolute_url(), note)
