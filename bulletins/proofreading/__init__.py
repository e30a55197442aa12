"""Proofreading: what is to be looked at before an issue goes out."""

from alliance.core.errors import DomainError
from bulletins.models import Bulletin
from bulletins.proofreading.finding import DOUBT, WRONG, Finding

__all__ = ["DOUBT", "WRONG", "Finding", "find_all", "open_findings", "require_proofread"]


def find_all(bulletin: Bulletin) -> list[Finding]:
    """Every finding, waived ones too, in the order of the pages."""
    return []


def open_findings(bulletin: Bulletin) -> list[Finding]:
    """The findings that nobody waived."""
    waived = set(bulletin.waivers.values_list("key", flat=True))
    return [found for found in find_all(bulletin) if found.key not in waived]


def require_proofread(bulletin: Bulletin) -> None:
    """Raise DomainError while wrong findings are open."""
    wrong = [found for found in open_findings(bulletin) if found.severity == WRONG]
    if wrong:
        raise DomainError(
            f"校对还有 {len(wrong)} 处错误没有处理，不能审定。请改正，或逐条写明理由后忽略。第一处：{wrong[0].message}"
        )
