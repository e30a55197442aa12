"""The worker's way to a file keeps layouts from one document to the next, within bounds."""

import io
from dataclasses import replace

import pypdf
import pytest

from alliance.printing import kept, registry
from alliance.printing.engine import fetch
from alliance.printing.models import RenderedDocument
from alliance.printing.render import render_snapshot
from tests.printing.pieces_tools import STYLE, Entry, issue

NAME = "test.pieces"


@pytest.fixture
def kind(monkeypatch):
    """A kind of document whose snapshot holds the entries of a made-up issue."""
    made = registry.DocumentKind(
        name=NAME,
        build=dict,
        css=lambda snapshot: [STYLE],
        make_html=lambda snapshot: issue([Entry(**fields) for fields in snapshot["entries"]]),
    )
    monkeypatch.setitem(registry._kinds, NAME, made)
    kept.LAYOUTS.forget()
    yield made
    kept.LAYOUTS.forget()


def print_it(parts: list[Entry]) -> pypdf.PdfReader:
    snapshot = {"title": "样刊", "entries": [vars(one) for one in parts]}
    rendered = render_snapshot(RenderedDocument(kind=NAME, snapshot=snapshot), lambda percent, label: None)
    rendered.content.seek(0)
    return pypdf.PdfReader(io.BytesIO(rendered.content.read()))


def four_entries() -> list[Entry]:
    return [Entry(f"e{i}", f"第{i}篇", f"<p>第{i}篇的正文。</p>", first=i == 0) for i in range(4)]


def test_the_worker_lays_out_only_what_changed(kind):
    print_it(four_entries())
    before = kept.LAYOUTS.laid_out
    changed = four_entries()
    changed[2] = replace(changed[2], text="<p>改过的正文。</p>")
    reader = print_it(changed)
    assert kept.LAYOUTS.laid_out == before + 1
    text = "".join(page.extract_text() for page in reader.pages).replace(" ", "")
    assert "改过的正文" in text
    assert "第2篇的正文" not in text
    assert "第3篇的正文" in text


def test_a_second_thread_lays_out_by_itself():
    with kept.kept_layouts() as mine:
        assert mine is kept.LAYOUTS
        with kept.kept_layouts() as other:
            assert other is None
    with kept.kept_layouts() as again:
        assert again is kept.LAYOUTS


@pytest.mark.parametrize("failure", [MemoryError, KeyboardInterrupt])
def test_nothing_is_kept_after_a_failure(kind, failure):
    print_it(four_entries())
    assert kept.LAYOUTS.pages > 0
    with pytest.raises(failure), kept.kept_layouts():
        raise failure
    assert kept.LAYOUTS.pages == 0
    print_it(four_entries())


def test_a_render_holds_only_the_last_photos():
    photos = {str(number): bytes(fetch.KEPT_BYTES // 3) for number in range(9)}
    fetcher = fetch.Fetcher(lambda path: None, photos.__getitem__)
    for number in photos:
        assert len(fetcher.read(f"media:{number}")) == fetch.KEPT_BYTES // 3
    assert sum(map(len, fetcher._bytes.values())) <= fetch.KEPT_BYTES
    assert len(fetcher.log) == len(photos)
