"""Whatever is drawn in a paragraph (pictures, text boxes, charts, objects), reduced to pictures and text."""

from lxml import etree

from bulletins.word_in.losses import Losses
from bulletins.word_in.names import MC, PIC, WP, A, R, V, w

DRAWN = (w("drawing"), w("pict"), w("object"))
BOX = w("txbxContent")
KINDS = {  # the end of the address that says what a graphic is
    "/chart": "charts",
    "/chartex": "charts",
    "/diagram": "smartart",
}
MAX_NESTED = 20


def settle(body, losses: Losses) -> None:
    """Rewrite every drawing below `body` in place: its pictures inline, its boxes as paragraphs behind its own."""
    _choose(body)
    for drawn in [one for one in body.iter(*DRAWN) if not _inside_another(one)]:
        _settle_one(drawn, losses)


def _choose(body) -> None:
    """One of the two forms in which programs write what older versions do not know."""
    for _ in range(MAX_NESTED):
        alternates = [one for one in body.iter(f"{{{MC}}}AlternateContent") if one.getparent() is not None]
        if not alternates:
            return
        for one in alternates:
            choice, fallback = one.find(f"{{{MC}}}Choice"), one.find(f"{{{MC}}}Fallback")
            useful = choice is not None and (
                fallback is None or _has_content(choice) or not _has_content(fallback)
            )
            _replace(one, list(choice if useful else fallback if fallback is not None else ()))


def _has_content(element) -> bool:
    return bool(_images(element)) or element.find(f".//{BOX}") is not None


def _inside_another(drawn) -> bool:
    return any(above.tag in DRAWN or above.tag == BOX for above in drawn.iterancestors())


def _settle_one(drawn, losses: Losses) -> None:
    paragraph = next(drawn.iterancestors(w("p")), None)
    boxes = [box for box in drawn.iter(BOX) if next(box.iterancestors(BOX), None) is None]
    text = [
        child for box in boxes for child in list(box) if "".join(child.itertext()).strip() or _drawn_in(child)
    ]
    is_object = drawn.tag == w("object")
    inside = [] if is_object else _images(drawn, outside_boxes=True)
    _count(drawn, losses, has_text=bool(text), has_picture=bool(inside))
    if boxes and text:
        losses.count("boxes", 0 if _captioned(text) else 1)
    _replace(drawn, [_inline(key, alt) for key, alt in inside])
    if paragraph is not None:
        for child in reversed(text):
            paragraph.addnext(child)
        for nested in [one for child in text for one in child.iter(*DRAWN)]:
            if not _inside_another(nested):
                _settle_one(nested, losses)


def _drawn_in(element) -> bool:
    return next(element.iter(*DRAWN), None) is not None


def _captioned(text: list) -> bool:
    """LibreOffice keeps a picture and its caption together in a box: nothing moved there."""
    return len(text) <= 2 and any(_drawn_in(child) for child in text)


def _count(drawn, losses: Losses, *, has_text: bool, has_picture: bool) -> None:
    if drawn.tag == w("object"):
        kinds = " ".join(one.get("ProgID", "") for one in drawn.iter() if isinstance(one.tag, str))
        losses.count("ole_formulas" if "Equation" in kinds else "objects")
        return
    graphics = [one.get("uri", "") for one in drawn.iter(f"{{{A}}}graphicData")]
    kind = next((name for uri in graphics for end, name in KINDS.items() if uri.endswith(end)), None)
    if kind:
        losses.count(kind)
    elif not has_text and not has_picture:
        losses.count("linked" if _is_linked(drawn) else "shapes")


def _is_linked(drawn) -> bool:
    return any(blip.get(f"{{{R}}}link") for blip in drawn.iter(f"{{{A}}}blip"))


def _images(element, *, outside_boxes: bool = False) -> list[tuple[str, str]]:
    """(relation, alternative text) of each embedded picture, in order."""
    found = []
    for one in element.iter(f"{{{A}}}blip", f"{{{V}}}imagedata"):
        key = one.get(f"{{{R}}}embed") or one.get(f"{{{R}}}id")
        if key and not (outside_boxes and next(one.iterancestors(BOX), None) is not None):
            found.append((key, _alt(one)))
    return found


def _alt(blip) -> str:
    """The description that its writer gave; VML keeps it on the shape."""
    for above in blip.iterancestors():
        if above.tag in (f"{{{WP}}}inline", f"{{{WP}}}anchor"):
            properties = above.find(f"{{{WP}}}docPr")
            return properties.get("descr", "") if properties is not None else ""
        if above.get("alt"):
            return above.get("alt")
    return ""


def _inline(key: str, alt: str):
    """The least that mammoth takes for a picture."""
    drawing = etree.Element(w("drawing"))
    inline = etree.SubElement(drawing, f"{{{WP}}}inline")
    etree.SubElement(inline, f"{{{WP}}}docPr", descr=alt)
    data = etree.SubElement(etree.SubElement(inline, f"{{{A}}}graphic"), f"{{{A}}}graphicData")
    fill = etree.SubElement(etree.SubElement(data, f"{{{PIC}}}pic"), f"{{{PIC}}}blipFill")
    etree.SubElement(fill, f"{{{A}}}blip", {f"{{{R}}}embed": key})
    return drawing


def _replace(element, others: list) -> None:
    """Put `others` in the place of `element`."""
    for other in others:
        element.addprevious(other)
    element.getparent().remove(element)
