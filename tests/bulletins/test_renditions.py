"""Every file of an issue is made of the same snapshot, and each keeps the rules of its purpose."""

import io
import zipfile

import pypdf
import pypdfium2
import pytest

from alliance.printing.engine.fetch import Fetcher
from alliance.printing.engine.options import BLEED
from alliance.printing.engine.render import html_to_pdf
from alliance.printing.registry import get_kind, template_version
from alliance.printing.render import find_static
from bulletins.enums import BulletinDesign, RenditionVariant
from bulletins.printing import KINDS, SMALL
from bulletins.services.renditions import kind_of
from tests.bulletins.booklet import glyphs, outline_titles
from tests.bulletins.print_snapshots import COVER_PICTURE, photo, sheet, snapshot
from tests.printing import pdf_checks
from tests.printing.engine_tools import MM

PDFS = [variant for variant in RenditionVariant.values if variant != RenditionVariant.DOCX]


def issue(design: str) -> dict:
    if design == BulletinDesign.SHEET:
        return sheet()
    return snapshot(
        design=design, cover=COVER_PICTURE, foreword=["卷首语一段。" * 20], foreword_signature="秘书处"
    )


@pytest.fixture(scope="module")
def files() -> dict:
    """{(design, variant): PDF}, each printed once."""
    made: dict = {}

    def print_it(design: str, variant: str) -> bytes:
        if (design, variant) not in made:
            kind, content = get_kind(kind_of(variant)), issue(design)
            fetcher = Fetcher(static_root_finder=find_static, media=photo)
            result = html_to_pdf(
                kind.html(content), fetcher=fetcher, stylesheets=kind.styles(content), options=kind.options
            )
            made[design, variant] = result.pdf
        return made[design, variant]

    return print_it


@pytest.mark.parametrize("design", BulletinDesign.values)
def test_reading_copy_is_pdf_ua(files, design):
    assert pdf_checks.accessible(files(design, "pdf")) == []


@pytest.mark.parametrize("design", BulletinDesign.values)
def test_archive_copy_is_pdf_a(files, design):
    assert pdf_checks.archivable(files(design, "archive")) == []


@pytest.mark.parametrize("design", BulletinDesign.values)
def test_every_pdf_has_the_same_pages_and_text(files, design):
    texts = {variant: pages_of(files(design, variant)) for variant in PDFS}
    assert sum(map(len, texts["pdf"])) > 700
    assert {variant for variant in PDFS if texts[variant] != texts["pdf"]} == set()


def pages_of(pdf: bytes) -> list[str]:
    """The text of every page, without white space."""
    pages = pypdfium2.PdfDocument(pdf)
    return ["".join(page.get_textpage().get_text_range().split()) for page in pages]


@pytest.mark.parametrize("design", BulletinDesign.values)
def test_print_copy_has_its_boxes_on_every_page(files, design):
    for page in pypdf.PdfReader(io.BytesIO(files(design, "print"))).pages:
        for box, size in ((page.trimbox, (210, 297)), (page.bleedbox, (210 + 2 * BLEED, 297 + 2 * BLEED))):
            assert float(box.width) == pytest.approx(size[0] * MM, abs=0.1 * MM)
            assert float(box.height) == pytest.approx(size[1] * MM, abs=0.1 * MM)


def test_colour_of_the_cover_reaches_all_four_edges_of_the_bleed(files):
    page = pypdfium2.PdfDocument(files("modern", "print"))[0]
    picture = (
        page.render(scale=127 / 72).to_pil().convert("L")
    )  # five pixels a millimetre; the bleed begins at 6 mm
    width, height = picture.size
    for spot in ((32, height // 2), (width - 33, height // 2), (width // 2, 32), (width // 2, height - 33)):
        assert picture.getpixel(spot) < 230, spot
    assert picture.getpixel((15, height // 2)) > 250


def test_small_copy_is_small(files):
    for design in BulletinDesign.values:
        assert len(files(design, "small")) <= SMALL


@pytest.mark.parametrize("design", ["modern", "classic"])
def test_booklet_has_outline_labels_and_no_empty_glyph(files, design):
    pdf = files(design, "pdf")
    assert {"工作动态", "调研报告", "会议纪要"} <= set(outline_titles(pdf))
    labels = pypdf.PdfReader(io.BytesIO(pdf)).page_labels
    assert labels[0] == "封面"
    assert "1" in labels
    assert b"\0\0" not in glyphs(pdf)


def test_every_variant_has_its_kind_name_and_ending():
    names = {kind.name: kind.file_name(snapshot()) for kind in KINDS}
    assert names == {
        "bulletin": "2016年工作简报.pdf",
        "bulletin-archive": "2016年工作简报（存档版）.pdf",
        "bulletin-print": "2016年工作简报（印刷版）.pdf",
        "bulletin-small": "2016年工作简报（微信版）.pdf",
        "bulletin-docx": "2016年工作简报.docx",
    }
    assert set(names) == {kind_of(variant) for variant in RenditionVariant.values}


def test_version_covers_design_and_purpose():
    reading = get_kind("bulletin")
    modern, classic = issue("modern"), issue("classic")
    assert template_version(reading, modern) != template_version(reading, classic)
    assert len({template_version(kind, modern) for kind in KINDS}) == len(KINDS)


def test_word_file_is_made_of_the_snapshot():
    steps = []
    made = get_kind("bulletin-docx").make_file(
        snapshot(cover=None, sections=[]), lambda percent, label: steps.append(percent)
    )
    assert zipfile.ZipFile(io.BytesIO(made.content)).testzip() is None
    assert made.pages is None
    assert steps
