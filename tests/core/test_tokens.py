"""The colours of portal.css: every text on every ground is readable, in light and in dark."""

import re

import pytest

from tests.services import ROOT

CSS = (ROOT / "static/portal/portal.css").read_text(encoding="utf-8")
STYLESHEETS = sorted((ROOT / "static/portal").glob("*.css")) + sorted(
    (ROOT / "static/bulletins").glob("*.css")
)
LIGHT = ':root,\n[data-bs-theme="light"] {'
DARK_BY_SYSTEM = ':root:not([data-bs-theme="light"]) {'
DARK_BY_CHOICE = '[data-bs-theme="dark"] {'

GROUNDS = ("page", "ground", "tint", "raised")
TEXTS = ("ink", "ink-soft", "heading", "link", "link-hover", "info", "good", "wait", "wrong", "official")
TINTS = ("info-tint", "good-tint", "wait-tint", "wrong-tint")
ON_TINTS = ("ink", "ink-soft", "heading", "link")
PAIRS = (
    *((text, ground) for text in TEXTS for ground in GROUNDS),
    *((text, tint) for text in ON_TINTS for tint in TINTS),
    *((state, f"{state}-tint") for state in ("info", "good", "wait", "wrong", "example", "added", "removed")),
    *(("on-brand", ground) for ground in ("brand", "brand-hover", "brand-active")),
    *(("on-brand", ground) for ground in ("wrong-fill", "wrong-fill-hover")),
    *((text, band) for text in ("on-band", "on-band-soft") for band in ("band", "band-deep")),
)
# What is no text but must be seen: borders of controls, the ring of the focus.
SHAPES = tuple((shape, ground) for shape in ("line-strong", "focus") for ground in GROUNDS)
AA_TEXT, AA_SHAPE = 4.5, 3.0


def block(start: str) -> str:
    """What stands between the braces after `start`, which ends with the opening one."""
    begin = CSS.index(start) + len(start)
    return CSS[begin : CSS.index("}", begin)]


def tokens(start: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block(start)))


THEMES = {"light": tokens(LIGHT), "dark": tokens(DARK_BY_SYSTEM)}


def luminance(colour: str) -> float:
    """WCAG 2.1 relative luminance of `#rrggbb`."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_21():
    assert round(contrast("#000000", "#ffffff"), 2) == 21


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_is_readable_on_every_ground(theme):
    colours = THEMES[theme]
    weak = {pair: round(contrast(*(colours[name] for name in pair)), 2) for pair in PAIRS}

    assert {pair: value for pair, value in weak.items() if value < AA_TEXT} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_every_border_of_a_control_and_the_focus_can_be_seen(theme):
    colours = THEMES[theme]
    weak = {pair: round(contrast(*(colours[name] for name in pair)), 2) for pair in SHAPES}

    assert {pair: value for pair, value in weak.items() if value < AA_SHAPE} == {}


def test_dark_by_choice_is_dark_by_the_system():
    assert block(DARK_BY_CHOICE).split() == block(DARK_BY_SYSTEM).split()


def test_both_themes_name_the_same_colours():
    assert THEMES["light"].keys() == THEMES["dark"].keys()


def test_dark_is_left_at_the_door_of_the_printer():
    before_dark = CSS[: CSS.index(DARK_BY_SYSTEM)]

    assert before_dark.rstrip().endswith("@media screen and (prefers-color-scheme: dark) {")
    assert CSS[: CSS.rindex(DARK_BY_CHOICE)].rstrip().endswith("@media screen {")


@pytest.mark.parametrize("path", STYLESHEETS, ids=lambda path: path.name)
def test_rules_use_tokens_that_exist(path):
    css = path.read_text(encoding="utf-8")
    declared = set(re.findall(r"--([\w-]+):", CSS + css))
    used = set(re.findall(r"var\(--([\w-]+)\)", css))

    assert used - declared == {name for name in used - declared if name.startswith("bs-")}


@pytest.mark.parametrize("path", STYLESHEETS, ids=lambda path: path.name)
def test_rules_name_no_colour_of_their_own(path):
    """Apart from white on a band that is dark in both themes, and its yellow ring of the focus."""
    css = path.read_text(encoding="utf-8")
    rules = css[css.index("--space-1") :] if path.name == "portal.css" else css
    literal = set(re.findall(r"#[0-9a-fA-F]{3,6}\b(?=[;\s,)])", rules))

    assert literal <= {"#fff", "#ffd36b", "#0a2342"}
