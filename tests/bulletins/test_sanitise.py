"""What of an article's HTML reaches a page."""

import pytest

from bulletins.sanitise import clean_body

ALLOWED = (
    "<h2>一</h2><h3>二</h3><h4>三</h4><p>VO<sub>2</sub>与<sup>1</sup><strong>粗</strong><em>斜</em><br>下</p>"
    "<ul><li>甲</li></ul><ol><li>乙</li></ol><blockquote>引</blockquote>"
    '<table><thead><tr><th colspan="2">头</th></tr></thead><tbody><tr><td rowspan="2">格</td></tr></tbody></table>'
)


def test_what_editors_may_write_stays():
    assert clean_body(ALLOWED) == ALLOWED


@pytest.mark.parametrize(
    "address", ["https://example.com/a?b=1", "http://example.com/", "mailto:a@example.com"]
)
def test_links_keep_their_address(address):
    assert (
        clean_body(f'<a href="{address}">链接</a>') == f'<a href="{address}" rel="noopener nofollow">链接</a>'
    )


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x"],
)
def test_other_addresses_are_dropped(address):
    assert clean_body(f'<a href="{address}">链接</a>') == '<a rel="noopener nofollow">链接</a>'


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<script>alert(1)</script><p>文</p>", "<p>文</p>"),
        ("<style>p{}</style><p>文</p>", "<p>文</p>"),
        ('<p onclick="x()" style="color:red" class="a" id="b">文</p>', "<p>文</p>"),
        ('<img src="https://example.com/x.png" onerror="x()"><p>文</p>', "<p>文</p>"),
        ('<iframe src="https://example.com/"></iframe>文', "文"),
        ("<svg><a href='javascript:x'>文</a></svg><p>后文</p>", "<p>后文</p>"),
        ("<div><p>文</p></div>", "<p>文</p>"),
        ("<p>未完", "<p>未完</p>"),
        ("甲 < 乙 & 丙", "甲 &lt; 乙 &amp; 丙"),
        ("", ""),
        (None, ""),
    ],
)
def test_everything_else_goes_and_plain_text_stays(html, kept):
    assert clean_body(html) == kept


def test_three_hundred_nested_blocks_do_no_harm():
    assert clean_body("<div>" * 300 + "文" + "</div>" * 300) == "文"
