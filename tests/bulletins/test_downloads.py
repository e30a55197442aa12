"""Files of an issue: variants, counting, and the permanent address of each file."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone

from bulletins.models import Bulletin, BulletinRendition, DownloadCount
from bulletins.services.downloads import count_download, downloads_of
from tests import factories as make
from tests.bulletins import issues

pytestmark = pytest.mark.django_db

PDF = "/bulletins/2015/pdf/"
SMALL = "/bulletins/2015/files/small/"


@pytest.fixture
def issue(settings, tmp_path) -> Bulletin:
    """An issued issue with its five files."""
    settings.MEDIA_ROOT = tmp_path
    issue = issues.issued()
    for variant in ("pdf", "archive", "print", "small", "docx"):
        make.give_document(issue, make.finished_document(issue, variant), variant)
    return issue


def counted() -> dict:
    return dict(DownloadCount.objects.values_list("variant", "count"))


def file_of(issue: Bulletin, variant: str = "pdf"):
    return BulletinRendition.objects.get(bulletin=issue, variant=variant).document


# ---------------------------------------------------------------- which files
def test_each_variant_comes_under_its_name(client, issue):
    small, word = client.get(SMALL), client.get("/bulletins/2015/files/docx/")

    assert (small["Content-Type"], small["ETag"]) == (
        "application/pdf",
        f'"{file_of(issue, "small").sha256}"',
    )
    assert small["Content-Disposition"].startswith("inline")
    assert "wordprocessingml" in word["Content-Type"]
    assert word["Content-Disposition"].startswith("attachment")


def test_file_for_the_printer_is_for_staff(client, issue):
    address = "/bulletins/2015/files/print/"
    permanent = f"/bulletins/files/{file_of(issue, 'print').sha256}/"

    assert [client.get(each).status_code for each in (address, permanent)] == [404, 404]
    assert "印刷版" not in client.get("/bulletins/2015/").content.decode()
    client.force_login(make.staff())
    assert [client.get(each).status_code for each in (address, permanent)] == [200, 200]


@pytest.mark.parametrize("variant", ["nothing", "xlsx"])
def test_unknown_variant_is_404(client, issue, variant):
    assert client.get(f"/bulletins/2015/files/{variant}/").status_code == 404


# ---------------------------------------------------------------- counting
def test_downloads_are_counted_by_variant_and_day(client, issue):
    for address in (PDF, PDF, SMALL, f"/bulletins/files/{file_of(issue, 'docx').sha256}/download/"):
        assert client.get(address).status_code == 200

    assert counted() == {"pdf": 2, "small": 1, "docx": 1}
    assert set(DownloadCount.objects.values_list("day", flat=True)) == {timezone.localdate()}


@pytest.mark.parametrize(
    "asked",
    [
        {"Range": "bytes=4-"},
        {"Range": "bytes=-3"},
        {"Range": "bytes=0-1"},
        {"Range": "bytes=999-"},
    ],
)
def test_how_a_download_goes_on_is_no_download(client, issue, asked):
    client.get(PDF, headers=asked)

    assert counted() == {}


def test_first_part_is_the_download_and_what_is_known_is_none(client, issue):
    client.get(PDF, headers={"Range": "bytes=0-"})
    assert counted() == {"pdf": 1}

    client.head(PDF)
    client.get(PDF, headers={"If-None-Match": f'"{file_of(issue).sha256}"'})
    assert counted() == {"pdf": 1}


def test_staff_and_previews_are_not_counted(client, issue):
    client.force_login(make.staff())
    client.get(PDF)
    Bulletin.objects.update(state="approved")
    client.get(PDF)
    count_download(bulletin=Bulletin.objects.get(), variant="pdf")

    assert counted() == {}


@pytest.mark.django_db(transaction=True)
def test_downloads_at_the_same_moment_are_all_counted():
    bulletin = issues.issued()

    def download(_) -> None:
        try:
            count_download(bulletin=bulletin, variant="pdf")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(download, range(12)))

    assert counted() == {"pdf": 12}


def test_staff_see_sums_by_variant(issue, django_assert_num_queries):
    today = timezone.localdate()
    for variant, days_ago, count in (("pdf", 0, 3), ("pdf", 29, 4), ("pdf", 30, 5), ("small", 90, 2)):
        DownloadCount.objects.create(
            bulletin=issue, variant=variant, day=today - timedelta(days=days_ago), count=count
        )
    other = issues.issued(issues.snapshot(year=2014))
    DownloadCount.objects.create(bulletin=other, variant="pdf", day=today, count=99)

    with django_assert_num_queries(1):
        downloads = downloads_of(issue)

    assert downloads["total"] == 14
    rows = [(row["label"], row["recent"], row["total"]) for row in downloads["rows"]]
    assert rows == [("电子版", 7, 12), ("微信版", 0, 2)]
    shown = render_to_string("admin/bulletins/bulletin/_downloads.html", {"downloads": downloads})
    assert "微信版" in shown
    assert ">14<" in shown
    nothing = render_to_string("admin/bulletins/bulletin/_downloads.html", {"downloads": {"total": 0}})
    assert "还没有人下载" in nothing


# ---------------------------------------------------------------- permanent addresses
def test_permanent_page_names_the_file_and_how_to_check_it(client, issue):
    document = file_of(issue, "small")

    page = client.get(f"/bulletins/files/{document.sha256.upper()}/").content.decode()

    for words in ("2015年工作简报", "微信版", "第1版", document.sha256, "certutil -hashfile", "8 字节"):
        assert words in page, words
    assert f"/bulletins/files/{document.sha256}/" in client.get("/bulletins/2015/").content.decode()


def test_address_stays_when_the_file_is_made_anew_and_when_an_edition_follows(client, issue):
    old = file_of(issue)
    newer = make.finished_document(issue, "pdf", sha256="a" * 64)
    BulletinRendition.objects.filter(variant="pdf").update(requested=newer, document=newer)
    corrected = issues.corrected(issue)
    make.give_document(corrected, make.finished_document(corrected, "pdf", sha256="b" * 64))

    page = client.get(f"/bulletins/files/{old.sha256}/").content.decode()

    assert "这是旧版的文件" in page
    assert client.get(f"/bulletins/files/{old.sha256}/download/")["ETag"] == f'"{old.sha256}"'
    assert client.get(f"/bulletins/files/{'a' * 64}/").status_code == 200
    assert client.get(PDF)["ETag"] == f'"{"b" * 64}"'
    assert "这是旧版的文件" not in client.get(f"/bulletins/files/{'b' * 64}/").content.decode()
    edition = client.get("/bulletins/2015/editions/1/").content.decode()
    assert f"/bulletins/files/{'a' * 64}/download/" in edition  # not the newer edition's file


def test_what_was_printed_before_the_issue_has_no_address(client, issue):
    draft = make.finished_document(issue, snapshot={**issue.frozen, "title": "草稿"}, sha256="c" * 64)

    assert client.get(f"/bulletins/files/{draft.sha256}/").status_code == 404


@pytest.mark.parametrize("sha256", ["0" * 64, "abc", "f" * 200])
def test_unknown_checksum_is_404(client, issue, sha256):
    assert client.get(f"/bulletins/files/{sha256}/").status_code == 404


def test_file_of_a_withdrawn_issue_can_be_checked_but_not_downloaded(client, issue):
    Bulletin.objects.update(state="withdrawn")
    address = f"/bulletins/files/{file_of(issue).sha256}/"

    answer = client.get(address)

    assert (answer.status_code, file_of(issue).sha256 in answer.content.decode()) == (410, True)
    assert client.get(f"{address}download/").status_code == 404
    assert client.get(PDF).status_code == 404
