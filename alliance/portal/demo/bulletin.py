"""The yearly issue, compiled from what was loaded, with its greeting, and issued."""

from alliance.core.transitions import run_transition
from alliance.core.writing import save_record
from alliance.portal.demo.records import Book, read
from bulletins.models import Bulletin, BulletinEntry
from bulletins.services.compiling import compile_bulletin
from bulletins.services.issuing import issue_bulletin

REASON = "载入2015年资料"


def load(book: Book) -> None:
    """Once: an issue that is there belongs to the staff, who may have recalled it to edit it."""
    data = read("bulletin")
    if Bulletin.objects.filter(year=data["year"]).exists():
        return
    bulletin = compile_bulletin(actor=None, year=data["year"])
    for entry in BulletinEntry.objects.filter(section__bulletin=bulletin, minutes__isnull=False):
        entry.toc_title = data["minutes_toc_title"]
        save_record(entry, actor=None)
    bulletin.greeting = bulletin.greeting or data["greeting"]
    bulletin = save_record(bulletin, actor=None)
    for name in ("send_to_proof", "approve"):
        bulletin = run_transition(actor=None, obj=bulletin, name=name, reason=REASON)
    issue_bulletin(actor=None, bulletin=bulletin, reason=REASON)
