"""Which inline SVG may be printed: drawings of shapes and words alone, such as a chart."""

#: Elements that only draw. What loads, links, runs, animates or styles is not among them.
DRAWN = frozenset({"svg", "title", "g", "rect", "circle", "line", "path", "text"})
_LEADING_AWAY = frozenset({"href", "src", "style"})


def is_drawing(element) -> bool:
    """Whether ``element`` (an ElementTree ``svg``) draws and does nothing else."""
    return all(_only_draws(part) for part in element.iter())


def _only_draws(part) -> bool:
    if not isinstance(part.tag, str) or part.tag.rpartition("}")[2] not in DRAWN:
        return False
    for name, value in part.attrib.items():
        plain = name.rpartition("}")[2].lower()
        if plain in _LEADING_AWAY or plain.startswith("on") or "url(" in value.lower():
            return False
    return True
