"""Names of downloads (RFC 6266): Chinese, and everything that somebody may have called a file."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.core.files.names import content_disposition


def parsed(header: str) -> tuple[str, str, str]:
    """How, the name for old browsers, the name for all others."""
    how, plain, full = header.split("; ")
    assert plain.startswith('filename="')
    assert plain.endswith('"')
    assert full.startswith("filename*=UTF-8''")
    return how, plain[10:-1], unquote(full[17:])


@pytest.mark.parametrize(
    ("name", "plain", "full"),
    [
        ("report.pdf", "report.pdf", "report.pdf"),
        ("2015年工作简报.pdf", "2015.pdf", "2015年工作简报.pdf"),
        ("会议纪要.docx", "file.docx", "会议纪要.docx"),
        ("参会回执 (终稿) v2.xlsx", "v2.xlsx", "参会回执 (终稿) v2.xlsx"),
        ("照片😀.jpg", "file.jpg", "照片😀.jpg"),
        ("全家👨\u200d👩\u200d👧.jpg", "file.jpg", "全家👨👩👧.jpg"),
        ("引\"号;'x'.pdf", "x.pdf", "引\"号;'x'.pdf"),
        ("100%完成.pdf", "100.pdf", "100%完成.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie-x-1.pdf", "aSet-Cookie: x=1.pdf"),
        ("报告\u202efdp.exe", "fdp.exe", "报告fdp.exe"),
        ("../../etc/passwd", "passwd", "passwd"),
        ("C:\\用户\\报告.pdf", "file.pdf", "报告.pdf"),
        ("a\ud800b.pdf", "ab.pdf", "ab.pdf"),
        ("é.pdf", "file.pdf", "é.pdf"),
        ("字" * 300 + ".pdf", "file.pdf", "字" * 120 + ".pdf"),
        ("没有扩展名", "file", "没有扩展名"),
        (".pdf", "file.pdf", "文件.pdf"),
        ("", "file", "文件"),
    ],
)
def test_name_arrives_as_it_was_given_and_harmless(name, plain, full):
    assert parsed(content_disposition(name, inline=False)) == ("attachment", plain, full)


def test_header_begins_with_how_the_browser_should_take_it():
    assert content_disposition("图.png", inline=True).startswith("inline; ")


@given(name=st.text(max_size=400))
def test_any_name_makes_one_line_of_ascii(name):
    header = content_disposition(name, inline=True)

    assert header.isascii()
    assert header.isprintable()
    how, plain, full = parsed(header)
    assert (how, bool(plain), bool(full)) == ("inline", True, True)
    assert not set(plain) & set('"\\/;')
    assert len(full) <= 130
