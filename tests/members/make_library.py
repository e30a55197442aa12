"""Factories of the library and of matters."""

import uuid

import factory
from django.core.files.uploadedfile import SimpleUploadedFile

from alliance.core.files.store import store_file
from alliance.core.models import StoredFile
from members.enums import Access, DocumentKind, MatterKind
from members.models import LibraryDocument, Matter, SharedMaterial
from members.services.library import add_version, share_material
from members.services.matters import raise_matter
from tests import factories as make
from tests.factories import Factory

PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def pdf(name: str = "文件.pdf", mark: str = "") -> SimpleUploadedFile:
    """Content that differs from another's by `mark`."""
    return SimpleUploadedFile(name, PDF + f"% {mark}\n".encode())


def stored_pdf(*, actor=None, name: str = "文件.pdf", mark: str = "") -> StoredFile:
    return store_file(actor=actor, upload=pdf(name, mark))


class DocumentFactory(Factory):
    """A document, without a version yet."""

    class Meta:
        model = LibraryDocument

    kind = DocumentKind.RULES
    title = factory.Sequence(lambda n: f"第{n}号管理办法")
    access = Access.PUBLIC


def document(versions: int = 1, **fields) -> LibraryDocument:
    made = DocumentFactory(**fields)
    for number in range(1, versions + 1):
        add_version(actor=None, document=made, upload=pdf(mark=f"{made.pk}-{number}"))
    return made


def material(unit=None, *, actor=None, **content) -> SharedMaterial:
    """A file that the unit's liaison shares."""
    unit = unit or make.UnitFactory()
    actor = actor or make.liaison_of(unit)
    given = {"title": "钒渣利用调研报告", "summary": "", "access": Access.MEMBERS, **content}
    given.setdefault("stored", stored_pdf(actor=actor, mark=uuid.uuid4().hex))
    return share_material(actor=actor, unit=unit, token=uuid.uuid4(), content=given)


CONTENT = {
    "kind": MatterKind.SUGGESTION,
    "other_unit": None,
    "title": "建议开放中试线",
    "text": "请联盟协调各单位开放中试线。",
    "confidential": False,
    "stored": None,
}


def matter(unit=None, *, actor=None, **content) -> Matter:
    """A matter as the liaison's form makes it."""
    unit = unit or make.UnitFactory()
    actor = actor or make.liaison_of(unit)
    return raise_matter(actor=actor, unit=unit, token=uuid.uuid4(), content={**CONTENT, **content})


def secretary(**fields):
    """Somebody of the secretariat without a superuser's rights."""
    return make.UserFactory(is_staff=True, **fields)
