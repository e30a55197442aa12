"""Short addresses that fit into a chat message and a QR code."""

import io
import secrets
from datetime import timedelta
from urllib.parse import urlsplit

import segno
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from alliance.core.database import db_now
from alliance.core.errors import DomainError
from alliance.notices.models import ShortLink
from alliance.notices.models.links import ALPHABET, CODE_LENGTH

TRIES = 5
MODULE = 8  # pixels of one square in the downloaded picture


def is_internal(path: str) -> bool:
    """Whether `path` is a page of this portal: no other host, no scheme, and an address that exists."""
    if not path.startswith("/") or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return False
    if any(character in path for character in "\\\r\n\t\x00"):
        return False
    try:
        resolve(urlsplit(path).path)
    except (Resolver404, ValueError):
        return False
    return True


def make_short_link(*, actor, target: str, days: int | None = None) -> ShortLink:
    """The short link to a page of the portal; the same page again gives the same link while it lives.

    Raises DomainError for an address that is not a page of the portal.
    """
    if not is_internal(target):
        raise DomainError("短链接只能指向本门户的页面。")
    if days is None:
        existing = ShortLink.objects.filter(target=target, expires_at=None).order_by("pk").first()
        if existing is not None:
            return existing
    expires = db_now() + timedelta(days=days) if days else None
    for _ in range(TRIES):
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        try:
            with transaction.atomic():
                return ShortLink.objects.create(
                    code=code, target=target, created_by=actor, expires_at=expires
                )
        except IntegrityError:  # a code that exists: 1 in 700 million for each link there is
            continue
    raise DomainError("短链接暂时无法生成，请再试一次。")


def follow(*, code: str) -> str | None:
    """Where a living link leads; counted. None for one that is unknown or over."""
    link = ShortLink.objects.alive_at(db_now()).filter(code=code.lower()).first()
    if link is None or not is_internal(link.target):
        return None
    ShortLink.objects.filter(pk=link.pk).update(hits=F("hits") + 1)
    return link.target


# ---------------------------------------------------------------- QR codes
def qr_svg(address: str, *, mask: int | None = None) -> str:
    """Inline SVG, dark on white also in the dark look: phones read no inverted codes.

    `mask` (0–7) saves trying all eight for the best contrast, where hundreds are drawn; every phone reads each of them.
    """
    return segno.make(address, error="m", micro=False, mask=mask).svg_inline(
        scale=1,
        border=4,
        dark="#000",
        light="#fff",
        omitsize=True,
        svgclass="qr",
        lineclass=None,
        title="二维码",
    )


def qr_png(address: str) -> bytes:
    output = io.BytesIO()
    segno.make(address, error="m", micro=False).save(output, kind="png", scale=MODULE, border=4)
    return output.getvalue()
