"""Drafts of forms: what somebody typed and has not sent yet, kept on the server under their name."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from alliance.core.errors import DomainError
from alliance.core.models import FormDraft

MAX_BYTES = 256 << 10  # of one draft as JSON
MAX_PER_USER = 50
KEEP_DAYS = 90
# Reserved names in a draft's data, which no input of a form has: the page it was typed in, and why it was kept.
PAGE, ORIGIN = "_page", "_from"
NEVER_KEPT = ("csrf", "password", "passwd", "secret", "otp")


class DraftClosed(DomainError):
    """The form of this draft was sent, or the draft thrown away, after the page had been opened."""


class DraftTaken(DomainError):
    """Another window already keeps a draft of the same form."""


def typed_in(posted) -> dict[str, list[str]]:
    """The texts of a request (a QueryDict) that may be kept: no password, no token, nothing that begins with `_`."""
    return {
        name: values
        for name, values in posted.lists()
        if not name.startswith("_") and not any(word in name.lower() for word in NEVER_KEPT)
    }


@transaction.atomic
def save_draft(
    *,
    user,
    key: str,
    data: Mapping[str, Iterable[str]],
    page: str = "",
    opened: datetime | None = None,
    take: bool = False,
) -> FormDraft:
    """Keep `data` (name of an input → its values) as the user's one draft of the form `key`.

    `page` names the page it was typed in and `opened` says since when it is open; without them nothing is compared.
    Raises DomainError when it is too long, DraftClosed for a page that was opened before the form was sent, DraftTaken
    when another page keeps one, unless `take`. The oldest drafts go when there are more than MAX_PER_USER.
    """
    kept = {name: [str(value) for value in values] for name, values in data.items()}
    if page:
        kept[PAGE] = [page]
    if len(json.dumps(kept, ensure_ascii=False).encode()) > MAX_BYTES:
        raise DomainError("内容过长，不能自动保存。")
    draft = FormDraft.objects.select_for_update().filter(user=user, key=key).first()
    if draft is not None and opened is not None:
        _check_page(draft, page, opened, take)
    draft, _ = FormDraft.objects.update_or_create(user=user, key=key, defaults={"data": kept})
    _forget_oldest(user)
    return draft


def _check_page(draft: FormDraft, page: str, opened: datetime, take: bool) -> None:
    if not draft.data and draft.saved_at > opened:
        raise DraftClosed("这份表单已在别处提交，或草稿已被放弃。")
    other = draft.data.get(PAGE, [page])[0]
    if draft.data and other != page and not take:
        raise DraftTaken("另一个窗口也在填写这份表单。")


def draft_of(user, key: str) -> FormDraft | None:
    """The draft that this user may go on with."""
    since = timezone.now() - timedelta(days=KEEP_DAYS)
    return FormDraft.objects.filter(user=user, key=key, saved_at__gte=since).exclude(data={}).first()


def close_draft(*, user, key: str) -> None:
    """The form was sent, or its draft given up. An empty draft stays a day: pages opened before keep nothing more."""
    FormDraft.objects.update_or_create(user=user, key=key, defaults={"data": {}})


def drop_old_drafts(*, days: int = KEEP_DAYS) -> int:
    """Delete drafts that nobody touched for so many days, and what closed ones left. The number of drafts deleted."""
    now = timezone.now()
    old = Q(saved_at__lt=now - timedelta(days=days)) | Q(data={}, saved_at__lt=now - timedelta(days=1))
    return FormDraft.objects.filter(old).delete()[0]


def _forget_oldest(user) -> None:
    newest = FormDraft.objects.filter(user=user).order_by("-saved_at", "-pk").values_list("pk", flat=True)
    if surplus := list(newest[MAX_PER_USER:]):
        FormDraft.objects.filter(pk__in=surplus).delete()
