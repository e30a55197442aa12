"""What a rule of the proofreading finds, and the one list of rules."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

WRONG, DOUBT = "wrong", "doubt"  # an issue with open wrong findings is not approved; a doubt is for the eye


@dataclass(frozen=True)
class Finding:
    """Something to look at.

    `key` is the same in every run while the matter stands, at most 120 characters. `message` is Chinese, names the
    entry and quotes the place; `words` is the same without the entry's headline. `entry_pk` is None for what
    concerns the issue. `place` names the field of the entry or the issue: headline, toc_title, body, signature,
    minutes, figure, pictures, comments, source; sections, cover, foreword, greeting, approved_by_name,
    correction_note, page_limit, print.
    """

    key: str
    rule: str
    severity: str
    message: str
    entry_pk: int | None = None
    place: str = ""
    words: str = ""

    def __post_init__(self):
        object.__setattr__(self, "words", self.words or self.message)


Rule = Callable[..., Iterator[Finding]]
rules: list[Rule] = []


def rule(check: Rule) -> Rule:
    """Add `check(proof)` to the list; it yields findings and asks the database nothing."""
    rules.append(check)
    return check


def key_of(name: str, where: str, detail: str = "") -> str:
    """A stable key: the rule, the entry's source, and a short hash of what was found there."""
    mark = hashlib.sha256(detail.encode()).hexdigest()[:12] if detail else ""
    return "/".join(part for part in (name, where, mark) if part)[:120]
