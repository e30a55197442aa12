"""Personal data that a page shows in part: enough to recognise it, not enough to take it away."""

import re

DIGITS = re.compile(r"\d")
SHOWN_BEFORE, SHOWN_AFTER = 3, 4


def masked_phone(phone: str) -> str:
    """138****5678; of shorter numbers the last two digits stay. Several numbers are masked one by one."""
    return "、".join(_masked(part.strip()) for part in re.split(r"[、，,；;/]", phone or "") if part.strip())


def _masked(number: str) -> str:
    digits = len(DIGITS.findall(number))
    before, after = (
        (SHOWN_BEFORE, SHOWN_AFTER) if digits > SHOWN_BEFORE + SHOWN_AFTER else (0, min(2, digits // 2))
    )
    seen = iter(range(digits))

    def hide(match: re.Match) -> str:
        place = next(seen)
        return match[0] if place < before or place >= digits - after else "*"

    return DIGITS.sub(hide, number)


def masked_email(email: str) -> str:
    """z****@example.com: the first letter and where the mailbox lies."""
    name, at, domain = (email or "").rpartition("@")
    return f"{name[:1]}****@{domain}" if at and name else ""
