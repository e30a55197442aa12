"""Three texts into one: what was compiled before, what people made of it, and what is compiled now.

A change of the records goes into the edited text; an edit is never lost. Where both changed the same words, nobody but
a person can say what stands, so the merge says that it cannot.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# A clause with the mark that ends it, so that changes of two clauses of one sentence do not meet.
CLAUSE = re.compile(r"[^，。；：！？、\n]*[，。；：！？、\n]|[^，。；：！？、\n]+")


@dataclass(frozen=True)
class Change:
    """`base[first:last]` became `new`, all of them clauses."""

    first: int
    last: int
    new: tuple[str, ...]

    def meets(self, other: "Change") -> bool:
        """Whether both change the same clause, or put something in at the same place."""
        if self.first == self.last == other.first == other.last:
            return True
        return self.first < other.last and other.first < self.last


def merge(base: str, edited: str, compiled: str) -> str | None:
    """`edited` with what changed from `base` to `compiled`; None where both changed the same words differently."""
    if edited in (base, compiled):
        return compiled
    if compiled == base:
        return edited
    before = _clauses(base)
    ours, theirs = _changes(before, _clauses(edited)), _changes(before, _clauses(compiled))
    together = list(ours)
    for change in theirs:
        if change in ours:
            continue
        if any(change.meets(own) for own in ours):
            return None
        together.append(change)
    return _applied(before, sorted(together, key=lambda change: (change.first, change.last)))


def _clauses(text: str) -> list[str]:
    return CLAUSE.findall(text)


def _changes(before: list[str], after: list[str]) -> list[Change]:
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [Change(i1, i2, tuple(after[j1:j2])) for tag, i1, i2, j1, j2 in codes if tag != "equal"]


def _applied(before: list[str], changes: list[Change]) -> str:
    pieces, at = [], 0
    for change in changes:
        pieces += [*before[at : change.first], *change.new]
        at = change.last
    return "".join([*pieces, *before[at:]])
