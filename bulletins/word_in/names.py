"""Names of WordprocessingML and its relatives (ECMA-376), both the transitional and the strict ones."""

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
V = "urn:schemas-microsoft-com:vml"
PKG_REL = "http://schemas.openxmlformats.org/package/2006/relationships"

#: Documents saved as "Strict Open XML" use other names for the same things.
STRICT = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": W,
    "http://purl.oclc.org/ooxml/officeDocument/relationships": R,
    "http://purl.oclc.org/ooxml/drawingml/main": A,
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": WP,
    "http://purl.oclc.org/ooxml/drawingml/picture": PIC,
    "http://purl.oclc.org/ooxml/officeDocument/math": M,
}


def w(name: str) -> str:
    """`w("p")` → `{…wordprocessingml…}p`, as lxml writes it."""
    return f"{{{W}}}{name}"


def value(parent, name: str, default: str | None = None) -> str | None:
    """`w:val` of the child `name` of `parent` (an element or None), e.g. the alignment in a `w:jc`."""
    child = parent.find(w(name)) if parent is not None else None
    return default if child is None else child.get(w("val"), default)


def is_on(parent, name: str) -> bool | None:
    """A switch such as `w:b`: True, False, or None where it is not said."""
    child = parent.find(w(name)) if parent is not None else None
    return None if child is None else child.get(w("val"), "true") not in ("0", "false", "off")
