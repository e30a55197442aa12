"""The yearly issue, compiled from what was loaded, with its greeting, and issued."""

from django.core.files.base import ContentFile

from alliance.core.enums import FileKind
from alliance.core.files.store import store_file
from alliance.core.transitions import run_transition
from alliance.core.writing import save_record
from alliance.portal.demo.cover import draw_cover
from alliance.portal.demo.records import Book, read
from bulletins.models import Bulletin, BulletinEntry
from bulletins.services.compiling import compile_bulletin
from bulletins.services.editing import update_bulletin
from bulletins.services.issuing import issue_bulletin

REASON = "载入2015年资料"


def draw_stored(data: dict):
    """The cover picture, kept as any upload is."""
    upload = ContentFile(draw_cover(), name=f"{data['cover']['cover_credit']}：封面.jpg")
    return store_file(actor=None, upload=upload, kinds=(FileKind.PICTURE,))


def load(book: Book) -> None:
    """Once: an issue that is there belongs to the staff, who may be making a corrected edition of it."""
    data = read("bulletin")
    if Bulletin.objects.filter(year=data["year"]).exists():
        return
    bulletin = compile_bulletin(actor=None, year=data["year"])
    for entry in BulletinEntry.objects.filter(section__bulletin=bulletin, minutes__isnull=False):
        entry.toc_title = data["minutes_toc_title"]
        save_record(entry, actor=None)
    changes = {
        "greeting": data["greeting"],
        "cover": draw_stored(data),
        **data["cover"],
        "design": data["design"],
    }
    bulletin = update_bulletin(actor=None, bulletin=bulletin, version=None, changes=changes)
    for name in ("send_to_proof", "approve"):
        bulletin = run_transition(actor=None, obj=bulletin, name=name, reason=REASON)
    issue_bulletin(actor=None, bulletin=bulletin, reason=REASON)
