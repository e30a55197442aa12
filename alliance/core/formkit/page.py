"""The page that a form stands on: who opened it and when. Signed, so that it can be believed when it comes back."""

import uuid
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from django.core import signing
from django.utils import timezone

FIELD = "_page"
SALT = "portal.form.page"
MAX_AGE = 14 * 24 * 3600  # seconds; as long as a session


@dataclass(frozen=True)
class FormPage:
    """`user` by primary key (None: nobody); `key` names the form and its object; `path` is where it is opened.

    `page` names the window, and goes with the draft that was typed in it; `opened` in microseconds since 1970.
    """

    user: int | None
    key: str
    path: str
    page: str
    opened: int

    @classmethod
    def open(cls, user, key: str, path: str, page: str = "") -> "FormPage":
        return cls(
            user.pk, key, path, page or uuid.uuid4().hex[:12], int(timezone.now().timestamp() * 1_000_000)
        )

    @property
    def opened_at(self) -> datetime:
        return datetime.fromtimestamp(self.opened / 1_000_000, UTC)

    def signed(self) -> str:
        return signing.dumps(asdict(self), salt=SALT, compress=True)


def page_in(posted) -> FormPage | None:
    """The page from which a request came; None without one, or with one that we did not sign."""
    try:
        return FormPage(**signing.loads(posted.get(FIELD, ""), salt=SALT, max_age=MAX_AGE))
    except (signing.BadSignature, TypeError, ValueError):
        return None
