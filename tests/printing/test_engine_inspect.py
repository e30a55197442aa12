"""Content that would kill or blemish a render is refused at once, and the article is named."""

import io
import struct
import time
import zlib

import pytest
from PIL import Image

from alliance.printing.engine.errors import MissingGlyphs, PrintError, ResourceRefused, TooComplex
from alliance.printing.engine.inspect import check_size
from alliance.printing.engine.render import html_to_pdf, warm
from tests.printing.engine_tools import CSS, nothing_stored, page


@pytest.fixture(scope="module", autouse=True)
def _warm():
    warm()


def refused(content: str, pictures=None) -> tuple[PrintError, float]:
    """The error that this content of the second of three articles ends in, and the seconds until then."""
    body = (
        '<section data-article="甲篇"><p>平常的文字。</p></section>'
        f'<section data-article="乙篇">{content}</section>'
        '<section data-article="丙篇"><p>平常的文字。</p></section>'
    )
    start = time.perf_counter()
    with pytest.raises(PrintError) as caught:
        html_to_pdf(page(body), fetcher=nothing_stored(pictures), stylesheets=[CSS])
    return caught.value, time.perf_counter() - start


@pytest.mark.parametrize(
    "content",
    [
        "<div>" * 300 + "深" + "</div>" * 300,
        "<div>" * 50_000,
        "<div></b>" * 50_000,
        "<p><b>" * 50_000,
        "<table><tr><td colspan=1000000>宽</table>",
        "<table><tr><td rowspan=999999999>高</table>",
        "<table><col span=1000000><tr><td>宽</table>",
        "<ul>" + "<li>项" * 20_000 + "</ul>",
        "<ol start=999999999><li>项</ol>",
        "<table>" + "<tr><td>行" * 3_000 + "</table>",
        "<p>" + "<i>字</i>" * 25_000,
        "<p>" + "长" * 60_000,
        "<p>" + "长" * 3_000_000,
        "<br>" * 250_000,
        '<p style="height: 99999999px">高',
        '<p style="width: 1e9px">宽',
    ],
    ids=lambda content: content[:24],
)
def test_render_bomb_is_refused_quickly(content):
    error, seconds = refused(content)
    assert isinstance(error, TooComplex)
    assert "《乙篇》" in error.message
    assert seconds < 10  # on a busy machine; laid out, each of these takes minutes


def test_ordinary_nesting_and_tables_are_printed():
    table = "<table>" + "<tr><td colspan=2>甲<td rowspan=3>乙" * 30 + "</table>"
    colours = '<p style="color: #123456; background: #1e9abc; width: 1000px">戊</p>'
    body = colours + "<div>" * 40 + "<ul><li>丙<ol start=5><li>丁</ol></ul>" + "</div>" * 40 + table
    assert html_to_pdf(page(body), fetcher=nothing_stored(), stylesheets=[CSS]).pages >= 1


def test_long_drawing_is_not_taken_for_a_deep_one():
    """A chart has a shape for each value; a slash closes them there, and nowhere else."""
    shapes = "<svg viewBox='0 0 9 9' role='img'><title>图</title>" + "<rect x='1' y='1'/>" * 200 + "</svg>"

    check_size(page("<div>" + shapes * 3 + "</div>"))

    for deep in ("<b/>" * 200, "<svg><p>" + "<rect/>" * 200):
        with pytest.raises(TooComplex):
            check_size(page(deep))


def png_header(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that claims ``width`` times ``height`` pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [10_000, 60_000])
def test_picture_with_too_many_pixels_is_refused_by_its_header(side):
    error, seconds = refused('<img alt="" src="media:1">', {"1": png_header(side, side)})
    assert isinstance(error, TooComplex)
    assert "《乙篇》" in error.message
    assert "media:1" in error.message
    assert seconds < 2


@pytest.mark.parametrize("body", [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7"])
def test_file_that_is_no_picture_is_refused(body):
    error, _ = refused('<img alt="" src="media:1">', {"1": body})
    assert isinstance(error, ResourceRefused)
    assert "《乙篇》" in error.message


def test_picture_format_that_is_not_allowed_is_refused():
    stream = io.BytesIO()
    Image.new("RGB", (4, 4)).save(stream, "TIFF")
    error, _ = refused('<img alt="" src="media:1">', {"1": stream.getvalue()})
    assert isinstance(error, ResourceRefused)


def test_characters_without_a_glyph_are_named_with_code_and_article():
    error, _ = refused("<p>正常文字<b>\U0001f9ff</b>与\ue123，还有\ufffd。</p>")
    assert isinstance(error, MissingGlyphs)
    assert error.characters == ["\ue123", "\ufffd", "\U0001f9ff"]
    assert "《乙篇》" in error.message
    assert "U+1F9FF" in error.message
    assert "U+E123" in error.message


def test_missing_glyph_outside_any_article_is_placed_in_the_body():
    with pytest.raises(MissingGlyphs, match="正文"):
        html_to_pdf(page("<p>\ue123</p>"), fetcher=nothing_stored(), stylesheets=[CSS])


def test_rare_but_printable_characters_and_invisible_ones_pass():
    body = "<p>㐂𠮷℃Ⅲ₂²～——……\u00a0\u3000\u200b\ufe0f\u00ad①㎡φη</p>"
    assert html_to_pdf(page(body), fetcher=nothing_stored(), stylesheets=[CSS]).pages == 1


def test_errors_do_not_spoil_the_next_render():
    refused("<div>" * 300)
    assert html_to_pdf(page("<p>下一份</p>"), fetcher=nothing_stored(), stylesheets=[CSS]).pages == 1
