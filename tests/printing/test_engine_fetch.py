"""Only ``static:`` and ``media:`` are ever served; the log of the fetcher tells what was asked for."""

import io
from pathlib import Path

import pytest
from PIL import Image

from alliance.printing.engine.errors import ResourceMissing, ResourceRefused
from alliance.printing.engine.fetch import FatalFetch, Fetcher, is_allowed
from alliance.printing.engine.render import html_to_pdf
from tests.printing.engine_tools import CSS, nothing_stored, page

HOSTILE = [
    "http://127.0.0.1:8000/admin/",
    "https://example.com/a.png",
    "http://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    "ftp://example.com/a.png",
    "//example.com/a.png",
    "/etc/passwd",
    "a.png",
    "data:image/png;base64,iVBORw0KGgo=",
    "static:../secret.png",
    "static:%2e%2e/secret.png",
    "static:/etc/passwd",
    "static:css/..%5csecret.png",
    "media:1%00.png",
    "media:",
    "MEDIA:1",
    "static:file:///etc/passwd",
]


def png(width: int = 40, height: int = 30) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "steelblue").save(stream, "PNG")
    return stream.getvalue()


def in_article(content: str) -> str:
    return page(f'<section data-article="春季报道">{content}</section>')


def render_with(fetcher, html, css=CSS):
    return html_to_pdf(html, fetcher=fetcher, stylesheets=[css])


@pytest.mark.parametrize("url", HOSTILE)
def test_hostile_picture_address_is_refused_and_named(url):
    fetcher = nothing_stored({"1": png()})
    with pytest.raises(ResourceRefused) as caught:
        render_with(fetcher, in_article(f'<p>文字</p><img alt="" src="{url}">'))
    assert "《春季报道》" in caught.value.message
    assert caught.value.url == url
    assert fetcher.log == [(url, "refused")]


@pytest.mark.parametrize("url", HOSTILE)
def test_hostile_address_never_reaches_weasyprint(url):
    fetcher = nothing_stored()
    with pytest.raises(FatalFetch):
        fetcher(url)
    assert fetcher.log == [(url, "refused")]
    assert not is_allowed(url)


@pytest.mark.parametrize(
    "markup",
    [
        '<link rel="attachment" href="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">附件</a>',
        '<a rel="nofollow ATTACHMENT" href="file:///etc/passwd">附件</a>',
        '<link rel="stylesheet" href="file:///etc/passwd">',
        '<base href="file:///etc/passwd">',
        '<object data="file:///etc/passwd"></object>',
        '<embed src="file:///etc/passwd">',
        '<iframe src="file:///etc/passwd"></iframe>',
        '<svg><image href="file:///etc/passwd"/></svg>',
        '<svg><rect fill="url(file:///etc/passwd)"/></svg>',
        '<svg><use xlink:href="file:///etc/passwd"/></svg>',
        '<svg><rect onclick="alert(1)"/></svg>',
        "<svg><foreignObject><p>甲</p></foreignObject></svg>",
        '<style>@import "file:///etc/passwd";</style>',
        '<p style="background: url(file:///etc/passwd)">甲</p>',
        '<a href="file:///etc/passwd">链接</a>',
        '<a href="java&#10;script:alert(1)">链接</a>',
    ],
)
def test_markup_that_loads_something_is_refused_before_layout(markup):
    fetcher = nothing_stored()
    with pytest.raises(ResourceRefused, match="《春季报道》"):
        render_with(fetcher, in_article(f"<p>文字</p>{markup}"))
    assert [verdict for _, verdict in fetcher.log] == ["refused"]


@pytest.mark.parametrize(
    "css",
    [
        '@import "http://127.0.0.1/a.css";',
        '@font-face { font-family: x; src: url("file:///etc/passwd") } p { font-family: x }',
        'p { background: url("http://127.0.0.1/a.png") }',
        'p::before { content: url("file:///etc/passwd") }',
        'li { list-style-image: url("data:image/png;base64,AA==") }',
    ],
)
def test_stylesheet_that_loads_something_is_refused(css):
    fetcher = nothing_stored()
    with pytest.raises(ResourceRefused):
        render_with(fetcher, page("<p>文字</p><ul><li>甲</li></ul>"), css)
    assert {verdict for _, verdict in fetcher.log} == {"refused"}


@pytest.mark.parametrize("url", ["media:7", "static:img/none.png"])
def test_missing_picture_is_named_with_its_article(url):
    fetcher = nothing_stored()
    with pytest.raises(ResourceMissing) as caught:
        render_with(fetcher, in_article(f'<img alt="" src="{url}">'))
    assert "《春季报道》" in caught.value.message
    assert url in caught.value.message
    assert fetcher.log == [(url, "missing")]


def test_missing_picture_of_a_stylesheet_stops_the_render():
    with pytest.raises(ResourceMissing, match=r"static:none\.png"):
        render_with(nothing_stored(), page("<p>甲</p>"), 'p { background: url("static:none.png") }')


def test_stored_pictures_and_static_files_are_served_once(tmp_path):
    (tmp_path / "标志.png").write_bytes(png())
    loaded = []

    def media(name):
        loaded.append(name)
        return png()

    fetcher = Fetcher(lambda path: tmp_path / path if (tmp_path / path).exists() else None, media)
    html = in_article(
        '<img alt="" src="media:42"><img alt="" src="media:42"><img alt="" src="static:标志.png">'
    )
    assert render_with(fetcher, html).pages == 1
    assert loaded == ["42"]
    assert {verdict for _, verdict in fetcher.log} == {"served"}


def test_ordinary_links_of_an_article_need_no_fetch():
    fetcher = nothing_stored()
    links = (
        '<a href="https://example.org/">网页</a><a href="mailto:a@example.org">邮箱</a><a href="#甲">甲</a>'
    )
    assert render_with(fetcher, in_article(f'<p id="甲">{links}</p>')).pages == 1
    assert fetcher.log == []


def test_static_path_outside_the_root_is_not_asked_for():
    asked = []
    fetcher = Fetcher(lambda path: asked.append(path) or Path("/etc/passwd"), lambda name: b"")
    with pytest.raises(ResourceRefused):
        fetcher.read("static:a/../../etc/passwd")
    assert asked == []
