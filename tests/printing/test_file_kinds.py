"""Documents that are not PDFs: made by their kind, stored and served under their own ending."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from alliance.printing import jobs, registry, tasks
from alliance.printing.engine.errors import PrintError
from alliance.printing.engine.options import ARCHIVE, PrintOptions
from alliance.printing.enums import DocumentState
from alliance.printing.models import RenderedDocument
from alliance.printing.registry import DocumentKind, MadeFile, get_kind, register, template_version
from alliance.printing.services import request_document
from tests.factories import UserFactory

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def build(*, title: str = "样刊") -> dict:
    return {"title": title, "file_name": f"{title}.pdf"}


def make_file(snapshot, progress) -> MadeFile:
    if snapshot["title"] == "坏":
        raise PrintError("图片找不到。")
    progress(50, "写入 Word 文档")
    return MadeFile(b"PK word " + snapshot["title"].encode())


@pytest.fixture
def kinds():
    before = dict(registry._kinds)
    register(
        DocumentKind(
            name="test-word", build=build, make_file=make_file, extension=".docx", note="（文字版）"
        ),
        DocumentKind(name="test-page", build=build, make_html=lambda snapshot: "<title>页</title><p>页"),
    )
    yield
    registry._kinds.clear()
    registry._kinds.update(before)


@pytest.fixture
def word(kinds, db, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    settings.PRINT_MEMORY_LIMIT = 1 << 40
    return lambda **subject: request_document(actor=UserFactory(), kind="test-word", **subject)


def test_word_file_is_stored_and_named_with_its_ending(word):
    document = word()
    tasks.render(document.pk)
    document.refresh_from_db()
    assert (document.state, document.pages, document.previews) == (DocumentState.DONE, None, 0)
    assert document.file_name == "样刊（文字版）.docx"
    assert document.file.name.endswith(".docx")
    assert document.file.read() == "PK word 样刊".encode()
    assert document.size == len("PK word 样刊".encode())


def test_word_file_is_served_as_word(word, client):
    document = word()
    tasks.render(document.pk)
    client.force_login(document.requested_by)
    answer = client.get(reverse("printing:file", args=[document.pk]))
    assert answer["Content-Type"] == WORD
    assert "%EF%BC%88%E6%96%87%E5%AD%97%E7%89%88%EF%BC%89.docx" in answer["Content-Disposition"]
    page = client.get(reverse("printing:document", args=[document.pk])).content.decode()
    assert "打开 Word 文档" in page
    assert "None" not in page
    assert "页 ·" not in page


def test_error_of_the_maker_is_the_documents_error(word):
    document = word(title="坏")
    tasks.render(document.pk)
    document.refresh_from_db()
    assert (document.state, document.error) == (DocumentState.FAILED, "图片找不到。")


def test_leftovers_of_killed_attempts_go_and_the_finished_file_stays(word):
    document = word()
    killed = jobs.claim(document.pk)
    killed.file.storage.save(jobs.own_file(killed), ContentFile(b"half"))
    RenderedDocument.objects.update(state=DocumentState.QUEUED)
    tasks.render(document.pk)
    document.refresh_from_db()
    assert document.file.storage.exists(document.file.name)
    assert not document.file.storage.exists(jobs.own_file(killed))


def test_a_row_without_an_ending_is_a_pdf():
    assert RenderedDocument(file_name="年报").extension == ".pdf"


def test_version_changes_with_what_shapes_the_file(kinds):
    snapshot = build()
    page = get_kind("test-page")
    versions = {
        template_version(kind, snapshot)
        for kind in (
            page,
            DocumentKind(name="a", build=build, options=PrintOptions(variant=ARCHIVE)),
            DocumentKind(name="b", build=build, version="2"),
            DocumentKind(name="c", build=build, sources=("tests.printing.latch_kind",)),
            DocumentKind(name="d", build=build, css=lambda snapshot: [":root { --main: red }"]),
            DocumentKind(name="e", build=build, stylesheets=lambda snapshot: ("bulletins/print/common.css",)),
            DocumentKind(name="f", build=build, includes=("bulletins/print/",)),
        )
    }
    assert len(versions) == 7


def test_styles_come_in_order_tokens_first():
    kind = DocumentKind(
        name="g",
        build=build,
        css=lambda snapshot: [f"/* {snapshot['title']} */"],
        stylesheets=lambda snapshot: ("bulletins/print/common.css", "bulletins/print/sheet.css"),
    )
    styles = kind.styles(build())
    assert styles[0] == "/* 样刊 */"
    assert len(styles) == 3


def test_missing_sources_are_found_out_at_once():
    with pytest.raises(FileNotFoundError):
        template_version(DocumentKind(name="h", build=build, includes=("no/such/folder/",)), build())
    with pytest.raises(FileNotFoundError):
        DocumentKind(name="i", build=build, stylesheets=("no/such.css",)).styles(build())
