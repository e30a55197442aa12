"""Planning beside its own pages: who reads papers, what a unit is told that is asked to host. Registered in `apps.py`."""

from alliance.core.models import StoredFile
from alliance.core.registry import file_readers
from alliance.notices import kinds
from meetings import hosting_notices
from meetings.models import AgendaPaper
from members.rules import access_levels


def register() -> None:
    kinds.register(*hosting_notices.KINDS)
    file_readers.register(may_read_paper)


def may_read_paper(user, stored: StoredFile) -> bool:
    """Papers by their access from the notice of the meeting on; 示例 ones for whoever is logged in."""
    found = list(AgendaPaper.objects.visible_to(user).filter(stored=stored).values_list("access", flat=True))
    return bool(found) and not set(found).isdisjoint(access_levels(user))
