"""Proofreading: what is to be looked at before an issue goes out. One module for each group of rules."""

from alliance.core.errors import DomainError
from bulletins.models import Bulletin
from bulletins.proofreading import facts, names, pictures, punctuation, shape, wording
from bulletins.proofreading.finding import DOUBT, WRONG, Finding, rules
from bulletins.proofreading.proof import Proof

__all__ = ["DOUBT", "WRONG", "Finding", "find_all", "open_findings", "require_proofread"]
MODULES = (pictures, punctuation, facts, names, wording, shape)  # each adds its rules when it is imported


def find_all(bulletin: Bulletin) -> list[Finding]:
    """Every finding, waived ones too: first those of the issue, then entry by entry as they are printed."""
    proof = Proof(bulletin)
    places = {entry.pk: place for place, entry in enumerate(proof.entries)}
    found = {one.key: one for rule in rules for one in rule(proof)}
    return sorted(found.values(), key=lambda one: places.get(one.entry_pk, -1))


def open_findings(bulletin: Bulletin) -> list[Finding]:
    """The findings that nobody waived."""
    waived = set(bulletin.waivers.values_list("key", flat=True))
    return [found for found in find_all(bulletin) if found.key not in waived]


def require_proofread(bulletin: Bulletin) -> None:
    """Raise DomainError while wrong findings are open; a doubt stops nothing."""
    wrong = [found for found in open_findings(bulletin) if found.severity == WRONG]
    if wrong:
        raise DomainError(
            f"校对还有 {len(wrong)} 处错误没有处理，不能审定。请改正，或逐条写明理由后忽略。第一处：{wrong[0].message}"
        )
