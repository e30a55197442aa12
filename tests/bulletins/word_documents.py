"""Word documents for the tests: as python-docx writes them, and by hand where they have to be crooked."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from alliance.core import audit
from alliance.core.enums import FileKind
from alliance.core.files.store import store_file
from alliance.core.models import StoredFile
from bulletins.models import Article
from bulletins.word_in.imports import ACTION
from tests.factories import ArticleFactory, picture_bytes

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def report() -> bytes:
    """What a liaison sends: a headline in bold, text, headings, lists, a table, pictures, captions, who signs."""
    made = Document()
    first = made.add_paragraph()
    first.alignment = WD_ALIGN_PARAGRAPH.CENTER
    first.add_run("示例单位召开技术交流会").bold = True
    text = made.add_paragraph("\u3000\u30002015年，V")
    text.add_run("2").font.subscript = True
    text.add_run("O")
    text.add_run("5").font.subscript = True
    text.add_run("的收率提高到10")
    text.add_run("3").font.superscript = True
    text.add_run("级。")
    text.add_run("重点").bold = True
    text.add_run("突出。")
    made.add_heading("一、会议概况", 1)
    for item in ("资源", "冶炼"):
        made.add_paragraph(item, style="List Bullet")
    for item in ("报到", "讨论"):
        made.add_paragraph(item, style="List Number")
    made.add_picture(io.BytesIO(picture_bytes(colour="#aa3333")), width=Cm(10))
    made.add_paragraph("图1 会议现场", style="Caption")
    made.add_heading("（一）数据", 2)
    _table(made)
    made.add_paragraph("会后参观了车间。")
    _pictures_side_by_side(made)
    made.add_paragraph("创新是第一动力。", style="Quote")
    for line in ("示例单位办公室", "2015年3月8日"):
        made.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return saved(made)


def _table(made) -> None:
    table = made.add_table(3, 3)
    for column, head in enumerate(("单位", "数量", "说明")):
        table.cell(0, column).paragraphs[0].add_run(head).bold = True
    table.cell(1, 0).text = "甲"
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(1, 1).merge(table.cell(1, 2)).text = "合并"
    table.cell(2, 1).text, table.cell(2, 2).text = "4", "增长"


def _pictures_side_by_side(made) -> None:
    table = made.add_table(2, 2)
    for column, colour in enumerate(("#33aa33", "#3333aa")):
        run = table.cell(0, column).paragraphs[0].add_run()
        run.add_picture(io.BytesIO(picture_bytes(colour=colour)), width=Cm(6))
        table.cell(1, column).text = f"车间{'一二'[column]}"


def large_first_line() -> bytes:
    """A headline that is only larger than the rest."""
    made = Document()
    first = made.add_paragraph()
    first.alignment = WD_ALIGN_PARAGRAPH.CENTER
    first.add_run("大字标题").font.size = Pt(22)
    made.add_paragraph("正文。")
    return saved(made)


def saved(document) -> bytes:
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def raw(body: str, parts: dict[str, str | bytes] | None = None, relations: str = "") -> bytes:
    """The least that is a Word file: `body` inside `w:body`, `relations` of the document, further parts by name."""
    namespaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    document = f"<w:document {namespaces}><w:body>{body}</w:body></w:document>"
    links = f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'
    return packed({"word/document.xml": document, "word/_rels/document.xml.rels": links, **(parts or {})})


def packed(parts: dict[str, str | bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, content in parts.items():
            archive.writestr(name, content)
    return output.getvalue()


def p(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def image(key: str, target: str, *, outside: bool = False) -> str:
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="{key}" Type="{R}/image" Target="{target}"{mode}/>'


def drawn(key: str, attribute: str = "embed") -> str:
    """A paragraph with a picture."""
    blip = f'<pic:pic><pic:blipFill><a:blip r:{attribute}="{key}"/></pic:blipFill></pic:pic>'
    graphic = f"<a:graphic><a:graphicData>{blip}</a:graphicData></a:graphic>"
    return f"<w:p><w:r><w:drawing><wp:inline>{graphic}</wp:inline></w:drawing></w:r></w:p>"


NAMESPACES = {
    "w": W,
    "r": R,
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}


def upload(data: bytes, name: str = "稿件.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def stored_word(data: bytes, *, actor=None, name: str = "稿件.docx") -> StoredFile:
    return store_file(actor=actor, upload=upload(data, name), kinds=[FileKind.WORD])


def imported_article(*, unit, created_by, notes: list[str] | None = None) -> Article:
    """A draft that was made of a Word document, as the services leave it."""
    document = stored_word(raw(p("正文。")), actor=created_by)
    article = ArticleFactory(unit=unit, created_by=created_by, state="draft", is_example=unit.is_example)
    data = {"document": document.pk, "name": document.name, "notes": notes or []}
    audit.record(actor=created_by, obj=article, action=ACTION, label="从 Word 导入", data=data)
    return article
