"""The yearly issue, compiled from what was loaded, with its greeting, and issued."""

from alliance.core.transitions import run_transition
from alliance.core.writing import save_record
from alliance.portal.demo.records import Book, read
from bulletins.models import Bulletin, BulletinEntry
from bulletins.services import compile_bulletin


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
    run_transition(actor=None, obj=bulletin, name="issue", reason="载入2015年资料")
