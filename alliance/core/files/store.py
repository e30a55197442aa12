"""The one way to store an upload: judged by its content, never by its name."""

import hashlib
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction

from alliance.core.enums import FileKind
from alliance.core.errors import BadFile
from alliance.core.files.kinds import MAX_BYTES, MB, describe_kinds, name_of
from alliance.core.files.names import safe_name
from alliance.core.files.office import recognise_office
from alliance.core.files.pictures import re_encode
from alliance.core.models import StoredFile


@dataclass(frozen=True)
class Recognised:
    """What an upload turned out to be, and what of it is kept. `width` and `height` in pixels, of pictures alone."""

    kind: FileKind
    content_type: str
    extension: str
    content: bytes
    width: int | None = None
    height: int | None = None


@transaction.atomic
def store_file(*, actor, upload, kinds=tuple(FileKind)) -> StoredFile:
    """Check `upload` (a Django file) and keep it; pictures are re-encoded, so EXIF and hidden payloads are gone.

    Raises BadFile with a Chinese sentence when it is too big, of another kind than `kinds`, or damaged.
    The same content is kept once on disk, and each upload has a row of its own.
    """
    found = recognise(_read_bounded(upload, max(MAX_BYTES[kind] for kind in kinds)))
    if found.kind not in kinds:
        raise BadFile(f"这里不接受{name_of(found.kind)}文件。{describe_kinds(kinds)}")
    if len(found.content) > MAX_BYTES[found.kind]:
        raise BadFile(_too_large(MAX_BYTES[found.kind]))
    row = StoredFile(
        name=safe_name(upload.name, found.extension),
        kind=found.kind,
        content_type=found.content_type,
        extension=found.extension,
        size=len(found.content),
        sha256=hashlib.sha256(found.content).hexdigest(),
        width=found.width,
        height=found.height,
        uploaded_by=actor,
    )
    _keep_once(row, found.content)
    row.save()
    return row


def recognise(content: bytes) -> Recognised:
    """What `content` is; pictures come back re-encoded. Raises BadFile for whatever we do not take."""
    if content.startswith(b"%PDF-"):
        return Recognised(FileKind.PDF, "application/pdf", ".pdf", content)
    if content.startswith(b"PK\x03\x04"):
        return Recognised(*recognise_office(content), content)
    written, content_type, extension, (width, height) = re_encode(content)
    return Recognised(FileKind.PICTURE, content_type, extension, written, width, height)


def _read_bounded(upload, limit: int) -> bytes:
    if upload.size is not None and upload.size > limit:
        raise BadFile(_too_large(limit))
    content = upload.read(limit + 1)
    if len(content) > limit:
        raise BadFile(_too_large(limit))
    if not content:
        raise BadFile("文件是空的，请重新选择。")
    return content


def _too_large(limit: int) -> str:
    return f"文件不能超过 {limit // MB} MB。请压缩其中的图片，或分成几个文件上传。"


def _keep_once(row: StoredFile, content: bytes) -> None:
    """Rows of the same content are locked, so that `remove_unused_files` does not take it away meanwhile."""
    list(StoredFile.objects.select_for_update().filter(sha256=row.sha256).values_list("pk"))
    storage = row.file.field.storage
    path = row.file.field.generate_filename(row, row.name)
    row.file.name = path if storage.exists(path) else storage.save(path, ContentFile(content))
