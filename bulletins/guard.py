"""What every change of an issue asks first: the right, and that the issue is still open to edits."""

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from alliance.core.access import require
from alliance.core.errors import DomainError, WrongState
from alliance.core.writing import lock
from bulletins.enums import OPEN_TO_EDITS, BulletinState
from bulletins.models import Bulletin, BulletinEntry

GONE = "篇目已有变动，请刷新页面后重试。"


def open_issue(actor, bulletin: Bulletin) -> Bulletin:
    """The locked row of an issue whose content may be changed. Raises NotAllowed, or WrongState from approval on.

    Every change of an issue's parts takes this lock first, so edits of one issue come one after another.
    """
    require(actor, "bulletins.edit_bulletin", bulletin)
    locked = lock(bulletin)
    if locked.state not in OPEN_TO_EDITS:
        state = locked.get_state_display()
        raise WrongState(f"“{locked}”{state}，内容不能再改。{_way_out(locked)}")
    return locked


def open_entry(actor, entry: BulletinEntry) -> BulletinEntry:
    """The locked row of an entry whose issue is open to edits. Raises as `open_issue`, DomainError for one that is gone."""
    open_issue(actor, entry.section.bulletin)
    found = BulletinEntry.objects.select_for_update().filter(pk=entry.pk).first()
    if found is None:
        raise DomainError(GONE)
    return found


def touch(bulletin: Bulletin) -> None:
    """The issue was changed now: its files carry the day."""
    Bulletin.objects.filter(pk=bulletin.pk).update(updated_at=timezone.now())


def _way_out(bulletin: Bulletin) -> str:
    if bulletin.state == BulletinState.APPROVED:
        return "需要修改请先退回编辑。"
    return "需要修改请制作更正版。"


def hold_numbering() -> None:
    """Let nobody else number an issue until this transaction ends: take it first, before any row of an issue.

    A year that has no issue yet has no row to lock, so the row of the content type stands for all issues.
    """
    pk = ContentType.objects.get_for_model(Bulletin).pk
    ContentType.objects.select_for_update(no_key=True).get(pk=pk)
