"""Layout in pieces: the file is the one that a full render makes, and what did not change is not laid out again."""

import random
from dataclasses import replace

import pytest

from alliance.printing.engine import pins_pieces
from alliance.printing.engine.options import ARCHIVE, PrintOptions
from alliance.printing.engine.pieces import KeptLayouts
from alliance.printing.engine.pins import WeasyPrintChanged, source_hash_of
from alliance.printing.engine.render import html_to_pdf
from tests.printing.engine_tools import made_up_text, nothing_stored
from tests.printing.pieces_tools import STYLE, entries, issue, look_at, photo

PICTURES = {"1": photo(), "2": photo(60)}


def rendered(html: str, layouts=None, style: str = STYLE, **options) -> bytes:
    fetcher = nothing_stored(PICTURES)
    return html_to_pdf(html, fetcher=fetcher, stylesheets=[style], layouts=layouts, **options).pdf


@pytest.fixture
def warm() -> KeptLayouts:
    """The layouts after the issue as it was."""
    layouts = KeptLayouts()
    rendered(issue(entries()), layouts)
    layouts.laid_out = 0
    return layouts


def check_same(html: str, layouts: KeptLayouts, **options) -> None:
    kept, full = look_at(rendered(html, layouts, **options)), look_at(rendered(html, **options))
    assert kept.texts == full.texts
    assert kept.outline == full.outline
    assert kept.links == full.links
    assert kept.structure == full.structure
    assert kept.pictures == full.pictures


def longer(parts):
    parts[2] = replace(parts[2], text=parts[2].text + made_up_text(6, seed=77))
    return parts, 2  # it and the contents, whose numbers change


def other_headline(parts):
    parts[6] = replace(parts[6], headline="改过的标题")
    return parts, 2


def other_word(parts):
    parts[2] = replace(parts[2], text=parts[2].text.replace("。", "；", 1))
    return parts, 1


def dropped(parts):
    del parts[2]
    return parts, 3  # the contents twice: its own change, then the numbers; and the entry that states its own


def swapped(parts):
    parts[1], parts[2] = parts[2], parts[1]
    return parts, None


def picture_added(parts):
    parts[7] = replace(parts[7], picture="2")
    return parts, 1


def picture_gone(parts):
    parts[1] = replace(parts[1], picture="")
    return parts, 1


@pytest.mark.parametrize(
    "change", [longer, other_headline, other_word, dropped, swapped, picture_added, picture_gone]
)
def test_a_change_gives_the_file_of_a_full_render(warm, change):
    parts, _ = change(entries())
    check_same(issue(parts), warm)


@pytest.mark.parametrize("change", [other_word, other_headline, picture_added, picture_gone])
def test_what_did_not_change_is_not_laid_out_again(warm, change):
    parts, expected = change(entries())
    rendered(issue(parts), warm)
    assert warm.laid_out == expected


def test_pages_that_only_move_are_not_laid_out_again(warm):
    parts, _ = longer(entries())
    rendered(issue(parts), warm)
    # The longer entry, the contents, the entry that states its own page number and the one on a right-hand page.
    assert warm.laid_out <= 5 < len(entries())


def test_the_same_issue_again_lays_nothing_out(warm):
    rendered(issue(entries()), warm)
    assert warm.laid_out == 0


def test_many_changes_one_after_the_other(warm):
    dice = random.Random(5)
    parts = entries()
    for step in range(4):
        change = dice.choice([longer, other_word, swapped, picture_added])
        parts, _ = change(parts)
        parts[step] = replace(parts[step], text=made_up_text(dice.randint(1, 6), seed=200 + step))
        check_same(issue(parts), warm)


@pytest.mark.parametrize("options", [PrintOptions(variant=ARCHIVE), PrintOptions(marks=True)])
def test_other_kinds_of_file(warm, options):
    parts, _ = longer(entries())
    check_same(issue(parts), warm, options=options)
    parts, _ = other_headline(parts)
    check_same(issue(parts), warm, options=options)


@pytest.mark.parametrize(
    "rule",
    [
        "h2 { position: running(head) } @page { @top-left { content: element(head) } }",
        ".cover h1 { position: fixed; top: 0 }",
        "h2 { float: footnote }",
        ".contents a::after { content: target-text(attr(href)) }",
        ".entry::after { content: counter(pages) }",
    ],
)
def test_what_does_not_work_in_pieces_is_laid_out_as_a_whole(rule):
    check_same(issue(entries()), KeptLayouts(), style=STYLE + rule)


def test_mirrored_margins_are_right_and_cost_more():
    layouts, style = KeptLayouts(), STYLE + "@page :left { margin-left: 30mm; margin-right: 6mm }"
    rendered(issue(entries()), layouts, style=style)
    parts, _ = longer(entries())
    check_same(issue(parts), layouts, style=style)


def test_other_stylesheets_are_other_layouts(warm):
    check_same(issue(entries()), warm, style=STYLE + "p { color: #800 }")


def test_a_document_without_marks_is_laid_out_as_a_whole():
    layouts = KeptLayouts()
    html = issue(entries()).replace("data-piece", "")
    assert look_at(rendered(html, layouts)).texts == look_at(rendered(html)).texts
    assert layouts.laid_out == 0


def test_no_more_pages_are_kept_than_allowed():
    layouts = KeptLayouts(pages_at_most=6)
    check_same(issue(entries()), layouts)
    assert layouts.pages <= 6
    parts, _ = longer(entries())
    check_same(issue(parts), layouts)


def test_photos_are_not_kept_with_the_pages(warm):
    """Their bytes are asked for again when the file is written, from the fetcher of that render."""
    log = nothing_stored(PICTURES)
    html_to_pdf(issue(entries()), fetcher=log, stylesheets=[STYLE], layouts=warm)
    assert [url for url, _ in log.log].count("media:1") == 2  # inspected, and written
    assert warm.laid_out == 0


def test_another_weasyprint_is_refused(monkeypatch):
    assert source_hash_of("pydyf:PDF") == pins_pieces.PINNED_SOURCES["pydyf:PDF"]
    monkeypatch.setattr(pins_pieces, "PINNED_SOURCES", {"weasyprint.document:Page": "0" * 16})
    with pytest.raises(WeasyPrintChanged, match=r"weasyprint\.document:Page"):
        pins_pieces.check_pins()
