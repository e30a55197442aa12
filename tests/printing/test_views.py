"""The pages of a document: for staff and for whoever asked for it; for everyone else it does not exist."""

import pytest
from django.urls import reverse

from alliance.printing import jobs
from alliance.printing.models import RenderedDocument
from alliance.printing.services import request_document
from alliance.printing.tasks import render
from tests.factories import UserFactory, staff
from tests.printing import latch_kind

pytestmark = pytest.mark.django_db

PAGES = ("document", "progress", "file")


@pytest.fixture
def requester():
    return UserFactory()


@pytest.fixture
def document(requester, settings, tmp_path, redis_url) -> RenderedDocument:
    settings.MEDIA_ROOT = tmp_path
    return request_document(actor=requester, kind=latch_kind.NAME, title="样刊")


def answers(client, document) -> list[int]:
    return [client.get(reverse(f"printing:{page}", args=[document.pk])).status_code for page in PAGES]


def fragment(client, document) -> str:
    return client.get(reverse("printing:progress", args=[document.pk])).content.decode()


def test_finished_document_is_open_to_staff_and_requester_alone(client, document, requester):
    render(document.pk)

    assert answers(client, document) == [302, 302, 302]
    for user, expected in ((requester, 200), (staff(), 200), (UserFactory(), 404)):
        client.force_login(user)
        assert answers(client, document) == [expected] * 3


def test_unfinished_document_has_no_file(client, document, requester):
    client.force_login(requester)

    assert answers(client, document) == [200, 200, 404]


def test_file_has_the_documents_name_and_its_hash_as_etag(client, document, requester):
    render(document.pk)
    document.refresh_from_db()
    client.force_login(requester)

    response = client.get(reverse("printing:file", args=[document.pk]))

    assert (
        response["Content-Disposition"]
        == "inline; filename=\"file.pdf\"; filename*=UTF-8''%E6%A0%B7%E5%88%8A.pdf"
    )
    assert response["ETag"] == f'"{document.sha256}"'
    assert b"".join(response.streaming_content).startswith(b"%PDF-1.7")


def test_progress_polls_until_the_document_is_finished(client, document, requester):
    client.force_login(requester)
    polls = f'hx-get="{reverse("printing:progress", args=[document.pk])}"'
    assert polls in fragment(client, document)
    assert "排队中" in fragment(client, document)

    held = jobs.claim(document.pk)
    jobs.report_progress(held, 40, "排版")
    assert polls in fragment(client, document)
    assert "排版" in fragment(client, document)
    assert "40%" in fragment(client, document)

    jobs.fail(held, "稿件《甲》缺图。")
    assert polls not in fragment(client, document)
    assert "稿件《甲》缺图。" in fragment(client, document)


def test_progress_of_a_finished_document_ends_in_a_link(client, document, requester):
    render(document.pk)
    client.force_login(requester)

    assert "hx-get" not in fragment(client, document)
    assert f'href="{reverse("printing:file", args=[document.pk])}"' in fragment(client, document)
