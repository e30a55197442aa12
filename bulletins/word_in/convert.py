"""The tidied body through mammoth: a small Word file of our own goes in, HTML with our classes comes out."""

import io
import zipfile

import mammoth
from lxml import etree, html

from alliance.core.errors import BadFile
from alliance.core.files.office import DAMAGED
from bulletins.word_in.names import PKG_REL, R, W, w

#: Role of a paragraph → what it becomes. Lists are mammoth's own.
STYLE_MAP = "\n".join(
    [
        "p[style-name='title'] => p.title:fresh",
        *(f"p[style-name='h{level}'] => h{min(level, 6)}:fresh" for level in range(1, 10)),
        "p[style-name='caption'] => p.caption:fresh",
        "p[style-name='quote'] => blockquote > p:fresh",
        "p[style-name='loud'] => p.loud:fresh",
        "p[style-name='centre'] => p.centre:fresh",
        "p[style-name='right'] => p.right:fresh",
    ]
)
ROLES = ("title", *(f"h{level}" for level in range(1, 10)), "caption", "quote", "loud", "centre", "right")
STYLES = (
    f'<w:styles xmlns:w="{W}">'
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="{role}"><w:name w:val="{role}"/></w:style>' for role in ROLES
    )
    + "</w:styles>"
)
PACKAGE = (
    f'<Relationships xmlns="{PKG_REL}"><Relationship Id="r1" Target="word/document.xml" Type="{R}/officeDocument"/>'
    "</Relationships>"
)
MAX_NUMBER = 100  # columns, levels: what stands there as a number


def to_html(root, *, numbering, pictures: dict[str, str], links: dict[str, str]):
    """The element `<div>` of the whole text. `<img src="part:word/media/…">` stands for each picture.

    `root` is the tidied `w:document`, `numbering` the tree of that part or None; `pictures` and `links` are the
    relations that may be followed. Nothing outside `root` is read: parts are named, not opened. Raises BadFile.
    """
    _clamp(root)
    try:
        result = mammoth.convert_to_html(
            io.BytesIO(_packed(root, numbering, pictures, links)),
            style_map=STYLE_MAP,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=mammoth.images.img_element(_named),
        )
        return html.fragment_fromstring(result.value or "<p></p>", create_parent="div")
    except Exception:  # on crooked documents mammoth raises whatever comes to hand (found by fuzzing)
        raise BadFile(DAMAGED) from None


def _named(image) -> dict:
    with image.open() as stub:
        return {"src": "part:" + stub.read().decode()}


def _clamp(root) -> None:
    """Numbers that mammoth takes as they are."""
    for one in root.iter(w("gridSpan"), w("ilvl")):
        text = one.get(w("val"), "")
        limit = MAX_NUMBER if one.tag == w("gridSpan") else 4
        one.set(w("val"), str(min(int(text), limit)) if text.isdecimal() and len(text) < 10 else "0")
        if one.tag == w("gridSpan") and one.get(w("val")) == "0":
            one.set(w("val"), "1")


def _packed(root, numbering, pictures: dict[str, str], links: dict[str, str]) -> bytes:
    """In the place of each picture its own name: the pixels need not be carried through."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("_rels/.rels", PACKAGE)
        archive.writestr("word/document.xml", etree.tostring(root, encoding="UTF-8"))
        archive.writestr("word/styles.xml", STYLES)
        if numbering is not None:
            archive.writestr("word/numbering.xml", etree.tostring(numbering, encoding="UTF-8"))
        archive.writestr("word/_rels/document.xml.rels", _relations(pictures, links))
        for name in sorted(set(pictures.values())):
            archive.writestr(name, name)
    return output.getvalue()


def _relations(pictures: dict[str, str], links: dict[str, str]) -> bytes:
    root = etree.Element(f"{{{PKG_REL}}}Relationships")
    for key, name in pictures.items():
        etree.SubElement(root, f"{{{PKG_REL}}}Relationship", Id=key, Type=f"{R}/image", Target=f"/{name}")
    for key, address in links.items():
        etree.SubElement(
            root,
            f"{{{PKG_REL}}}Relationship",
            Id=key,
            Type=f"{R}/hyperlink",
            Target=address,
            TargetMode="External",
        )
    return etree.tostring(root, encoding="UTF-8")
