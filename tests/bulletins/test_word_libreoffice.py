"""Our Word files opened by LibreOffice: pages, contents, pictures. Skipped where it is not installed."""

import io
import shutil
import subprocess

import pdfplumber
import pytest

from bulletins.word_out.document import make_article_docx, make_docx
from tests.bulletins.word_issues import TEXT, entry, html, issue, media, picture, pictures, section, sheet

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def printed(tmp_path, content: bytes):
    """The PDF that LibreOffice makes of the file."""
    source = tmp_path / "issue.docx"
    source.write_bytes(content)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    words = [SOFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)]
    subprocess.run(words, check=True, capture_output=True, timeout=180)
    return pdfplumber.open(io.BytesIO((tmp_path / "issue.pdf").read_bytes()))


def text_of(page) -> str:
    return "".join((page.extract_text() or "").split())


def long_issue() -> dict:
    """Sections of several pages, so that page numbers mean something."""
    many = [entry(f"第{n}篇稿件", html(TEXT * 4), pictures(picture(n, f"图{n}"))) for n in range(1, 10)]
    return issue(sections=[section("工作动态", *many[:5]), section("调研报告", *many[5:])])


def test_contents_name_the_pages_on_which_the_articles_stand(tmp_path):
    with printed(tmp_path, make_docx(long_issue(), media=media)) as pdf:
        texts = [text_of(page) for page in pdf.pages]

    contents = next(text for text in texts if text.startswith("目录"))
    first = next(number for number, text in enumerate(texts) if "卷首语" in text and "—1—" in text)
    for number in range(1, 10):
        found = next(
            at for at, text in enumerate(texts) if f"第{number}篇稿件" in text and "目录" not in text
        )
        line = contents.partition(f"第{number}篇稿件")[2].lstrip(".…")
        assert line.startswith(str(found - first + 1)), number


def test_issue_opens_with_its_pictures_in_the_type_area(tmp_path):
    with printed(tmp_path, make_docx(issue(), media=media)) as pdf:
        pages = {text_of(page)[:4]: page for page in pdf.pages}
        assert len(pdf.pages[0].images) == 1
        pictures_inside = [one for page in pdf.pages[1:] for one in page.images]

    left, right = 27 / 25.4 * 72 - 1, (210 - 27) / 25.4 * 72 + 1
    assert len(pictures_inside) == 4
    assert all(one["x0"] >= left and one["x1"] <= right for one in pictures_inside)
    assert any(start.startswith("目录") for start in pages)


def test_sheet_and_article_open(tmp_path):
    with printed(tmp_path, make_docx(sheet(), media=media)) as pdf:
        first = text_of(pdf.pages[0])
    assert first.startswith("示例联盟工作简报2015年第2期（总第15期）")

    with printed(tmp_path, make_article_docx(issue(), media=media)) as pdf:
        assert "联盟召开第一届第四次理事会" in text_of(pdf.pages[0])
