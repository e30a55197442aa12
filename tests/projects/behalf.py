"""For whom staff record, as the tests of 代录 need it."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from alliance.core.behalf import OnBehalf
from alliance.core.files.store import store_file
from alliance.core.models import StoredFile

PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def paper(actor=None, name: str = "项目建议（盖章）.pdf") -> StoredFile:
    return store_file(actor=actor, upload=SimpleUploadedFile(name, PDF))


def on_behalf(unit, person="张三", **fields) -> OnBehalf:
    """By phone today, unless `fields` say otherwise."""
    given = {"channel": "phone", "received_on": timezone.localdate(), **fields}
    return OnBehalf(unit=unit, person_name=str(person), **given)


def called_by_liaison(liaison, unit, **fields) -> OnBehalf:
    """By the unit's own liaison."""
    return on_behalf(unit, liaison.person.name, **fields)
