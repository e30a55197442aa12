"""What is stored of a text: from the editor, from Word and WPS, or typed without a script."""

import pytest

from bulletins.editor import MOST_CHARACTERS, RichTextField
from bulletins.sanitise import tidy_body

SAMPLES = [
    # plain lines
    ("甲\n\n　　乙", "<p>甲</p>\n<p>乙</p>"),
    ("回收率 < 90% & > 80%", "<p>回收率 &lt; 90% &amp; &gt; 80%</p>"),
    # loose text and line breaks between blocks
    ("甲<br>乙<p>丙</p>丁", "<p>甲</p>\n<p>乙</p>\n<p>丙</p>\n<p>丁</p>"),
    ("<div>甲</div><div>乙<b>丙</b></div>", "<p>甲</p>\n<p>乙丙</p>"),
    # indents by hand, empty paragraphs, a break at the end
    ("<p>　　&nbsp;甲</p><p></p><p>&nbsp;</p><p>乙<br></p>", "<p>甲</p>\n<p>乙</p>"),
    # what the editor writes of lists and tables
    ("<ul><li><p>甲</p><ul><li><p>乙</p></li></ul></li></ul>", "<ul><li>甲<ul><li>乙</li></ul></li></ul>"),
    (
        '<table><tbody><tr><th colspan="1" rowspan="1"><p>头</p></th></tr>'
        '<tr><td colspan="2" rowspan="1"><p>格</p></td></tr></tbody></table>',
        '<table><thead><tr><th>头</th></tr></thead><tbody><tr><td colspan="2">格</td></tr></tbody></table>',
    ),
    ("<li><p>甲</p><p>乙</p></li>", "<p>甲</p>\n<p>乙</p>"),
    ("<blockquote><p></p></blockquote><p>甲</p>", "<p>甲</p>"),
    # what is not allowed goes, with its text kept where it is text
    ("<p onclick=x>甲</p><script>alert(1)</script><img src=x>", "<p>甲</p>"),
    ('<p><a href="javascript:x">链接</a></p>', "<p><a>链接</a></p>"),
    ("<p>VO<sub>2</sub>与<sup>1</sup></p>", "<p>VO<sub>2</sub>与<sup>1</sup></p>"),
    ("", ""),
    (None, ""),
    ("<p>甲\x00</p>", "<p>甲</p>"),
]


@pytest.mark.parametrize(("html", "stored"), SAMPLES)
def test_text_is_stored_tidy(html, stored):
    assert tidy_body(html) == stored


@pytest.mark.parametrize("html", [html for html, _ in SAMPLES])
def test_tidying_twice_is_tidying_once(html):
    once = tidy_body(html)

    assert tidy_body(once) == once


def test_a_very_long_text_is_refused_in_words():
    field = RichTextField(label="正文")

    with pytest.raises(Exception, match="正文过长"):
        field.clean("甲" * MOST_CHARACTERS)


def test_the_same_text_written_differently_is_no_change():
    field = RichTextField(label="正文")

    assert not field.has_changed("<ul><li>甲</li></ul>", "<ul><li><p>甲</p></li></ul>")
    assert field.has_changed("<p>甲</p>", "<p>乙</p>")
