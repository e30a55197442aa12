"""Word out: read back with python-docx and as raw XML, and by our own Word in."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from alliance.printing.engine.errors import ResourceMissing
from bulletins.word_in.article import read_docx
from bulletins.word_out.document import make_article_docx, make_docx
from tests.bulletins.word_issues import (
    LISTS,
    TEXT,
    entry,
    html,
    issue,
    media,
    picture,
    pictures,
    section,
    sheet,
)

MM = 36_000


def made(snapshot: dict):
    return Document(io.BytesIO(make_docx(snapshot, media=media)))


def styled(document, key: str) -> list[str]:
    """Texts of the paragraphs in a style, wherever they stand."""
    found = [one for one in document.element.body.iter(qn("w:p")) if one.style == key]
    return ["".join(one.itertext(qn("w:t"))) for one in found]


def one_entry(*blocks, **more) -> dict:
    return issue(sections=[section("工作动态", entry("稿件", *blocks, **more))])


@pytest.fixture(scope="module")
def document():
    return made(issue())


# ---------------------------------------------------------------- structure
def test_headings_are_real_and_in_order(document):
    assert styled(document, "Heading1") == ["卷首语", "工作动态", "数据一览", "会议纪要"]
    assert styled(document, "Heading2") == [
        "联盟召开第一届第四次理事会",
        "参观车间",
        "两栏短讯",
        "成员单位构成",
        "理事会会议纪要",
    ]
    assert styled(document, "Heading3") == ["一、概况"]
    assert styled(document, "Heading4") == ["（一）数据"]


def test_contents_are_a_field_whose_lines_lead_to_the_headings(document):
    body = document.element.body
    block = body.find(qn("w:sdt"))
    codes = ["".join(one.itertext()) for one in block.iter(qn("w:instrText"))]
    assert codes[0].split() == ["TOC", "\\o", '"1-1"', "\\f", "C", "\\h", "\\z"]
    anchors = [one.get(qn("w:anchor")) for one in block.iter(qn("w:hyperlink"))]
    marks = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    assert len(anchors) == 4 + 5
    assert set(anchors) == marks
    assert block.find(f".//{qn('w:docPartGallery')}").get(qn("w:val")) == "Table of Contents"


def test_shorter_title_is_the_one_of_the_contents(document):
    hidden = ["".join(one.itertext()).strip() for one in document.element.body.iter(qn("w:instrText"))]
    assert 'TC "理事会召开" \\f C \\l 2' in hidden
    block = document.element.body.find(qn("w:sdt"))
    lines = ["".join(one.itertext(qn("w:t"))) for one in block.iter(qn("w:hyperlink"))]
    assert lines[2].startswith("理事会召开")


def test_contents_come_from_the_headings_where_no_title_differs():
    snapshot = issue(sections=[section("工作动态", entry("甲", html(TEXT)), entry("乙", html(TEXT)))])

    codes = ["".join(one.itertext()) for one in made(snapshot).element.body.iter(qn("w:instrText"))]

    assert '\\o "1-2"' in codes[0]
    assert not any("TC " in code for code in codes[1:])


def test_no_program_is_told_to_update_on_opening(document):
    assert document.settings.element.find(qn("w:updateFields")) is None
    assert not [one for one in document.element.body.iter(qn("w:fldChar")) if one.get(qn("w:dirty"))]


def test_fonts_are_named_for_chinese_in_every_style(document):
    for style in document.styles.element.iter(qn("w:style")):
        for fonts in style.iter(qn("w:rFonts")):
            assert fonts.get(qn("w:eastAsia")), style.get(qn("w:styleId"))
    normal = next(one for one in document.styles.element if one.get(qn("w:styleId")) == "Normal")
    assert normal.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").get(qn("w:eastAsia")) == "宋体"
    indent = next(one for one in document.styles.element if one.get(qn("w:styleId")) == "NormalIndent")
    assert indent.find(f".//{qn('w:ind')}").get(qn("w:firstLineChars")) == "200"


def test_pages_are_numbered_from_the_first_text_on(document):
    cover, front, first, *_, closing = document.sections
    assert [round(cover.page_width / MM), round(cover.page_height / MM)] == [210, 297]
    assert [round(first.left_margin / MM), round(first.top_margin / MM)] == [27, 30]
    for plain in (cover, front, closing):
        assert "PAGE" not in etree.tostring(plain.footer._element).decode()
    assert "PAGE" in etree.tostring(first.footer._element).decode()
    assert first._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    assert first.header.paragraphs[0].text == "2015年工作简报"
    restarts = list(document.element.body.iter(qn("w:pgNumType")))
    assert len(restarts) == 1


def test_two_columns_are_a_section_of_their_own(document):
    columns = [one.get(qn("w:num")) for one in document.element.body.iter(qn("w:cols"))]
    assert columns.count("2") == 1


def test_properties_say_what_it_is(document):
    known = document.core_properties
    assert (known.title, known.author, known.language) == ("2015年工作简报", "示例联盟秘书处", "zh-CN")
    assert known.modified.date().isoformat() == "2016-01-20"


# ---------------------------------------------------------------- text
def test_letters_raised_lowered_bold_and_linked():
    found = made(one_entry(html(TEXT)))
    paragraph = next(one for one in found.paragraphs if one.text.startswith("3月20日"))
    raised = {run.text: run.font.superscript or (run.font.subscript and "sub") for run in paragraph.runs}
    assert (raised["3"], raised["2"]) == (True, "sub")
    assert [run.text for run in paragraph.runs if run.style.name == "Strong"] == ["重点"]
    assert [run.text for run in paragraph.runs if run.italic] == ["T"]  # Chinese is not slanted
    link = paragraph.hyperlinks[0]
    assert (link.text, link.address) == ("示例网站", "https://example.com/")


def test_lists_are_real_and_each_counts_anew():
    found = made(one_entry(html(LISTS)))
    numbered = [one._p.pPr.numPr for one in found.paragraphs if one._p.style == "ListParagraph"]
    keys = [(one.numId.val, one.ilvl.val) for one in numbered]
    bullets, first, second = keys[0][0], keys[3][0], keys[5][0]
    assert keys == [(bullets, 0), (bullets, 1), (bullets, 0), (first, 0), (first, 0), (second, 0)]
    assert len({bullets, first, second}) == 3


def test_table_repeats_its_head_and_joins_cells(document):
    table = next(one for one in document.tables if one.cell(0, 0).text == "单位")
    rows = table._tbl.tr_lst
    assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True, False, False]
    assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
    assert table.cell(0, 1).text == table.cell(0, 2).text == "产量"
    assert table.cell(1, 0)._tc is table.cell(2, 0)._tc
    assert table.cell(2, 2).text == "千克"
    assert "表1 各单位情况" in styled(document, "Caption")


@pytest.mark.parametrize(
    "source",
    [
        "<table><tr><td colspan='1000000'>宽</td></tr><tr><td rowspan='999999999'>高</td></tr></table>",
        "<table><tr></tr></table>",
        "<table><tr><td><table><tr><td>里面</td></tr></table></td></tr></table>",
        "<p>\x00控制\x0b字符\ud800</p>",
        "<div>" * 100 + "<p>深</p>" + "</div>" * 100,
        "光秃的文字<p>段落</p>尾巴",
        "<ul><li><ul><li><ul><li><ul><li><ul><li><ul><li>深</li></ul></li></ul></li></ul></li></ul></li></ul></li></ul>",
    ],
)
def test_crooked_html_is_written_all_the_same(source):
    assert styled(made(one_entry(html(source))), "Heading2") == ["稿件"]


def test_minutes_as_readers_know_them(document):
    texts = styled(document, "NormalIndent")
    start = texts.index("会议纪要如下：")
    assert texts[start + 1] == "1、同意示例单位加入联盟，生产VO2。"
    assert texts[start + 3] == "参会人员：示例单位甲某、乙某，另一单位丙某等。"


# ---------------------------------------------------------------- pictures
def test_pictures_have_alternative_text_and_captions(document):
    drawn = list(document.element.body.iter(qn("wp:docPr")))
    alts = [one.get("descr") for one in drawn]
    assert alts[0] == "封面上的矿山"
    assert alts[1:4] == ["图为会场的照片", "车间一的照片", "车间二的照片"]
    assert "企业10家" in alts[4]
    assert len({one.get("id") for one in drawn}) == len(drawn)
    assert styled(document, "Caption")[1:4] == ["图为会场（秘书处供图）", "车间一", "车间二"]


def test_pictures_are_as_large_as_on_the_page_and_no_larger_in_the_file():
    document = made(one_entry(pictures(picture(2, "一"))))
    extent = list(document.element.body.iter(qn("wp:extent")))[-1]
    assert round(int(extent.get("cx")) / MM) == 156
    assert round(int(extent.get("cy")) / MM) == 104
    widths = [part.image.px_width for part in document.part.package.image_parts]
    assert max(widths) == 1339  # the cover: 170 mm at 200 dpi


def test_pictures_side_by_side_have_one_height():
    document = made(
        one_entry(pictures(picture(3, "甲", "half"), picture(4, "乙", "half", width=900, height=1200)))
    )
    first, second = list(document.element.body.iter(qn("wp:extent")))[-2:]
    assert first.get("cy") == second.get("cy")
    assert int(first.get("cx")) > int(second.get("cx"))


def test_chart_is_a_picture_with_its_table_below(document):
    kinds = {part.content_type for part in document.part.package.image_parts}
    assert "image/png" in kinds
    table = next(one for one in document.tables if one.cell(0, 0).text == "类型")
    assert [cell.text for cell in table.rows[1].cells] == ["企业", "10"]


def test_picture_that_is_gone_is_named_with_its_article():
    def gone(_key):
        raise FileNotFoundError

    with pytest.raises(ResourceMissing, match="稿件《稿件》"):
        make_docx(one_entry(pictures(picture(2))) | {"cover": None}, media=gone)


# ---------------------------------------------------------------- kinds of issues
def test_red_headed_sheet_has_head_and_tail():
    document = made(sheet())
    assert styled(document, "SheetName") == ["工作简报"]
    assert styled(document, "SheetNumber") == ["2015年第2期（总第15期）"]
    assert styled(document, "SheetLine") == ["示例联盟秘书处编2016年1月20日"]
    assert styled(document, "SheetTail") == ["报送：示例厅", "抄送：各成员单位", "签发：张三（共印300份）"]
    assert len(document.sections) == 1
    lines = ["".join(one.itertext(qn("w:t"))) for one in document.element.body.iter(qn("w:hyperlink"))]
    assert [line.rstrip("0123456789") for line in lines[:2]] == ["示例单位来访", "征集"]


def test_corrected_issue_says_so():
    document = made(issue(edition=2, title="2015年工作简报（更正版）", correction_note=["第3页数字更正。"]))
    assert styled(document, "Correction") == ["《2015年工作简报（更正版）》", "第3页数字更正。"]
    assert "更正版" in styled(document, "Subtitle")


@pytest.mark.parametrize("change", [{"palette": "teal"}, {"fonts": "kai"}, {"design": "classic"}])
def test_choices_of_an_issue_reach_the_styles(change):
    plain, other = made(issue()), made(issue(**change))
    assert change == {"design": "classic"} or (
        etree.tostring(plain.styles.element) != etree.tostring(other.styles.element)
    )


def test_bare_issue_without_anything_optional():
    bare = {"cover": None, "foreword": [], "greeting": [], "colophon": [], "sections": [], "report_to": ""}
    snapshot = issue(**bare, copy_to="", approved_by="", print_run=None)
    assert len(made(snapshot).sections) == 3


def test_same_snapshot_gives_the_same_bytes():
    assert make_docx(issue(), media=media) == make_docx(issue(), media=media)


def test_package_holds_nothing_of_the_library_s_template():
    with zipfile.ZipFile(io.BytesIO(make_docx(issue(), media=media))) as archive:
        names = archive.namelist()
    assert not [name for name in names if "thumbnail" in name or "customXml" in name or "Effects" in name]


# ---------------------------------------------------------------- there and back
def test_article_comes_back_as_it_went():
    source = TEXT.replace("<i>T</i>", "T") + "\n<h2>一、概况</h2>\n" + LISTS
    blocks = [html(source), pictures(picture(2, "图为会场")), html("<p>之后。</p>")]
    blocks.append(pictures(picture(3, "甲", "half"), picture(4, "乙", "half")))
    snapshot = one_entry(*blocks, signature="（示例秘书处）")

    back = read_docx(make_article_docx(snapshot, media=media))

    assert (back.headline, back.signature) == ("稿件", "（示例秘书处）")
    for part in (
        "V<sub>2</sub>O<sub>5</sub>",
        "<strong>重点</strong>",
        "<em>一致意见</em>",
        "<h2>一、概况</h2>",
    ):
        assert part in back.body_html
    assert '<a href="https://example.com/"' in back.body_html
    assert "<ul><li>资源<ul><li>选矿</li></ul></li><li>冶炼</li></ul>" in back.body_html
    assert [(one.caption, one.place) for one in back.pictures] == [
        ("图为会场", "large"),
        ("甲", "half"),
        ("乙", "half"),
    ]
    assert [one.alt for one in back.pictures] == ["图为会场的照片", "甲的照片", "乙的照片"]
    assert back.notes == ["页眉、页脚没有导入，简报有自己的页眉、页脚。"]
