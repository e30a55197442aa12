"""Secret links whose token is made from a stored seed and the secret key, and found by its hash alone."""

import hashlib
import secrets
from base64 import urlsafe_b64encode

from django.utils.crypto import salted_hmac


def new_seed() -> str:
    return secrets.token_urlsafe(32)


def token_of(purpose: str, seed: str) -> str:
    """32 characters: 192 bits that nobody has without the secret key. `purpose` keeps kinds of links apart."""
    digest = salted_hmac(purpose, seed, algorithm="sha256").digest()
    return urlsafe_b64encode(digest[:24]).decode()


def digest_of(token: str) -> str:
    """What is stored of a token, in 64 characters."""
    return hashlib.sha256(token.encode()).hexdigest()
