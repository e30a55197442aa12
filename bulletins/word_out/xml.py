"""WordprocessingML by hand: what python-docx has no words for."""

import re

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

# What XML cannot hold; half of a surrogate pair neither.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HEADINGS = "Heading"


def make(tag: str, **attributes):
    """`make("w:jc", val="center")`. Attributes are in the namespace of `w` unless written `a__b`."""
    element = OxmlElement(tag)
    for name, value in attributes.items():
        prefix, _, local = name.rpartition("__")
        element.set(qn(f"{prefix or 'w'}:{local}"), str(value))
    return element


def nest(tag: str, *children, **attributes):
    """The element with these children; None among them is passed over."""
    element = make(tag, **attributes)
    for child in children:
        if child is not None:
            element.append(child)
    return element


def clean(text: str) -> str:
    """Without the characters that no XML can hold."""
    return UNWRITABLE.sub("", str(text))


def text_run(text: str, *properties):
    """A run; line ends become breaks, tabs tabs. `properties` are elements of its `w:rPr`."""
    run = nest("w:r", nest("w:rPr", *properties) if properties else None)
    for number, line in enumerate(re.split(r"\r\n|\r|\n", clean(text))):
        if number:
            run.append(make("w:br"))
        for step, part in enumerate(line.split("\t")):
            if step:
                run.append(make("w:tab"))
            if part:
                written = make("w:t", xml__space="preserve")
                written.text = part
                run.append(written)
    return run


def field(instruction: str, shown: str = "", *properties) -> list:
    """The runs of a field such as PAGE; `shown` is what stands there until a program works it out."""
    code = make("w:instrText", xml__space="preserve")
    code.text = f" {instruction} "
    return [
        nest("w:r", make("w:fldChar", fldCharType="begin")),
        nest("w:r", code),
        nest("w:r", make("w:fldChar", fldCharType="separate")),
        text_run(shown, *properties),
        nest("w:r", make("w:fldChar", fldCharType="end")),
    ]


def fonts(east: str, latin: str):
    """Font of Chinese and of Latin letters; without `eastAsia` Word and WPS would take their own."""
    return make("w:rFonts", ascii=latin, hAnsi=latin, eastAsia=east, cs=latin)
