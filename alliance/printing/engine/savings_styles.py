"""Savings with styles: the values that no rule sets, nine in ten of those asked for, are found without ceremony."""

from weasyprint.css import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES, PHYSICAL_FUNCTIONS, ComputedStyle
from weasyprint.css.functions import check_math
from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import percent

_SIDES = ("top", "right", "bottom", "left")
_OWN_RULES = {"page", "position", "float", "display"}  # and text-decoration-*

_stock_missing = ComputedStyle.__missing__
_stock_in_normal_flow = Box.is_in_normal_flow
_stock_resolve_one = percent.resolve_one_percentage


def _logical_names(key: str) -> tuple[str, ...]:
    """The properties that may set ``key`` as well, in either direction of the text: margin-inline-start and its like."""
    function = PHYSICAL_FUNCTIONS.get(key)
    return tuple(function(block="ttb", inline=inline) for inline in ("ltr", "rtl")) if function else ()


def _is_plain(key: str) -> bool:
    return key not in _OWN_RULES and key[:16] != "text_decoration_"


#: Widths of lines -> the property that says whether there is a line.
_LINES = {f"{line}_width": f"{line}_style" for line in (*(f"border_{side}" for side in _SIDES), "outline")}
#: Property -> those that may set it as well, of the properties whose initial value needs no computing, and of those widths.
_INITIAL = {
    key: _logical_names(key)
    for key, value in INITIAL_VALUES.items()
    if key in _LINES
    or (_is_plain(key) and key not in INHERITED and key not in INITIAL_NOT_COMPUTED and not check_math(value))
}
_FROM_PARENT = frozenset(key for key in INHERITED if _is_plain(key) and key not in PHYSICAL_FUNCTIONS)


def install() -> None:
    """Replace the three functions."""
    ComputedStyle.__missing__ = _missing
    Box.is_in_normal_flow = _is_in_normal_flow
    percent.resolve_one_percentage = _resolve_one_percentage


def _missing(self, key):
    """As ``ComputedStyle.__missing__``; in short where no rule sets the property."""
    cascaded = self.cascaded
    if key not in cascaded:
        others = _INITIAL.get(key)
        if others is not None:
            if not others or (others[0] not in cascaded and others[1] not in cascaded):
                if key not in _LINES:
                    value = self[key] = INITIAL_VALUES[key]
                    return value
                if self[_LINES[key]] in ("none", "hidden"):
                    self[key] = 0
                    return 0
        elif key in _FROM_PARENT and self.parent_style is not None:
            value = self.parent_style[key]
            if type(value) is not tuple and not hasattr(value, "type"):  # neither is calc()
                self[key] = value
                return value
    return _stock_missing(self, key)


def _is_in_normal_flow(self):
    style = self.style
    if style["float"] == "none" and style["position"] in ("static", "relative"):
        return True
    return _stock_in_normal_flow(self)


def _resolve_one_percentage(box, property_name, refer_to):
    """As WeasyPrint's; most lengths are in pixels already."""
    value = box.style[property_name]
    if type(value) is Dimension and value.unit == "px":
        setattr(box, property_name, value.value)
    else:
        _stock_resolve_one(box, property_name, refer_to)
