"""Equations of Word (OMML) as the simple TeX that the printing engine sets (`printing.engine.formulas`)."""

import re

from bulletins.word_in.names import M

BESIDE = re.compile(r"[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]+")  # Chinese is no variable


def tex(element) -> str:
    """`m:oMath` → `V_{2}O_{5}`. What has no simple form comes as its letters in reading order."""
    name = element.tag.removeprefix(f"{{{M}}}") if isinstance(element.tag, str) else ""
    return WRITERS.get(name, _children)(element)


def _children(element) -> str:
    return "".join(tex(child) for child in element)


def _text(element) -> str:
    text = (element.text or "").replace("$", "").replace("\\", "")
    return BESIDE.sub(lambda found: rf"\text{{{found.group()}}}", text)


def _part(element, name: str) -> str:
    child = element.find(f"{{{M}}}{name}")
    return "" if child is None else _children(child)


def _script(sign: str, part: str):
    return lambda element: f"{_part(element, 'e')}{sign}{{{_part(element, part)}}}"


def _both(element) -> str:
    return f"{_part(element, 'e')}_{{{_part(element, 'sub')}}}^{{{_part(element, 'sup')}}}"


def _fraction(element) -> str:
    return rf"\frac{{{_part(element, 'num')}}}{{{_part(element, 'den')}}}"


def _root(element) -> str:
    return rf"\sqrt{{{_part(element, 'e')}}}"


def _delimiters(element) -> str:
    properties = element.find(f"{{{M}}}dPr")
    signs = {"begChr": "(", "endChr": ")"}
    for name in signs:
        child = properties.find(f"{{{M}}}{name}") if properties is not None else None
        if child is not None:
            signs[name] = child.get(f"{{{M}}}val", "")
    parts = [_children(child) for child in element.findall(f"{{{M}}}e")]
    return signs["begChr"] + ",".join(parts) + signs["endChr"]


def _large(element) -> str:
    """Sum, product or integral with its bounds."""
    properties = element.find(f"{{{M}}}naryPr")
    sign = properties.find(f"{{{M}}}chr") if properties is not None else None
    low, high = _part(element, "sub"), _part(element, "sup")
    bounds = (f"_{{{low}}}" if low else "") + (f"^{{{high}}}" if high else "")
    return ("∫" if sign is None else sign.get(f"{{{M}}}val", "∫")) + bounds + _part(element, "e")


WRITERS = {
    "t": _text,
    "sSub": _script("_", "sub"),
    "sSup": _script("^", "sup"),
    "sSubSup": _both,
    "f": _fraction,
    "rad": _root,
    "d": _delimiters,
    "nary": _large,
    **dict.fromkeys(("rPr", "ctrlPr", "fPr", "sSubPr", "sSupPr", "radPr", "deg"), lambda element: ""),
}
