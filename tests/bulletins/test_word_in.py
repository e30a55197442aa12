"""Word in: what becomes of a document, by whatever program it was written, and what is said to stay behind."""

from pathlib import Path

import pytest

from bulletins.word_in.article import read_docx
from tests.bulletins.word_documents import drawn, image, large_first_line, p, raw, report
from tests.factories import picture_bytes

FIXTURES = Path(__file__).parent / "word"
STYLES = """<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:style w:type="paragraph" w:default="1" w:styleId="1"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 1"/><w:basedOn w:val="1"/></w:style>
<w:style w:type="paragraph" w:styleId="3"><w:name w:val="标题 2"/></w:style>
<w:style w:type="paragraph" w:styleId="31"><w:name w:val="标题 2 小"/><w:basedOn w:val="3"/></w:style>
<w:style w:type="paragraph" w:styleId="4"><w:name w:val="题注"/></w:style>
<w:style w:type="paragraph" w:styleId="5"><w:name w:val="引用"/></w:style>
<w:style w:type="paragraph" w:styleId="6"><w:name w:val="文章题目"/><w:pPr><w:jc w:val="center"/></w:pPr>
<w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="7"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="8"><w:name w:val="要点"/><w:rPr><w:b/></w:rPr></w:style>
</w:styles>"""
LEVELS = (
    '<w:lvl w:ilvl="0"><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
)
PLAIN = '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
NUMBERING = (
    '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    f'<w:abstractNum w:abstractNumId="0">{LEVELS}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="1">{PLAIN}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)
PARTS = {"word/styles.xml": STYLES, "word/numbering.xml": NUMBERING}
BODY_2015 = (
    "<p>2015年，V<sub>2</sub>O<sub>5</sub>的收率提高到10<sup>3</sup>级。<strong>重点</strong>突出。</p>\n"
    "<h2>一、会议概况</h2>\n"
    "<ul><li>资源</li><li>冶炼</li></ul>\n"
    "<ol><li>报到</li><li>讨论</li></ol>\n"
    "<h3>（一）数据</h3>\n"
    "<table><thead><tr><th>单位</th><th>数量</th><th>说明</th></tr></thead><tbody><tr>"
    '<td rowspan="2">甲</td><td colspan="2">合并</td></tr><tr><td>4</td><td>增长</td></tr></tbody></table>\n'
    "<p>会后参观了车间。</p>\n"
    "<blockquote><p>创新是第一动力。</p></blockquote>"
)


def style(key: str) -> str:
    return f'<w:pStyle w:val="{key}"/>'


def numbered(key: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{key}"/></w:numPr>'


def read(body: str, parts: dict | None = None, relations: str = ""):
    return read_docx(raw(body, {**PARTS, **(parts or {})}, relations))


# ---------------------------------------------------------------- whole documents
@pytest.mark.parametrize("program", ["python-docx", "LibreOffice"])
def test_report_comes_in_whole(program):
    saved = FIXTURES / "saved-by-libreoffice.docx"
    article = read_docx(report() if program == "python-docx" else saved.read_bytes())

    assert article.headline == "示例单位召开技术交流会"
    assert article.body_html == BODY_2015
    assert article.signature == "示例单位办公室　2015年3月8日"
    found = [(picture.caption, picture.after, picture.place) for picture in article.pictures]
    assert found == [("图1 会议现场", 4, "large"), ("车间一", 7, "half"), ("车间二", 7, "half")]
    assert all(picture.data.startswith(b"\x89PNG") for picture in article.pictures)
    assert article.notes == []


def test_document_of_libreoffice_with_frames_footnote_and_comment():
    article = read_docx((FIXTURES / "written-in-libreoffice.docx").read_bytes())

    assert article.headline == "钒钛磁铁矿综合利用交流会召开"
    assert article.signature == "（示例单位）"
    assert "<ul><li>资源<ul><li>选矿</li></ul></li><li>冶炼</li></ul>" in article.body_html
    assert '<th colspan="2">产量与说明</th>' in article.body_html
    assert '<a href="https://example.com/a?b=1&amp;c=2"' in article.body_html
    assert "清楚<sup>[1]</sup>。" in article.body_html
    assert article.body_html.endswith("<p>[1] 数据来自示例年报。</p>")
    first, second = article.pictures
    assert (first.caption, first.alt) == ("图 1：会场全景", "会场全景的示意图")
    assert second.caption == "图 2：参观现场"
    assert article.notes == ["脚注、尾注 1 条：已移到文末，请核对。", "批注没有导入：“请核对人数”"]


# ---------------------------------------------------------------- styles of WPS and Word
def test_styles_with_chinese_names_and_those_based_on_them():
    body = [p("题目", style("6")), p("一", style("2")), p("二", style("3")), p("三", style("31"))]
    body += [p("引文", style("5")), p("正文", style("1"))]

    article = read("".join(body))

    assert article.headline == "题目"
    assert article.body_html.split("\n") == [
        "<h2>一</h2>",
        "<h3>二</h3>",
        "<h3>三</h3>",
        "<blockquote><p>引文</p></blockquote>",
        "<p>正文</p>",
    ]


def test_larger_first_line_in_the_middle_is_the_headline():
    assert read_docx(large_first_line()).headline == "大字标题"


def test_document_without_a_headline_says_so():
    article = read(p("这是一段很长的正文，" * 8 + "到此为止。") + p("第二段。"))

    assert article.headline == ""
    assert article.notes == ["没有找到标题，请在编辑页填写。"]


def test_numbered_paragraphs_in_bold_are_headings_where_no_styles_are_used():
    bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r></w:p>".format

    article = read(
        p("题目", style("6")) + bold("一、概况") + p("正文。") + bold("（一）细目") + bold("不是标题。")
    )

    assert "<h2>一、概况</h2>" in article.body_html
    assert "<h3>（一）细目</h3>" in article.body_html
    assert "<p><strong>不是标题。</strong></p>" in article.body_html
    assert article.notes == ["加粗的编号短段 2 个按小标题导入，请核对。"]


def test_automatic_numbers_are_written_out_where_html_would_lose_them():
    body = p("题目", style("6"))
    body += p("概况", style("2") + numbered(1)) + p("细目", style("3") + numbered(1, 1))
    body += p("结论", style("2") + numbered(1))
    body += p("甲", numbered(2)) + p("乙", numbered(2)) + p("间隔。") + p("丙", numbered(2))

    html = read(body).body_html

    assert html.split("\n") == [
        "<h2>一、概况</h2>",
        "<h3>一.1细目</h3>",
        "<h2>二、结论</h2>",
        "<ol><li>甲</li><li>乙</li></ol>",
        "<p>间隔。</p>",
        "<p>3.丙</p>",
    ]


# ---------------------------------------------------------------- pictures
def test_captions_below_above_and_beside():
    png = picture_bytes()
    relations = "".join(image(f"i{n}", f"media/{n}.png") for n in range(4))
    media = {f"word/media/{n}.png": png for n in range(4)}
    centred = '<w:jc w:val="center"/>'
    body = p("题目", style("6")) + p("正文。") + drawn("i0") + p("专家在车间考察", centred)
    body += p("图2 在前", style("4")) + drawn("i1") + p("又一段。") + drawn("i2") + p("图为会场")
    body += drawn("i3") + p(
        "这一段很长，说的是别的事，所以不是图注，而是正文的一部分，它接着往下写，直到超过了图注的长度为止，这样才算数。"
    )

    article = read(body, media, relations)

    captions = [(one.caption, one.after) for one in article.pictures]
    assert captions == [("专家在车间考察", 1), ("图2 在前", 1), ("图为会场", 2), ("", 2)]
    assert "考察" not in article.body_html and "图为" not in article.body_html


def test_vector_pictures_are_listed_not_taken():
    body = p("题目", style("6")) + p("正文。") + drawn("i1")

    article = read(body, {"word/media/a.emf": b"\x01\x00\x00\x00"}, image("i1", "media/a.emf"))

    assert article.pictures == []
    assert article.notes == ["第 1 张图片是 EMF 矢量图，没有导入。请另存为 PNG 后在编辑页添加。"]


def test_pictures_in_a_table_of_figures_come_behind_it():
    cell = "<w:tc>{}</w:tc>".format
    row = "<w:tr>{}</w:tr>".format
    texts = [row(cell(p(f"项目{n}")) + cell(p(str(n)))) for n in range(3)]
    table = f"<w:tbl>{''.join(texts)}{row(cell(p('照片')) + cell(drawn('i1')))}</w:tbl>"

    article = read(
        p("题目", style("6")) + p("正文。") + table,
        {"word/media/1.png": picture_bytes()},
        image("i1", "media/1.png"),
    )

    assert "<td>项目2</td><td>2</td>" in article.body_html
    assert [one.after for one in article.pictures] == [2]
    assert article.notes == ["表格里的图片 1 张：已移到表格之后，请核对位置。"]


# ---------------------------------------------------------------- what stays behind
BOX = (
    "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData "
    f"uri='x'><wps:wsp><wps:txbx><w:txbxContent>{p('框中的话。')}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData>"
    "</a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>"
    f"{p('框中的话。')}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    "<w:r><w:t>段落。</w:t></w:r></w:p>"
)
FORMULA = (
    "<w:p><w:r><w:t>收率</w:t></w:r><m:oMath><m:sSub><m:e><m:r><m:t>η</m:t></m:r></m:e><m:sub><m:r><m:t>V</m:t></m:r>"
    "</m:sub></m:sSub><m:r><m:t>=</m:t></m:r><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r>"
    "</m:den></m:f></m:oMath></w:p>"
)
REVISED = (
    "<w:p><w:ins><w:r><w:t>新写的</w:t></w:r></w:ins><w:del><w:r><w:delText>旧的</w:delText></w:r></w:del>"
    "<w:r><w:t>话。</w:t></w:r></w:p>"
)
OBJECT = '<w:p><w:r><w:object><o:OLEObject ProgID="{}"/></w:object></w:r></w:p>'
GRAPHIC = (
    "<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri='http://schemas/{}'/></a:graphic></wp:inline>"
    "</w:drawing></w:r></w:p>"
)
LEFT = [
    (BOX, "<p>段落。</p>\n<p>框中的话。</p>", "文本框 1 个：其中的文字已移到所在段落之后，请核对位置。"),
    (FORMULA, r"<p>收率$η_{V}=\frac{a}{b}$</p>", "公式 1 个：已改写为 $…$ 形式，请核对。"),
    (REVISED, "<p>新写的话。</p>", "修订痕迹 2 处：按全部接受导入，插入的文字保留，删除的文字不要。"),
    (OBJECT.format("Equation.3"), "", "公式对象（MathType 等）1 个没有导入，请在正文中用 $…$ 补写。"),
    (OBJECT.format("Excel.Sheet.12"), "", "嵌入的文件或对象 1 个没有导入。需要时请另作附件上传。"),
    (GRAPHIC.format("chart"), "", "图表 1 个没有导入。请在 Word 中把图表另存为图片，再在编辑页添加。"),
    (GRAPHIC.format("diagram"), "", "SmartArt 图形 1 个没有导入。请截图后在编辑页添加。"),
    (GRAPHIC.format("shape"), "", "自选图形 1 个没有导入。"),
    (p("第一章……1", style("7")), "", "文档目录没有导入，简报会另排目录。"),
]


@pytest.mark.parametrize(("body", "html", "note"), LEFT, ids=[note[:8] for _, _, note in LEFT])
def test_what_cannot_come_along_is_named(body, html, note):
    article = read(p("题目", style("6")) + p("开头。") + body)

    assert article.body_html == "\n".join(filter(None, ["<p>开头。</p>", html]))
    assert article.notes == [note]


def test_running_head_is_named_once():
    head = '<w:hdr xmlns:w="x"><w:p><w:r><w:t>页眉</w:t></w:r></w:p></w:hdr>'

    article = read(p("题目", style("6")) + p("正文。"), {"word/header1.xml": head, "word/header2.xml": head})

    assert article.notes == ["页眉、页脚没有导入，简报有自己的页眉、页脚。"]


def test_text_in_bold_by_its_character_style():
    run = '<w:p><w:r><w:rPr><w:rStyle w:val="8"/></w:rPr><w:t>要点</w:t></w:r><w:r><w:t>之后。</w:t></w:r></w:p>'

    assert read(p("题目", style("6")) + run).body_html == "<p><strong>要点</strong>之后。</p>"
