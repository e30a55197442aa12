"""The PDF of an issue and the pictures of its first pages, as browsers and download managers ask for them."""

import io
from datetime import timedelta

import pypdfium2
import pytest
from django.utils import timezone
from PIL import Image

from alliance.core.transitions import run_transition
from alliance.printing.enums import DocumentState
from alliance.printing.tasks import render
from bulletins.models import Bulletin
from bulletins.services.compiling import compile_bulletin
from bulletins.services.issuing import issue_bulletin
from tests.factories import ArticleFactory, BulletinFactory, UserFactory, staff

pytestmark = pytest.mark.django_db

ADDRESS = "/bulletins/2015/pdf/"


@pytest.fixture
def issue(settings, tmp_path, redis_url) -> Bulletin:
    """An issued bulletin with its PDF, rendered by the task itself."""
    settings.MEDIA_ROOT = tmp_path
    ArticleFactory(year=2015, headline="山东会议")
    bulletin = compile_bulletin(actor=None, year=2015)
    for name in ("send_to_proof", "approve"):
        bulletin = run_transition(actor=None, obj=bulletin, name=name)
    bulletin = issue_bulletin(actor=None, bulletin=bulletin)
    render(bulletin.requested_document.pk)
    bulletin = Bulletin.objects.get()
    assert bulletin.document.state == DocumentState.DONE
    return bulletin


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_pdf_is_shown_in_the_browser_under_its_chinese_name(client, issue):
    response = client.get(ADDRESS)

    content = body(response)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert (
        response["Content-Disposition"]
        == "inline; filename=\"2015.pdf\"; filename*=UTF-8''2015%E5%B9%B4%E5%B7%A5%E4%BD%9C%E7%AE%80%E6%8A%A5.pdf"
    )
    assert response["ETag"] == f'"{issue.document.sha256}"'
    assert int(response["Content-Length"]) == issue.document.size == len(content)
    assert len(pypdfium2.PdfDocument(content)) == issue.document.pages


@pytest.mark.parametrize("form", ['"{}"', 'W/"{}"', '"other", "{}"'])
def test_unchanged_pdf_is_not_sent_again(client, issue, form):
    response = client.get(ADDRESS, headers={"If-None-Match": form.format(issue.document.sha256)})

    assert (response.status_code, response.content) == (304, b"")
    assert response["ETag"] == f'"{issue.document.sha256}"'


def test_pdf_of_another_version_is_sent(client, issue):
    assert client.get(ADDRESS, headers={"If-None-Match": '"0123"'}).status_code == 200


@pytest.mark.parametrize(
    ("asked", "start", "end"), [("bytes=0-99", 0, 99), ("bytes=100-", 100, None), ("bytes=-50", -50, None)]
)
def test_part_of_the_pdf_is_answered_206(client, issue, asked, start, end):
    whole, size = body(client.get(ADDRESS)), issue.document.size

    response = client.get(ADDRESS, headers={"Range": asked})

    first = start if start >= 0 else size + start
    last = size - 1 if end is None else end
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/{size}"
    assert body(response) == whole[first : last + 1]
    assert int(response["Content-Length"]) == last - first + 1


def test_part_beyond_the_end_is_answered_416(client, issue):
    response = client.get(ADDRESS, headers={"Range": f"bytes={issue.document.size}-"})

    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{issue.document.size}"


def test_range_of_an_older_version_is_answered_with_the_whole(client, issue):
    response = client.get(ADDRESS, headers={"Range": "bytes=0-9", "If-Range": '"0123"'})

    assert (response.status_code, len(body(response))) == (200, issue.document.size)


def test_issue_that_is_not_out_yet_exists_for_staff_alone(client, issue):
    Bulletin.objects.update(state="editing")

    assert client.get(ADDRESS).status_code == 404
    client.force_login(UserFactory())
    assert client.get(ADDRESS).status_code == 404
    client.force_login(staff())
    assert client.get(ADDRESS).status_code == 200


def test_unknown_year_and_issue_without_a_pdf_are_404(client):
    BulletinFactory(year=2014, state="issued", issued_at=timezone.now() - timedelta(days=1))

    assert client.get("/bulletins/2014/pdf/").status_code == 404
    assert client.get("/bulletins/1999/pdf/").status_code == 404
    assert client.get("/bulletins/99999999999/pdf/").status_code == 404


def test_pdf_gone_from_disk_is_404_not_an_error(client, issue, tmp_path):
    (tmp_path / issue.document.file.name).unlink()

    assert client.get(ADDRESS).status_code == 404


def test_first_pages_are_pictures(client, issue):
    assert issue.document.previews == min(4, issue.document.pages)

    for number in range(1, issue.document.previews + 1):
        response = client.get(f"/bulletins/2015/pages/{number}/")
        assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
        assert response["ETag"] == f'"{issue.document.sha256}-{number}"'
        assert Image.open(io.BytesIO(body(response))).width == 640


@pytest.mark.parametrize("number", [0, 99, 99999999999])
def test_page_without_a_picture_is_404(client, issue, number):
    assert client.get(f"/bulletins/2015/pages/{number}/").status_code == 404


def test_pictures_of_an_issue_that_is_not_out_yet_are_404(client, issue):
    Bulletin.objects.update(state="editing")

    assert client.get("/bulletins/2015/pages/1/").status_code == 404
