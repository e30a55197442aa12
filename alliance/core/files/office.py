"""Word and Excel files: a zip from outside, looked through before anything unfolds it."""

import io
import zipfile
import zlib

from alliance.core.enums import FileKind
from alliance.core.errors import BadFile
from alliance.core.files.hints import hint_for_zip

OFFICE = {
    "word/document.xml": (
        FileKind.WORD,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".docx",
    ),
    "xl/workbook.xml": (
        FileKind.SHEET,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".xlsx",
    ),
}
MACROS = ("word/vbaProject.bin", "xl/vbaProject.bin")
MAX_ENTRIES = 3000
MAX_UNPACKED = 100 << 20  # bytes, everything together
# A 334 KB docx with one huge part takes 625 MB to read, 2 million cells 756 MB (measured): parts of text are bounded.
MAX_TEXT_PART = 20 << 20
TEXT_PARTS = (".xml", ".rels")
MAX_RATIO, RATIO_FROM = 100, 10 << 20  # unpacked to packed; looked at beyond so many unpacked bytes
CHUNK = 1 << 20
TOO_LARGE = "文件解压后过大，无法接受。请减少内容，或另存为 PDF 后再上传。"
DAMAGED = "文件已损坏，请重新导出后上传。"
# Also for names in no encoding, unknown versions and methods, and members with a password.
BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, EOFError, OSError, NotImplementedError)


def recognise_office(content: bytes) -> tuple[FileKind, str, str]:
    """Kind, content type and extension; BadFile for other archives, bombs, macros and damaged files."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bombs(archive.infolist(), len(content))
            names = set(archive.namelist())
            recognised = next((found for marker, found in OFFICE.items() if marker in names), None)
            if recognised is None:
                raise BadFile(hint_for_zip(names))
            if names.intersection(MACROS):
                raise BadFile("文件带有宏。请另存为不带宏的 .docx 或 .xlsx 格式，再上传。")
            _read_through(archive)
    except BROKEN:
        raise BadFile(DAMAGED) from None
    return recognised


def _refuse_bombs(entries: list[zipfile.ZipInfo], packed: int) -> None:
    """By the directory alone, which says how large everything will be."""
    unpacked = sum(entry.file_size for entry in entries)
    is_bomb = unpacked > RATIO_FROM and unpacked > MAX_RATIO * packed
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or is_bomb:
        raise BadFile(TOO_LARGE)
    if any(entry.file_size > MAX_TEXT_PART and entry.filename.endswith(TEXT_PARTS) for entry in entries):
        raise BadFile(TOO_LARGE)


def _read_through(archive: zipfile.ZipFile) -> None:
    """Check every member against its own checksum, in small pieces: a cut or bent file is told at once."""
    for entry in archive.infolist():
        with archive.open(entry) as member:
            while member.read(CHUNK):
                pass
