"""Rules of PDF/UA-1 (ISO 14289-1) and PDF/A-3u (ISO 19005-3) that can be checked without veraPDF.

Each function returns the breaches it finds as texts; an empty list is what is wanted. What they do not see: whether
an alternative text says what the picture shows, and whether the order of reading makes sense.
"""

import io
import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pypdf
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject

STANDARD_ROLES = set(
    re.findall(
        r"\w+",
        "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl "
        "LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP "
        "Warichu WT WP Figure Formula Form",
    )
)
PAINTING = {
    b"Tj",
    b"TJ",
    b"'",
    b'"',
    b"Do",
    b"f",
    b"F",
    b"f*",
    b"S",
    b"s",
    b"B",
    b"B*",
    b"b",
    b"b*",
    b"sh",
    b"BI",
}
PARENTS = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "LI": {"L"},
    "LBody": {"LI"},
    "TOCI": {"TOC"},
}
NAMESPACES = {
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
FORBIDDEN_ACTIONS = ("/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/SubmitForm")


def accessible(pdf: bytes) -> list[str]:
    """Breaches of PDF/UA-1."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    return [
        *_identified(reader, "pdfuaid", {"part": "1"}),
        *_document(root, reader),
        *_structure(root),
        *_marked(reader),
        *_annotations(reader),
        *fonts(reader),
    ]


def archivable(pdf: bytes) -> list[str]:
    """Breaches of PDF/A-3u."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    found = _identified(reader, "pdfaid", {"part": "3", "conformance": "U"})
    found += _output_intent(reader.trailer["/Root"])
    found += fonts(reader)
    if "/Encrypt" in reader.trailer:
        found.append("encrypted")
    if "/ID" not in reader.trailer:
        found.append("no file identifier")
    if not re.match(rb"%PDF-1\.[1-7]\n%[\x80-\xff]{4}", pdf):
        found.append("no binary comment after the header")
    for thing in objects(reader):
        found += _object(thing)
    return found


def metadata(reader) -> ElementTree.Element:
    """The XMP packet; it must not be compressed away."""
    return ElementTree.fromstring(reader.trailer["/Root"]["/Metadata"].get_data())


def _identified(reader, prefix: str, wanted: dict[str, str]) -> list[str]:
    if "/Metadata" not in reader.trailer["/Root"]:
        return ["no XMP metadata"]
    packet, found = metadata(reader), []
    for name, value in wanted.items():
        tag = f"{{{NAMESPACES[prefix]}}}{name}"
        stated = [node.text for node in packet.iter(tag)] + [
            node.get(tag) for node in packet.iter() if node.get(tag)
        ]
        if stated != [value]:
            found.append(f"{prefix}:{name} is {stated}")
    titles = [node.text for node in packet.iterfind(".//dc:title//rdf:li", NAMESPACES)]
    if titles != [reader.metadata.title]:
        found.append(f"dc:title {titles} is not the title {reader.metadata.title!r}")
    return found


def _document(root, reader) -> list[str]:
    found = []
    if root.get("/MarkInfo", {}).get("/Marked") != pypdf.generic.BooleanObject(True):
        found.append("not marked")
    if not str(root.get("/Lang", "")).startswith("zh"):
        found.append(f"language {root.get('/Lang')}")
    preferences = root.get("/ViewerPreferences", {})
    if preferences.get("/DisplayDocTitle") != pypdf.generic.BooleanObject(True):
        found.append("the window shows the file's name, not the title")
    if not reader.metadata.title:
        found.append("no title")
    if "/StructTreeRoot" not in root:
        found.append("no structure")
    if "/Outlines" not in root and len(reader.pages) > 8:
        found.append("no outline")
    return found


def elements(root) -> Iterator[tuple[dict, str, str]]:
    """(element, role, role of the parent) of the structure, in the order of reading."""
    roles = {str(name): str(role) for name, role in root["/StructTreeRoot"].get("/RoleMap", {}).items()}
    stack = [(kid, "") for kid in reversed(_kids(root["/StructTreeRoot"]))]
    while stack:
        element, parent = stack.pop()
        name = str(element["/S"])
        role = roles.get(name, name).lstrip("/")
        yield element, role, parent
        stack += [(kid, role) for kid in reversed(_kids(element))]


def _kids(element) -> list[dict]:
    kids = element.get("/K", [])
    kids = kids if isinstance(kids, list) else [kids]
    kids = [kid.get_object() if isinstance(kid, IndirectObject) else kid for kid in kids]
    return [kid for kid in kids if isinstance(kid, DictionaryObject) and "/S" in kid]


def _structure(root) -> list[str]:
    found, level = [], 0
    for element, role, parent in elements(root):
        if role not in STANDARD_ROLES:
            found.append(f"role {role}")
        if role in ("Figure", "Formula") and not (element.get("/Alt") or element.get("/ActualText")):
            found.append(f"{role} without an alternative text")
        if role in PARENTS and parent not in PARENTS[role]:
            found.append(f"{role} inside {parent}")
        if match := re.fullmatch(r"H(\d)", role):
            if int(match[1]) > level + 1:
                found.append(f"{role} follows H{level}")
            level = int(match[1])
    return found


def _marked(reader) -> list[str]:
    """Everything painted is real content with a number in the structure, or an artifact."""
    found = []
    for number, page in enumerate(reader.pages, start=1):
        known, stack = _numbers(reader, page), []
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator in (b"BMC", b"BDC"):
                stack.append(_mark(operands))
            elif operator == b"EMC":
                stack.pop()
            elif operator in PAINTING and not any(mark == "/Artifact" or mark in known for mark in stack):
                found.append(f"page {number}: {operator.decode()} outside the structure ({stack})")
        if stack:
            found.append(f"page {number}: marks not closed")
    return found


def _mark(operands):
    properties = operands[1] if len(operands) > 1 else {}
    number = properties.get("/MCID") if isinstance(properties, dict) else None
    return str(operands[0]) if number is None else int(number)


def _numbers(reader, page) -> set[int]:
    """The numbers of the page's marked content that the structure knows."""
    tree = reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]
    pairs = tree.get("/Nums", [])
    table = {int(pairs[i]): pairs[i + 1].get_object() for i in range(0, len(pairs), 2)}
    entry = table.get(int(page.get("/StructParents", -1)), [])
    return (
        {index for index, element in enumerate(entry) if element is not None}
        if isinstance(entry, list)
        else set()
    )


def _annotations(reader) -> list[str]:
    found = []
    for number, page in enumerate(reader.pages, start=1):
        notes = [note.get_object() for note in page.get("/Annots", [])]
        if notes and page.get("/Tabs") != "/S":
            found.append(f"page {number}: tab order")
        for note in notes:
            if "/StructParent" not in note:
                found.append(f"page {number}: {note['/Subtype']} outside the structure")
            if not note.get("/Contents"):
                found.append(f"page {number}: {note['/Subtype']} without a description")
    return found


def fonts(reader) -> list[str]:
    """Fonts that are not embedded, or whose glyphs have no text."""
    found = []
    for thing in objects(reader):
        if not isinstance(thing, DictionaryObject) or thing.get("/Type") != "/Font":
            continue
        name = thing.get("/BaseFont")
        if thing.get("/Subtype") == "/Type0" and "/ToUnicode" not in thing:
            found.append(f"{name} without ToUnicode")
        if "/FontDescriptor" in thing and not {"/FontFile", "/FontFile2", "/FontFile3"} & set(
            thing["/FontDescriptor"]
        ):
            found.append(f"{name} not embedded")
        if thing.get("/Subtype") in ("/Type1", "/TrueType") and "/FontDescriptor" not in thing:
            found.append(f"{name} not embedded")
    return found


def _output_intent(root) -> list[str]:
    intents = [intent.get_object() for intent in root.get("/OutputIntents", [])]
    if [str(intent.get("/S")) for intent in intents] != ["/GTS_PDFA1"]:
        return [f"output intents {intents}"]
    profile = intents[0]["/DestOutputProfile"].get_object()
    data = profile.get_data()
    found = [] if data[36:40] == b"acsp" else ["the output intent holds no ICC profile"]
    if data[16:20] != b"RGB " or profile.get("/N") != 3:
        found.append("the profile is not for RGB")
    if not intents[0].get("/OutputConditionIdentifier"):
        found.append("the output intent has no name")
    return found


def _object(thing) -> list[str]:
    """What no object of a PDF/A-3 file may hold."""
    if not isinstance(thing, DictionaryObject):
        return []
    found = []
    if thing.get("/S") in FORBIDDEN_ACTIONS:
        found.append(f"action {thing['/S']}")
    if thing.get("/Filter") == "/LZWDecode":
        found.append("LZW")
    if thing.get("/Subtype") == "/Image" and (thing.get("/Interpolate") == pypdf.generic.BooleanObject(True)):
        found.append("interpolated picture")
    if thing.get("/Type") == "/Annot" and not int(thing.get("/F", 0)) & 4:
        found.append("annotation that is not printed")
    if "/TR" in thing and thing.get("/Type") == "/ExtGState":
        found.append("transfer function")
    if "/AA" in thing:
        found.append("additional actions")
    if thing.get("/Subtype") == "/Image" and thing.get("/ColorSpace") == "/DeviceCMYK":
        found.append("CMYK under an RGB intent")
    return found


def objects(reader) -> Iterator:
    """All objects that the file holds."""
    for number in range(1, int(reader.trailer["/Size"])):
        try:
            yield reader.get_object(IndirectObject(number, 0, reader))
        except pypdf.errors.PdfReadError:  # a free number
            continue
