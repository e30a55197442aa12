"""The PDF as its readers get it: tagged, with outline and metadata, fonts embedded, no boxes."""

import io

import pypdf
import pytest

from alliance.printing.engine import render
from alliance.printing.engine.errors import PrintError
from tests.printing.engine_tools import CSS, made_up_text, nothing_stored, page, printed

HEAD = (
    "<title>样张汇编</title>"
    '<meta name="author" content="测试秘书处">'
    '<meta name="description" content="说明">'
    '<meta name="dcterms.created" content="2016-01-20">'
)
BODY = (
    "<h1>第一部分</h1><h2>甲篇</h2>"
    + made_up_text(12)
    + "<h1>第二部分</h1><p>收炉渣<strong>结束</strong>。</p>"
)


@pytest.fixture(scope="module")
def reports() -> list[tuple[int, str]]:
    return []


@pytest.fixture(scope="module")
def result(reports) -> render.PdfResult:
    return render.html_to_pdf(
        page(BODY, HEAD),
        fetcher=nothing_stored(),
        stylesheets=[CSS],
        progress=lambda percent, label: reports.append((percent, label)),
    )


@pytest.fixture(scope="module")
def reader(result) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(result.pdf))


def fonts_of(reader):
    for sheet in reader.pages:
        for font in sheet["/Resources"]["/Font"].values():
            yield font.get_object()


def test_result_counts_pages_and_seconds(result, reader):
    assert result.pages == len(reader.pages) >= 3
    assert 0 < result.seconds < 60


def test_pdf_is_tagged_and_chinese(reader):
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/StructTreeRoot"]["/K"]
    assert reader.root_object["/Lang"] == "zh-CN"
    assert b"pdfuaid" in reader.root_object["/Metadata"].get_object().get_data()


def test_pdf_carries_title_author_and_date(reader):
    assert reader.metadata.title == "样张汇编"
    assert reader.metadata.author == "测试秘书处"
    assert reader.metadata["/CreationDate"].startswith("D:20160120")


def test_outline_follows_the_headings(reader):
    first, below, second = reader.outline
    assert [first.title, below[0].title, second.title] == ["第一部分", "甲篇", "第二部分"]


def test_all_fonts_are_embedded_subsets(reader, result):
    names = set()
    for font in fonts_of(reader):
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)
        names.add(str(font["/BaseFont"]))
    assert len(names) >= 3
    assert len(result.pdf) < 1_000_000


def test_no_glyph_zero_is_drawn(reader):
    drawn = 0
    for sheet in reader.pages:
        for operands, operator in pypdf.generic.ContentStream(sheet.get_contents(), reader).operations:
            for text in glyph_strings(operands) if operator in {b"TJ", b"Tj"} else ():
                codes = [text[i : i + 2] for i in range(0, len(text), 2)]
                assert b"\0\0" not in codes
                drawn += len(codes)
    assert drawn > 1000


def glyph_strings(operands):
    items = operands[0] if isinstance(operands[0], list) else operands
    return [item.original_bytes for item in items if hasattr(item, "original_bytes")]


def test_progress_rises_to_the_end_in_chinese(result, reports):
    percents = [percent for percent, _ in reports]
    assert percents == sorted(percents)
    assert percents[-1] == 100
    assert len(percents) >= 4
    assert all(any("\u4e00" <= character <= "\u9fff" for character in label) for _, label in reports)


def test_warm_leaves_the_next_render_fast():
    render.warm()
    quick = render.html_to_pdf(page("<p>短文</p>"), fetcher=nothing_stored(), stylesheets=[CSS])
    assert quick.pages == 1
    assert quick.seconds < 1


def test_the_same_content_gives_the_same_bytes():
    assert printed("<h1>甲</h1><p>乙</p>") == printed("<h1>甲</h1><p>乙</p>")


def test_styles_of_one_render_do_not_leak_into_the_next():
    wide = printed("<p>甲</p>", "@page { size: A5 }")
    narrow = printed("<p>甲</p>", "@page { size: A4 }")
    sizes = [pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox.width for pdf in (wide, narrow)]
    assert sizes == [pytest.approx(419.5, abs=1), pytest.approx(595.3, abs=1)]


def test_counter_styles_of_a_stylesheet_hold_in_every_render():
    css = CSS + '@counter-style han { system: cyclic; symbols: "壹"; suffix: "" } ol { list-style: han }'
    for _ in range(2):
        text = pypdf.PdfReader(io.BytesIO(printed("<ol><li>甲</li></ol>", css))).pages[0].extract_text()
        assert "壹" in text


@pytest.mark.parametrize("failure", [RecursionError("deep"), ValueError("bad"), AssertionError()])
def test_failure_inside_the_typesetter_becomes_a_chinese_message(monkeypatch, failure):
    def fail(*arguments, **options):
        raise failure

    monkeypatch.setattr(render.weasyprint.document, "layout_document", fail)
    with pytest.raises(PrintError) as caught:
        printed("<p>甲</p>")
    assert "请" in caught.value.message
    assert caught.value.__cause__ is failure


def test_error_of_the_progress_callback_is_passed_on():
    def lost(percent, label):
        raise LookupError("lease lost")

    with pytest.raises(LookupError, match="lease lost"):
        printed("<p>甲</p>", progress=lost)
