"""Where the pictures of an entry stand in its text."""

import re

from bulletins.enums import PicturePlace

FIRST_PICTURE_AFTER = 2  # blocks

#: How wide a picture is printed, in millimetres: the type area, and half of it less the gap. On a page of photos a
#: row holds two. `static/bulletins/print/common.css` is set to these.
TYPE_AREA = 156
PRINT_WIDTHS = {PicturePlace.LARGE: TYPE_AREA, PicturePlace.HALF: 76, PicturePlace.PAGE: 76}
COVER_WIDTH, COVER_HEIGHT = 216, 169  # with 3 mm of bleed on each side


def blocks_of(html: str, pictures: list[dict]) -> list[dict]:
    """Text and pictures in reading order: `{"type": "html", "html"}` and `{"type": "pictures", "place", "pictures"}`.

    A picture stands after the block that its `after` names. Of those without a place, the first large one stands
    after the second block, the others at the end. Pictures side by side and those of a photo page come together.
    """
    pieces = _pieces(html)
    spots: dict[int, list[dict]] = {}
    placed = False
    for picture in pictures:
        spot = picture["after"]
        if spot is None:
            is_first = not placed and picture["place"] == PicturePlace.LARGE
            spot = FIRST_PICTURE_AFTER if is_first else len(pieces)
            placed = placed or is_first
        spots.setdefault(min(spot, len(pieces)), []).append(picture)
    blocks: list[dict] = []
    for number in range(len(pieces) + 1):
        blocks += _groups(spots.get(number, []))
        if number < len(pieces):
            _append_text(blocks, pieces[number])
    return blocks


def _pieces(html: str) -> list[str]:
    """The top-level blocks. Nested ones of the same name (a list within a list) keep their outer whole."""
    pieces, start, depth = [], 0, 0
    for tag in re.finditer(r"<(/?)(p|h[1-6]|ul|ol|table|blockquote|div)\b[^>]*>", html, re.IGNORECASE):
        depth += -1 if tag[1] else 1
        if depth == 0:
            pieces.append(html[start : tag.end()].strip())
            start = tag.end()
    if rest := html[start:].strip():
        pieces.append(rest)
    return pieces


def _groups(pictures: list[dict]) -> list[dict]:
    groups: list[dict] = []
    for picture in pictures:
        place = picture["place"]
        together = place != PicturePlace.LARGE and groups and groups[-1]["place"] == place
        is_full = together and place == PicturePlace.HALF and len(groups[-1]["pictures"]) == 2
        if together and not is_full:
            groups[-1]["pictures"].append(picture)
        else:
            groups.append({"type": "pictures", "place": place, "pictures": [picture]})
    return groups


def _append_text(blocks: list[dict], html: str) -> None:
    if blocks and blocks[-1]["type"] == "html":
        blocks[-1]["html"] += "\n" + html
    else:
        blocks.append({"type": "html", "html": html})
