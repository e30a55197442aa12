"""What a file is for: archive, printer's sheet, small file; page labels; and that the checks of PDFs can fail."""

import io

import pypdf
import pytest
from PIL import Image, ImageDraw

from alliance.printing.engine.errors import PrintError
from alliance.printing.engine.options import ARCHIVE, BLEED, SLUG, PrintOptions
from alliance.printing.engine.pieces import KeptLayouts
from tests.printing import pdf_checks
from tests.printing.engine_tools import CSS, MM, nothing_stored, page, printed

HEAD = '<title>样张</title><meta name="author" content="秘书处"><meta name="dcterms.created" content="2016-12-20">'
TABLE = "<table><thead><tr><th>单位</th><th>项</th></tr></thead><tbody><tr><td>甲</td><td>3</td></tr></tbody></table>"
BODY = (
    "<h1>题目</h1><p>“正文”，2015年。<a href='https://example.org/'>网页</a></p>"
    f"<h2>小题</h2>{TABLE}<img src='media:1' alt='照片' style='width: 100mm'><img src='media:2' alt='图' style='width: 60mm'>"
)


@pytest.fixture(scope="module")
def pictures() -> dict[str, bytes]:
    """A noisy photo, which does not compress, and a drawing as PNG."""
    photo = Image.effect_noise((2000, 1500), 80).convert("RGB")
    drawing = Image.new("RGB", (400, 300), "white")
    ImageDraw.Draw(drawing).ellipse((20, 20, 380, 280), fill="#1f5a96")
    stored = {}
    for name, image, kind in (("1", photo, "JPEG"), ("2", drawing, "PNG")):
        output = io.BytesIO()
        image.save(output, kind)
        stored[name] = output.getvalue()
    return stored


@pytest.fixture
def made(pictures):
    def make(options=PrintOptions(), css=CSS, body=BODY, **more) -> bytes:  # noqa: B008 - never changed
        return printed(body, css, fetcher=nothing_stored(pictures), options=options, **more)

    return make


def reader(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def test_reading_copy_breaks_no_rule_of_pdf_ua(made):
    assert pdf_checks.accessible(made()) == []


def test_archive_copy_breaks_no_rule_of_pdf_a(made):
    assert pdf_checks.archivable(made(PrintOptions(variant=ARCHIVE))) == []


def test_archive_copy_is_tagged_as_well(made):
    found = pdf_checks.accessible(made(PrintOptions(variant=ARCHIVE)))
    assert found == ["pdfuaid:part is []"]


def test_the_checks_see_what_is_missing(made):
    reading = pdf_checks.archivable(made())
    assert any("pdfaid:part" in breach for breach in reading)
    assert any("output intents" in breach for breach in reading)
    assert "interpolated picture" in reading
    bare = made(body="<h3>题目</h3><p>字</p><img src='media:1' style='width: 9mm'>")
    assert {"H3 follows H0", "Figure without an alternative text"} <= set(pdf_checks.accessible(bare))


def test_the_checks_refuse_an_untagged_file():
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    output = io.BytesIO()
    writer.write(output)
    found = pdf_checks.archivable(output.getvalue())
    assert {"no XMP metadata", "no file identifier"} <= set(found)


def test_printer_gets_a_sheet_with_marks_outside_three_millimetres_of_bleed(made):
    pdf = reader(made(PrintOptions(marks=True), CSS + "@page { background: #10325a }"))
    for sheet in pdf.pages:
        trim, bleed, media = sheet.trimbox, sheet.bleedbox, sheet.mediabox
        assert float(trim.width) == pytest.approx(210 * MM, abs=0.1 * MM)
        assert float(trim.height) == pytest.approx(297 * MM, abs=0.1 * MM)
        for outer, distance in ((bleed, BLEED), (media, SLUG)):
            assert float(trim.left - outer.left) == pytest.approx(distance * MM, abs=0.1 * MM)
            assert float(outer.top - trim.top) == pytest.approx(distance * MM, abs=0.1 * MM)


@pytest.fixture
def sheet(made, tmp_path):
    """A coloured page on its sheet as a picture, ten pixels a millimetre."""
    import pypdfium2

    css = CSS + "@page { size: 100mm 80mm; background: #10325a }"
    pdf = pypdfium2.PdfDocument(made(PrintOptions(marks=True), css, "<h1>题</h1>"))
    picture = pdf[0].render(scale=254 / 72).to_pil().convert("L")
    assert picture.size == pytest.approx((1180, 980), abs=2)
    return picture


def test_colour_reaches_the_bleed_and_not_the_marks(sheet):
    row = sheet.crop((0, 490, 1180, 491)).tobytes()
    coloured = [x for x, value in enumerate(row) if value < 128]
    assert min(coloured) == pytest.approx(60, abs=2)  # 9 mm of sheet less 3 mm of bleed
    assert max(coloured) == pytest.approx(1120, abs=2)


def test_crop_marks_stand_in_line_with_the_trimmed_edge(sheet):
    row = sheet.crop((0, 30, 1180, 31)).tobytes()  # 3 mm from the top: only marks
    marks = [x for x, value in enumerate(row) if value < 200]
    assert {round(x, -1) for x in marks} == {90, 1090}
    edge = sheet.crop((0, 57, 1180, 59)).tobytes()
    assert min(edge) > 200  # between mark and bleed it is white


def test_small_file_keeps_to_its_limit_with_the_best_pictures_that_fit(made, pictures):
    whole = made()
    sizes = {}
    for limit in (1_000_000, 300_000):
        pdf = made(PrintOptions(max_bytes=limit))
        assert len(pdf) <= limit < len(whole)
        sizes[limit] = reader(pdf).pages[0].images[0].image.size
    assert 591 >= sizes[1_000_000][0] > sizes[300_000][0] > 200  # 100 mm at 150 dpi are 590 pixels
    assert reader(whole).pages[0].images[0].image.size == (2000, 1500)


def test_small_file_is_the_same_page_and_stays_accessible(made):
    small, whole = made(PrintOptions(max_bytes=300_000)), made()
    assert reader(small).pages[0].extract_text() == reader(whole).pages[0].extract_text()
    assert pdf_checks.accessible(small) == []


def test_file_that_cannot_be_made_small_is_refused_in_chinese(made):
    with pytest.raises(PrintError, match=r"最低画质仍有 0\.\d MB，超过 0\.0 MB。请减少图片"):
        made(PrintOptions(max_bytes=20_000))


def test_pictures_of_kept_layouts_keep_their_quality_after_a_small_file(made):
    kept = KeptLayouts()
    body = f"<section data-piece='a'>{BODY}</section><section data-piece='b'><p>后文</p></section>"
    css = CSS + "section { break-before: page }"
    before = made(body=body, css=css, layouts=kept)
    small = made(PrintOptions(max_bytes=300_000), body=body, css=css, layouts=kept)
    assert len(small) <= 300_000
    assert made(body=body, css=css, layouts=kept) == before


def test_page_labels_are_the_printed_numbers():
    css = CSS + (
        "@page { @bottom-center { content: '— ' counter(page) ' —' } }"
        "@page cover { counter-increment: page 0; @bottom-center { content: none } }"
        ".cover { page: cover } p { break-after: page }"
    )
    body = "<p class=cover>封面</p><p class=cover>目录</p><p>甲</p><p>乙</p><p class=cover>封底</p>"
    assert reader(printed(body, css)).page_labels[:5] == ["封面", "i", "1", "2", "封底"]
    plain = CSS + "@page { @bottom-center { content: counter(page) } } p { break-after: page }"
    assert "/PageLabels" not in reader(printed("<p>甲</p><p>乙</p>", plain)).trailer["/Root"]


def test_metadata_of_the_file(pictures):
    from alliance.printing.engine.render import html_to_pdf

    result = html_to_pdf(page(BODY, HEAD), fetcher=nothing_stored(pictures), stylesheets=[CSS])
    pdf = reader(result.pdf)
    assert (pdf.metadata.title, pdf.metadata.author) == ("样张", "秘书处")
    assert pdf.metadata.creation_date.date().isoformat() == "2016-12-20"
    assert [item.title for item in pdf.outline if not isinstance(item, list)] == ["题目"]
