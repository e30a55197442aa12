"""The body of a Word document brought to the plain form from which mammoth makes clean HTML.

Every paragraph gets one of our roles as its style, resolved through the document's own styles; formatting that the
bulletin sets itself is left out, which also keeps mammoth's trees small.
"""

import re

from lxml import etree

from bulletins.word_in import drawings, equations
from bulletins.word_in.labels import BULLETS, Label, Numbering
from bulletins.word_in.labels import PLAIN as COUNTED
from bulletins.word_in.losses import Losses
from bulletins.word_in.names import M, is_on, value, w
from bulletins.word_in.styles import PLAIN, Style, number

FIRST = re.compile(r"^[一二三四五六七八九十]{1,3}、")
SECOND = re.compile(r"^（[一二三四五六七八九十]{1,3}）")
MAX_BOLD_HEADING = 40  # characters
BODY_SIZE = 24  # half points: where a document does not say how large its text is
OFF = "0"
MAX_LEVEL = 4  # of lists: five, as many as mammoth maps
KEPT_IN_RUN = (w("b"), w("i"), w("vertAlign"))


def tidy(root, *, styles: dict, default: str, numbering: Numbering, notes: dict[str, dict], losses: Losses):
    """Rewrite the tree of `word/document.xml` in place and return its body. See `losses` for what went."""
    body = root.find(w("body"))
    if body is None:
        return etree.SubElement(root, w("body"))
    _revisions(body, losses)
    drawings.settle(body, losses)
    _formulas(body, losses)
    _ruby(body)
    _contents(body, styles, losses)
    _note_marks(body, notes, losses)
    for run in body.iter(w("r")):
        _plain_run(run, styles)
    looks = [(paragraph, _look(paragraph, styles, default)) for paragraph in body.iter(w("p"))]
    _set_roles(looks, numbering, losses)
    return body


def _revisions(body, losses: Losses) -> None:
    """As if every change had been accepted. What moved stays in its new place."""
    changed = list(body.iter(w("ins"), w("del"), w("moveFrom"), w("moveTo")))
    losses.count("revisions", len([one for one in changed if one.getparent().tag != w("rPr")]))
    for gone in (one for one in changed if one.tag in (w("del"), w("moveFrom"))):
        if gone.getparent().tag != w("rPr"):  # there it marks the end of a paragraph: mammoth joins the two
            gone.getparent().remove(gone)


def _formulas(body, losses: Losses) -> None:
    for formula in list(body.iter(f"{{{M}}}oMath")):
        run = etree.Element(w("r"))
        text = etree.SubElement(run, w("t"))
        written = equations.tex(formula).strip()
        text.text = f"${written}$" if written else ""
        losses.count("formulas", 1 if written else 0)
        group = formula.getparent()
        above = group if group.tag == f"{{{M}}}oMathPara" else formula
        above.addprevious(run)
        group.remove(formula)


def _ruby(body) -> None:
    """The characters without what is written above them."""
    for ruby in list(body.iter(w("ruby"))):
        base = ruby.find(w("rubyBase"))
        for text in base.iter(w("t")) if base is not None else ():
            ruby.addprevious(text)
        ruby.getparent().remove(ruby)


def _contents(body, styles: dict[str, Style], losses: Losses) -> None:
    """The table of contents, as a block of its own or by its styles."""
    gone = [one for one in body.iter(w("docPartGallery")) if one.get(w("val")) == "Table of Contents"]
    for gallery in gone:
        block = next(gallery.iterancestors(w("sdt")), None)
        if block is not None and block.getparent() is not None:
            block.getparent().remove(block)
    for paragraph in list(body.iter(w("p"))):
        if styles.get(_style_of(paragraph), PLAIN).role == "contents":
            gone.append(paragraph)
            paragraph.getparent().remove(paragraph)
    losses.count("contents", 1 if gone else 0)


def _note_marks(body, notes: dict[str, dict], losses: Losses) -> None:
    """A mark such as [1] where a note stood. `notes` gets the number of each under `numbers`, in order."""
    numbers = notes.setdefault("numbers", {})
    for mark in list(body.iter(w("footnoteReference"), w("endnoteReference"))):
        kind = "footnote" if mark.tag == w("footnoteReference") else "endnote"
        key = (kind, mark.get(w("id"), ""))
        if key[1] in notes.get(kind, {}):
            numbers.setdefault(key, len(numbers) + 1)
            run = mark.getparent()
            _set_raised(run)
            text = etree.SubElement(run, w("t"))
            text.text = f"[{numbers[key]}]"
        mark.getparent().remove(mark)
    losses.count("notes", len(numbers))


def _set_raised(run) -> None:
    if run.find(w("rPr")) is None:
        run.insert(0, etree.Element(w("rPr")))
    etree.SubElement(run.find(w("rPr")), w("vertAlign"), {w("val"): "superscript"})


def _plain_run(run, styles: dict[str, Style]) -> None:
    """Bold, italic, raised and lowered, said directly; sizes are still read by `_look`."""
    properties = run.find(w("rPr"))
    if properties is None:
        return
    style = styles.get(value(properties, "rStyle", ""), PLAIN)
    for name, inherited in (("b", style.bold), ("i", style.italic)):
        if is_on(properties, name) is None and inherited:
            etree.SubElement(properties, w(name))
    if value(properties, "vertAlign") is None and style.raised:
        etree.SubElement(properties, w("vertAlign"), {w("val"): style.raised})


class Look:
    """How a paragraph stands on its page."""

    def __init__(self, text: str, style: Style, *, align: str, bold: bool, size: int):
        self.text, self.style, self.align, self.bold, self.size = text, style, align, bold, size

    @property
    def role(self) -> str:
        if self.style.role:
            return self.style.role
        if self.align == "center":
            return "loud" if self.bold or self.size >= BODY_SIZE + 6 else "centre"
        return "right" if self.align in ("right", "end") else ""


def _look(paragraph, styles: dict[str, Style], default: str) -> Look:
    properties = paragraph.find(w("pPr"))
    style = styles.get(_style_of(paragraph) or default, PLAIN)
    outline = value(properties, "outlineLvl")
    if not style.role and outline and outline.isdecimal() and int(outline) < 9:
        style = Style(**{**style.__dict__, "role": f"h{int(outline) + 1}"})
    runs = [run for run in paragraph.iter(w("r")) if "".join(run.itertext(w("t"))).strip()]
    bold = bool(runs) and all(_is_bold(run, style) for run in runs)
    sizes = [number(value(run.find(w("rPr")), "sz")) or style.size or BODY_SIZE for run in runs]
    text = "".join(paragraph.itertext(w("t"))).strip()
    align = value(properties, "jc") or style.align
    return Look(text, style, align=align, bold=bold, size=min(sizes, default=BODY_SIZE))


def _is_bold(run, style: Style) -> bool:
    said = is_on(run.find(w("rPr")), "b")
    return bool(style.bold) if said is None else said


def _style_of(paragraph) -> str:
    return value(paragraph.find(w("pPr")), "pStyle", "")


def _set_roles(looks: list, numbering: Numbering, losses: Losses) -> None:
    has_headings = any(re.fullmatch(r"h\d", look.style.role) for _, look in looks)
    running = False  # whether the paragraph before belongs to a list
    for paragraph, look in looks:
        role = look.role
        if role == "" and not has_headings and (role := _bold_heading(look)):
            losses.count("bold_headings")
        numbered = _numbering(paragraph.find(w("pPr")), look.style) if look.text else None
        label = numbering.next(*numbered) if numbered else None
        running = label is not None and role in ("", "right") and _is_list(label, running)
        _write(paragraph, role, numbered if running else None)
        if label is not None and label.text and not running:
            _prefix(paragraph, label.text)


def _is_list(label: Label, running: bool) -> bool:
    """Whether a list of HTML shows it: it counts from one, in figures or letters."""
    return label.kind in BULLETS or (label.kind in COUNTED and (running or label.place == 1))


def _prefix(paragraph, text: str) -> None:
    """The number as text, in front of the first run."""
    run = etree.Element(w("r"))
    etree.SubElement(run, w("t")).text = text
    paragraph.insert(1, run)


def _bold_heading(look: Look) -> str:
    """一、 and （一） in bold are what many write instead of a heading's style."""
    if not look.bold or len(look.text) > MAX_BOLD_HEADING or look.text.endswith(("。", "；", "，")):
        return ""
    return "h2" if FIRST.match(look.text) else "h3" if SECOND.match(look.text) else ""


def _write(paragraph, role: str, numbered: tuple[str, int] | None) -> None:
    """Style and list of the paragraph; nothing else of its formatting."""
    properties = paragraph.find(w("pPr"))
    mark = properties.find(f"{w('rPr')}/{w('del')}") if properties is not None else None
    if properties is not None:
        paragraph.remove(properties)
    written = etree.Element(w("pPr"))
    paragraph.insert(0, written)
    if role and numbered is None:
        etree.SubElement(written, w("pStyle"), {w("val"): role})
    if numbered is not None:
        listed = etree.SubElement(written, w("numPr"))
        etree.SubElement(listed, w("ilvl"), {w("val"): str(numbered[1])})
        etree.SubElement(listed, w("numId"), {w("val"): numbered[0]})
    if mark is not None:
        etree.SubElement(etree.SubElement(written, w("rPr")), w("del"))
    for run in paragraph.iter(w("r")):
        _drop_formatting(run, in_heading=role.startswith("h") or role in ("title", "loud", "caption"))


def _numbering(properties, style: Style) -> tuple[str, int] | None:
    """(list, level from 0); a direct list of 0 takes a paragraph out of its style's."""
    own = properties.find(w("numPr")) if properties is not None else None
    key = value(own, "numId") or style.numbering
    level = number(value(own, "ilvl") or style.level) or 0
    return (key, min(level, MAX_LEVEL)) if key and key != OFF else None


def _drop_formatting(run, *, in_heading: bool) -> None:
    """What is bold in a heading says nothing: the heading is."""
    properties = run.find(w("rPr"))
    for one in list(properties if properties is not None else ()):
        if one.tag not in KEPT_IN_RUN or (in_heading and one.tag == w("b")):
            properties.remove(one)
