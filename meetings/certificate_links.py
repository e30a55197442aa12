"""The signed address that proves a certificate. Its number could be guessed, the address cannot."""

from django.core import signing
from django.urls import reverse
from django.utils.http import base36_to_int, int_to_base36

SALT = "alliance.certificate"


def path_of(pk: int) -> str:
    """The page of the certificate with this primary key."""
    return reverse("meetings:certificate", args=[_signer().sign(int_to_base36(pk))])


def certificate_in(token: str) -> int | None:
    """The primary key that `path_of` signed; None for what we did not sign."""
    try:
        return base36_to_int(_signer().unsign(token))
    except signing.BadSignature:
        return None


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT, sep=".")
