"""批注: what is said about an entry while the issue is made."""

from django.db import transaction
from django.utils import timezone

from alliance.core import audit
from alliance.core.access import require
from alliance.core.errors import DomainError, WrongState
from alliance.core.writing import lock
from bulletins.enums import BulletinState
from bulletins.models import Bulletin, BulletinEntry, EntryComment

ENDED = (BulletinState.ISSUED, BulletinState.WITHDRAWN)


@transaction.atomic
def comment_on_entry(*, actor, entry: BulletinEntry, text: str) -> EntryComment:
    """Say something about an entry, until the issue is out. Raises DomainError for an empty text, WrongState."""
    bulletin = _open(actor, entry)
    text = text.strip()
    if not text:
        raise DomainError("请填写批注。", field="text")
    comment = EntryComment.objects.create(entry=entry, author=actor, text=text)
    _record(actor, bulletin, comment, "comment", "批注")
    return comment


@transaction.atomic
def resolve_comment(*, actor, comment: EntryComment) -> EntryComment:
    """The matter is settled. Doing it again changes nothing."""
    bulletin = _open(actor, comment.entry)
    comment = lock(comment)
    if comment.resolved_at is None:
        comment.resolved_at, comment.resolved_by = timezone.now(), actor
        comment.save(update_fields=["resolved_at", "resolved_by"])
        _record(actor, bulletin, comment, "resolve_comment", "批注已处理")
    return comment


def _open(actor, entry: BulletinEntry) -> Bulletin:
    require(actor, "bulletins.comment_bulletin", entry.section.bulletin)
    bulletin = lock(entry.section.bulletin)
    if bulletin.state in ENDED:
        raise WrongState(f"“{bulletin}”{bulletin.get_state_display()}，不能再批注。")
    return bulletin


def _record(actor, bulletin: Bulletin, comment: EntryComment, action: str, label: str) -> None:
    data = {"entry": str(comment.entry), "text": comment.text[:200]}
    audit.record(actor=actor, obj=bulletin, action=f"bulletins.bulletin.{action}", label=label, data=data)
