"""A Word file from outside: looked through before anything is built from it.

The zip itself (entries, ratio, macros, checksums) is the door's to judge, `core.files.office`. Here every part of
text is counted by a streaming parser in constant memory: mammoth builds three trees of it, so that a part of a few
megabytes takes hundreds (a 334 KB docx peaked at 625 MB).
"""

import io
import re
import zipfile
from collections import Counter
from xml.parsers import expat

from lxml import etree

from alliance.core.enums import FileKind
from alliance.core.errors import BadFile
from alliance.core.files.hints import hint_for
from alliance.core.files.office import BROKEN, DAMAGED, recognise_office
from bulletins.word_in.names import STRICT

MAX_PART = 8 << 20  # bytes of one part of text; a report of a hundred pages has two
MAX_ELEMENTS = 60_000  # of one part: about a hundred pages
MAX_PARAGRAPHS = 8_000
MAX_ATTRIBUTES = 200_000
MAX_DEPTH = 120
MAX_LETTERS = 400_000
MAX_TAG = 64 << 10  # bytes of one tag with its attributes
LIMITS = {"elements": MAX_ELEMENTS, "paragraphs": MAX_PARAGRAPHS, "attributes": MAX_ATTRIBUTES}
CHUNK = 64 << 10
TOO_LONG = "文档过长或过于复杂，无法导入。请只保留一篇稿件的内容，另存后再上传。"
OTHER = "这里导入的是 Word 文档。请上传 .docx 文件。"
HUGE_TAG = re.compile(rb"<[^>]{%d}" % MAX_TAG)


class Refused(Exception):
    """Raised inside the streaming parser to leave it."""


class Package:
    """The parts of a Word file, read one at a time. `text` and `tree` raise BadFile."""

    def __init__(self, data: bytes):
        self._zip = open_package(data)
        self.names = frozenset(self._zip.namelist())

    def text(self, name: str) -> bytes:
        """The bytes of a part of text, at most MAX_PART; empty where there is none."""
        if name not in self.names:
            return b""
        if self._zip.getinfo(name).file_size > MAX_PART:
            raise BadFile(TOO_LONG)
        return self._read(name)

    def tree(self, name: str):
        """The root of a checked part, or None where there is none."""
        data = self.text(name)
        return parse(data) if data else None

    def size(self, name: str) -> int:
        """Unpacked bytes of a part, as the directory says (and `recognise_office` has checked)."""
        return self._zip.getinfo(name).file_size

    def blob(self, name: str) -> bytes:
        """The bytes of a part that is not text, e.g. a picture. Look at `size` first."""
        return self._read(name)

    def _read(self, name: str) -> bytes:
        try:
            return self._zip.read(name)
        except BROKEN:
            raise BadFile(DAMAGED) from None


def open_package(data: bytes) -> zipfile.ZipFile:
    """The archive of a Word document. Raises BadFile for everything else, with what to do about it."""
    if not data.startswith(b"PK"):
        raise BadFile(OTHER if data.startswith(b"%PDF-") else hint_for(data))
    kind, _, _ = recognise_office(data)
    if kind != FileKind.WORD:
        raise BadFile(OTHER)
    return zipfile.ZipFile(io.BytesIO(data))


def parse(data: bytes):
    """The root element of `data`, counted first, under transitional names. Raises BadFile."""
    if b"\x00" in data[:4] or HUGE_TAG.search(
        data
    ):  # UTF-16 would hide from the search; no program writes it
        raise BadFile(DAMAGED)
    count(data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    for strict, transitional in STRICT.items():
        data = data.replace(strict.encode(), transitional.encode())
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise BadFile(DAMAGED) from None


def count(data: bytes) -> None:
    """Refuse too much of anything, and any document type: no office file has one, bombs have."""
    seen: Counter[str] = Counter()
    depth = letters = 0

    def start(name, attributes):
        nonlocal depth
        depth += 1
        seen.update(elements=1, paragraphs=name.endswith(":p"), attributes=len(attributes))
        if depth > MAX_DEPTH or any(seen[each] > limit for each, limit in LIMITS.items()):
            raise Refused(TOO_LONG)

    def end(_name):
        nonlocal depth
        depth -= 1

    def characters(text):
        nonlocal letters
        letters += len(text)
        if letters > MAX_LETTERS:
            raise Refused(TOO_LONG)

    def document_type(*_):
        raise Refused(DAMAGED)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = document_type
    try:
        for at in range(0, len(data), CHUNK):
            parser.Parse(data[at : at + CHUNK], False)
        parser.Parse(b"", True)
    except Refused as refused:
        raise BadFile(str(refused)) from None
    except (expat.ExpatError, ValueError, LookupError):  # broken, or in an encoding of its own
        raise BadFile(DAMAGED) from None
