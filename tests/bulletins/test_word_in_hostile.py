"""Documents made to harm: bombs, entities, addresses outside, crooked markup. Refused in Chinese, or read harmlessly."""

import io
import random
import resource
import socket
import time
import zipfile

import pytest

from alliance.core.errors import BadFile
from alliance.core.files.office import TOO_LARGE
from bulletins.word_in import guard
from bulletins.word_in.article import EMPTY, read_docx
from tests.bulletins.word_documents import PACKAGE, R, W, drawn, image, p, packed, raw, report
from tests.core.uploads import office

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
MB = 1 << 20


def refusal(data: bytes) -> str:
    with pytest.raises(BadFile) as refused:
        read_docx(data)
    return refused.value.message


# ---------------------------------------------------------------- other files
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (OLD + "EncryptedPackage".encode("utf-16-le"), "请取消密码后再上传"),
        (OLD + "WordDocument".encode("utf-16-le"), "“另存为”.docx"),
        (b"%PDF-1.7\n", "请上传 .docx 文件"),
        (b"{\\rtf1 text}", "“另存为”.docx"),
        (b"plain text", "不支持这种文件"),
        (b"", "不支持这种文件"),
        (b"PK\x03\x04cut off", "文件已损坏"),
        (office("xl/workbook.xml"), "请上传 .docx 文件"),
        (office("ppt/presentation.xml"), "不接受演示文稿"),
        (packed({"word/document.xml": "<w/>", "word/vbaProject.bin": b"macro"}), "不带宏"),
        (report()[:4000], "文件已损坏"),
    ],
)
def test_other_files_are_refused_with_what_to_do(data, words):
    assert words in refusal(data)


# ---------------------------------------------------------------- bombs
def test_part_that_took_625_megabytes_is_refused_by_its_size_alone():
    assert refusal(raw("<w:p/>" * (21 * MB // 6))) == TOO_LARGE


@pytest.mark.parametrize(
    "body",
    [
        "<w:p/>" * (guard.MAX_PARAGRAPHS + 1),
        "<w:r/>" * (guard.MAX_ELEMENTS + 1),
        "<w:sdt>" * (guard.MAX_DEPTH + 1) + "</w:sdt>" * (guard.MAX_DEPTH + 1),
        ("<w:p " + " ".join(f"a{n}='1'" for n in range(1000)) + "/>") * 201,
        p("字" * (guard.MAX_LETTERS + 1)),
        " " * guard.MAX_PART,
    ],
    ids=["paragraphs", "elements", "depth", "attributes", "letters", "bytes"],
)
def test_too_much_of_anything_is_refused_before_a_tree_is_built(body):
    assert refusal(raw(body)) == guard.TOO_LONG


def test_one_endless_tag_is_refused():
    assert "损坏" in refusal(raw(f'<w:p w:x="{"x" * 70_000}"/>'))


@pytest.mark.parametrize(
    "part", ["word/document.xml", "word/styles.xml", "word/numbering.xml", "word/comments.xml"]
)
def test_document_types_and_their_entities_are_refused_in_every_part(part):
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><w>&b;</w>'
    outside = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w>&a;</w>'

    for text in (bomb, outside, outside.encode("utf-16")):
        assert "损坏" in refusal(raw(p("正文。"), {part: text}))


def test_worst_document_that_is_taken_keeps_within_memory_and_time():
    row = "<w:tr>" + f"<w:tc>{p('1')}</w:tc>" * 5 + "</w:tr>"
    data = raw(f"<w:tbl>{row * 1400}</w:tbl>")
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()

    article = read_docx(data)

    assert article.body_html.count("<tr>") == 1400
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 200  # megabytes
    assert time.process_time() - started < 20


def test_table_beyond_what_can_be_printed_is_refused_by_name():
    row = f"<w:tr><w:tc>{p('1')}</w:tc></w:tr>"

    assert "1600 行的表格" in refusal(raw(f"<w:tbl>{row * 1600}</w:tbl>"))


# ---------------------------------------------------------------- addresses and paths
def test_nothing_outside_is_ever_opened(monkeypatch, tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"\x89PNG secret")

    def refuse(*_args, **_kwargs):
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    targets = (f"file://{secret}", "http://127.0.0.1:9/a.png", "../../../../etc/passwd", str(secret))
    relations = "".join(image(f"i{n}", target, outside=n < 2) for n, target in enumerate(targets))
    body = "".join(drawn(f"i{n}", "link" if n == 0 else "embed") for n in range(4))

    article = read_docx(raw(p("题目") + p("正文。") + body, relations=relations))

    assert article.pictures == []
    assert any("不在文档之内" in note for note in article.notes)


def test_links_that_run_something_lose_their_address():
    relation = (
        f'<Relationship Id="h" Type="{R}/hyperlink" Target="javascript:alert(1)" TargetMode="External"/>'
    )
    link = '<w:p><w:hyperlink r:id="h"><w:r><w:t>点这里</w:t></w:r></w:hyperlink></w:p>'
    field = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "javascript:alert(2)"</w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>那里</w:t></w:r><w:r>'
        '<w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )

    html = read_docx(raw(p("题目") + link + field, relations=relation)).body_html

    assert "点这里" in html and "那里" in html
    assert "javascript" not in html


def test_markup_in_text_stays_text():
    html = read_docx(raw(p("题目") + p("&lt;script&gt;alert(1)&lt;/script&gt;"))).body_html

    assert html == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


# ---------------------------------------------------------------- crooked documents
CROOKED = [
    '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>',
    '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="x"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>',
    "<w:tbl><w:p/><w:tc/></w:tbl>",
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="-5"/><w:numId w:val="77"/></w:numPr></w:pPr></w:p>',
    '<w:p><w:r><w:footnoteReference/><w:commentReference/><w:sym w:char="zz"/></w:r></w:p>',
    '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
    "<w:p><w:r><mc:AlternateContent/></w:r><w:hyperlink/></w:p>",
    "<w:p><m:oMath/><m:oMathPara/><w:ruby/></w:p>",
    "<w:sdt><w:sdtPr/></w:sdt>",
    drawn("missing"),
    "<w:p><w:pPr><w:outlineLvl w:val='99'/><w:pStyle/></w:pPr></w:p>",
]


@pytest.mark.parametrize("body", CROOKED)
def test_crooked_markup_is_read_or_refused(body):
    data = raw(p("题目") + p("正文。") + body)

    try:
        article = read_docx(data)
    except BadFile as refused:
        assert "损坏" in refused.message
    else:
        assert "正文。" in article.body_html


def test_styles_that_are_based_on_each_other_end():
    style = '<w:style w:type="paragraph" w:styleId="{}"><w:name w:val="x"/><w:basedOn w:val="{}"/></w:style>'
    styles = f'<w:styles xmlns:w="{W}">{style.format("a", "b")}{style.format("b", "a")}</w:styles>'
    body = p("正文。", '<w:pStyle w:val="a"/>')

    assert "正文。" in read_docx(raw(p("题目") + body, {"word/styles.xml": styles})).body_html


def test_empty_document_is_refused():
    assert refusal(raw("<w:p/>")) == EMPTY


def test_bent_bytes_of_a_real_document_never_raise_anything_else():
    """Every part changed at random places: the reader answers, or refuses with a sentence."""
    chance = random.Random(30)
    with zipfile.ZipFile(io.BytesIO(report())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(40):
        bent = dict(parts)
        name = chance.choice(
            ["word/document.xml", "word/styles.xml", "word/numbering.xml", "word/_rels/document.xml.rels"]
        )
        data = bytearray(bent[name])
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.choice(b'<>/"w:=a0& ')
        bent[name] = bytes(data)
        try:
            read_docx(packed({key: value for key, value in bent.items() if key != "[Content_Types].xml"}))
        except BadFile as refused:
            assert refused.message.endswith("。")


def test_relations_of_another_namespace_name_nothing():
    parts = {"word/_rels/document.xml.rels": f'<x xmlns="{PACKAGE}x"><Relationship/></x>'}

    assert read_docx(raw(p("题目") + p("正文。"), parts)).pictures == []
