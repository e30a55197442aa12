"""The library's 示例 part: documents with versions, shared materials, matters on their way to an answer."""

import io
import uuid

import docx
from django.core.files.uploadedfile import SimpleUploadedFile

from alliance.core.files.store import store_file
from alliance.core.models import StoredFile
from alliance.core.transitions import run_transition
from alliance.portal.demo.records import Book, end_of_day, keep, read
from members.models import LibraryDocument, Matter, SharedMaterial
from members.services.library import add_version, share_material, take_down_material
from members.services.matters import answer_matter, plan_matter, raise_matter, record_step

NAMESPACE = uuid.UUID("5a0c7a3e-2015-4b29-8f11-0000529e0002")  # of the form tokens


def load(book: Book) -> None:
    data = read("library")
    secretary = book.users[read("examples")["secretary"]["name"]]
    for row in data["documents"]:
        load_document(secretary, row)
    for row in data["materials"]:
        load_material(book.users[row.pop("by")], row)
    for row in data["matters"]:
        load_matter(book, secretary, row)


def load_document(secretary, row: dict) -> None:
    versions, key = row.pop("versions"), {"title": row.pop("title"), "is_example": True}
    document, created = keep(LibraryDocument, key, row)
    if created:
        for number, version in enumerate(versions, start=1):
            name = f"{document.title}（第{number}版）"
            add_version(
                actor=secretary, document=document, stored=paper(secretary, name, document.summary), **version
            )


def load_material(user, row: dict) -> None:
    token, down = uuid.uuid5(NAMESPACE, row["title"]), row.pop("down", "")
    if SharedMaterial.objects.filter(form_token=token).exists():
        return
    content = {**row, "stored": paper(user, row["title"], row["summary"])}
    material = share_material(actor=user, unit=user.person.unit, token=token, content=content)
    if down:
        take_down_material(actor=user, material=material, reason=down)


def load_matter(book: Book, secretary, row: dict) -> None:
    """Raised by a liaison; where steps are told, the secretary handles it, up to the answer where there is one."""
    user, token = book.users[row.pop("by")], uuid.uuid5(NAMESPACE, row["title"])
    if Matter.objects.filter(form_token=token).exists():
        return
    steps, answer, days = row.pop("steps", []), row.pop("answer", ""), row.pop("days_due", None)
    other = row.pop("other", None)
    content = {**row, "other_unit": book.units[other] if other else None}
    matter = raise_matter(actor=user, unit=user.person.unit, token=token, content=content)
    if not steps:
        return
    matter = run_transition(actor=secretary, obj=matter, name="take_up")
    if days is not None:
        plan_matter(actor=secretary, matter=matter, handler=secretary, due_at=end_of_day(days))
    for step in steps:
        record_step(actor=secretary, matter=matter, text=step)
    if answer:
        answer_matter(actor=secretary, matter=matter, text=answer)


def paper(actor, title: str, text: str) -> StoredFile:
    """A Word file of one page that says what it is."""
    written, content = docx.Document(), io.BytesIO()
    written.add_heading(title, level=1)
    written.add_paragraph(text)
    written.add_paragraph("本文件为示例，仅用于演示。")
    written.save(content)
    return store_file(actor=actor, upload=SimpleUploadedFile(f"{title}.docx", content.getvalue()))
