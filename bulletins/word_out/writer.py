"""The Word file while it is written: where the next paragraph goes, and the counters of pictures, lists, marks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as REL

from bulletins.word_out.look import WIDTH, Look
from bulletins.word_out.numbering import Lists
from bulletins.word_out.styles import put_styles
from bulletins.word_out.xml import make, nest, text_run


class Writer:
    """`width` is that of the column in which text stands now, in millimetres. `media(key)` gives a picture's bytes."""

    def __init__(self, look: Look, *, palette: str, media: Callable[[str], bytes]):
        self.look, self.palette, self.media = look, palette, media
        self.document = Document()
        self.part = self.document.part
        self.width: float = WIDTH
        self._at = self.document.element.body
        self._numbers = {"picture": 0, "mark": 0}
        put_styles(self.document.styles.element, look)
        self.lists = Lists(self.part.numbering_part.element)

    def next(self, kind: str) -> int:
        """The next number of `kind`, from 1."""
        self._numbers[kind] += 1
        return self._numbers[kind]

    def paragraph(self, style: str, text: str = ""):
        """A new `w:p` in this style behind what is written."""
        paragraph = self._at.add_p()
        paragraph.style = style
        if text:
            paragraph.append(text_run(text))
        return paragraph

    def put(self, element) -> None:
        """A table or another block behind what is written."""
        add = getattr(self._at, "_insert_tbl", None)
        if add is not None:
            add(element)
        else:
            self._at.append(element)

    @contextmanager
    def inside(self, cell, width: float) -> Iterator[None]:
        """Write into a cell of a table. Word wants a paragraph at its end: one is put where none is."""
        before = self._at, self.width
        self._at, self.width = cell, width
        try:
            yield
        finally:
            self._at, self.width = before
        if not cell.p_lst or cell[-1].tag != cell.p_lst[-1].tag:
            cell.add_p()

    def mark_place(self) -> int:
        """Where the body ends now, for `since`."""
        return len(self._blocks())

    def since(self, place: int) -> list:
        """What was written into the body after `mark_place`."""
        return self._blocks()[place:]

    def _blocks(self) -> list:
        return [one for one in self.document.element.body if not one.tag.endswith("}sectPr")]

    def bookmark(self, paragraph) -> str:
        """Mark what stands in the paragraph, for links and page numbers to find it; return the mark's name."""
        number = self.next("mark")
        name = f"_Toc{number:06d}"
        paragraph.insert_element_before(make("w:bookmarkStart", id=number, name=name), "w:r", "w:hyperlink")
        paragraph.append(make("w:bookmarkEnd", id=number))
        return name

    def link(self, address: str):
        """An empty `w:hyperlink` to an address outside."""
        key = self.part.relate_to(address, REL.HYPERLINK, is_external=True)
        return make("w:hyperlink", r__id=key)

    def add_break(self, paragraph, kind: str = "page") -> None:
        paragraph.append(nest("w:r", make("w:br", type=kind)))
