"""What people type to say who they are: an e-mail address, or the mobile number that is an alias of it."""

import re

from alliance.core.models import User

MOBILE = re.compile(r"1[3-9]\d{9}")
FULL_WIDTH = str.maketrans("０１２３４５６７８９＋－　＠．", "0123456789+- @.")


def clean_mobile(text: str) -> str:
    """`+86 138-0000-0000` → `13800000000`; empty when it is no Chinese mobile number."""
    digits = re.sub(r"[\s()-]", "", text.translate(FULL_WIDTH))
    digits = re.sub(r"^(\+|00)?86(?=1)", "", digits)
    return digits if MOBILE.fullmatch(digits) else ""


def find_account(login: str) -> User | None:
    """The account of an e-mail address in any case, or of a mobile number; active or not."""
    if mobile := clean_mobile(login):
        return User.objects.filter(mobile=mobile).first()
    return User.objects.filter(email__iexact=login.translate(FULL_WIDTH).strip()).first()


def canonical(login: str, user: User | None) -> str:
    """One name for one account, whatever was typed; the typed text when there is no such account (`user` None)."""
    return user.email.lower() if user else clean_mobile(login) or login.strip().lower()
