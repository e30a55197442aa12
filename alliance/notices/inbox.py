"""What a person does with their own notices."""

from django.db import transaction
from django.http import HttpRequest

from alliance.core.database import db_now
from alliance.notices.kinds import label_of
from alliance.notices.models import Notice


def mark_read(*, notice: Notice) -> None:
    """The first reading counts; later ones change nothing."""
    if notice.read_at is None:
        notice.read_at = db_now()
        Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=notice.read_at)


@transaction.atomic
def mark_all_read(*, user) -> int:
    return Notice.objects.of(user).unread().update(read_at=db_now())


def kinds_in(user) -> list[tuple[str, str]]:
    """(name, label) of the kinds that this person has notices of, in one query."""
    names = Notice.objects.of(user).order_by("kind").values_list("kind", flat=True).distinct()
    return [(name, label_of(name)) for name in names]


def unread_count(request: HttpRequest) -> int:
    """How many notices the visitor has not read; asked once per request, and not at all for the anonymous."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return 0
    if not hasattr(request, "_unread_notices"):
        request._unread_notices = Notice.objects.of(user).unread().count()
    return request._unread_notices
