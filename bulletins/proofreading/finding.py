"""What a rule of the proofreading finds."""

from dataclasses import dataclass

WRONG, DOUBT = "wrong", "doubt"  # an issue with open wrong findings is not approved; a doubt is for the eye


@dataclass(frozen=True)
class Finding:
    """`key` is the same in every run while the matter stands, at most 120 characters. `message` is Chinese and quotes
    the place; `place` names the field of the entry or of the issue (body, headline, pictures …) where it stands."""

    key: str
    rule: str
    severity: str
    message: str
    entry_pk: int | None = None
    place: str = ""
