"""Serving files: who may, and what HTTP owes a PDF reader on a bad line."""

from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from alliance.core.files.store import store_file
from alliance.core.registry import file_readers
from tests.core.uploads import office
from tests.factories import UserFactory, staff, stored_picture

pytestmark = pytest.mark.django_db

CONTENT = b"%PDF-1.7\n" + bytes(range(256)) * 4
SIZE = len(CONTENT)


@pytest.fixture
def owner():
    return UserFactory()


@pytest.fixture
def stored(owner):
    return store_file(actor=owner, upload=SimpleUploadedFile("2015年工作简报.pdf", CONTENT))


@pytest.fixture
def get(client, owner, stored):
    """`get(range_="bytes=0-4")`: the owner asks for the file."""
    client.force_login(owner)

    def ask(method: str = "get", **headers):
        names = {name.strip("_").replace("_", "-"): value for name, value in headers.items()}
        return getattr(client, method)(f"/files/{stored.pk}/", headers=names)

    return ask


def body(response) -> bytes:
    return response.getvalue()


# ---------------------------------------------------------------- the whole file
def test_whole_file_comes_inline_under_its_chinese_name(get):
    response = get()

    assert response.status_code == 200
    assert body(response) == CONTENT
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(SIZE)
    assert response["X-Content-Type-Options"] == "nosniff"
    kind, _, name = response["Content-Disposition"].partition("; filename*=UTF-8''")
    assert (kind, unquote(name)) == ('inline; filename="2015.pdf"', "2015年工作简报.pdf")


def test_word_file_is_downloaded_and_a_picture_opens_without_rights(client, owner):
    client.force_login(owner)
    word = store_file(actor=owner, upload=SimpleUploadedFile("纪要.docx", office()))
    picture = stored_picture(actor=owner, name="照片.png")

    download, shown = client.get(f"/files/{word.pk}/"), client.get(f"/files/{picture.pk}/")

    assert download["Content-Disposition"].startswith('attachment; filename="file.docx"; ')
    assert shown["Content-Disposition"].startswith('inline; filename="file.png"; ')
    assert shown["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert [r["X-Content-Type-Options"] for r in (download, shown)] == ["nosniff", "nosniff"]


def test_pdf_may_be_shown_by_the_viewer_of_the_browser(get):
    """Chromium shows no PDF inside a sandbox; the site's own policy lets no script of the file run."""
    policy = get()["Content-Security-Policy"]

    assert "sandbox" not in policy
    assert "script-src 'self'" in policy


def test_hostile_name_cannot_add_a_header(client):
    admin = staff()
    upload = SimpleUploadedFile("报告.pdf", CONTENT)
    upload._name = 'a";\r\nSet-Cookie: evil=1\u202e.pdf'
    client.force_login(admin)

    response = client.get(f"/files/{store_file(actor=admin, upload=upload).pk}/")

    assert "\r" not in response["Content-Disposition"]
    assert "evil" not in response.cookies


def test_answer_is_private_and_revalidated(get, stored):
    response = get()

    assert response["ETag"] == f'"{stored.sha256}"'
    assert sorted(response["Cache-Control"].split(", ")) == ["no-cache", "private"]
    assert response["Accept-Ranges"] == "bytes"


def test_head_has_the_headers_and_no_body(get):
    response = get("head")

    assert (response.status_code, response["Content-Length"]) == (200, str(SIZE))
    assert body(response) == b""


# ---------------------------------------------------------------- 304
@pytest.mark.parametrize("form", ['"{}"', 'W/"{}"', '"other", "{}"', "*", '"{}" , W/"other"'])
def test_known_content_is_not_sent_again(get, stored, form):
    response = get(If_None_Match=form.format(stored.sha256))

    assert response.status_code == 304
    assert response.content == b""
    assert response["ETag"] == f'"{stored.sha256}"'


@pytest.mark.parametrize("tag", ['"other"', "", "nonsense", 'W/"other"'])
def test_unknown_content_is_sent(get, tag):
    assert get(If_None_Match=tag).status_code == 200


# ---------------------------------------------------------------- 206 and 416
@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-99", 0, 99),
        ("bytes=100-199", 100, 199),
        ("bytes=1000-", 1000, SIZE - 1),
        ("bytes=0-", 0, SIZE - 1),
        ("bytes=-10", SIZE - 10, SIZE - 1),
        (f"bytes=-{SIZE * 2}", 0, SIZE - 1),
        (f"bytes={SIZE - 1}-", SIZE - 1, SIZE - 1),
        (f"bytes=5-{SIZE * 9}", 5, SIZE - 1),
    ],
)
def test_range_is_answered_with_exactly_these_bytes(get, wanted, first, last):
    response = get(Range=wanted)

    assert response.status_code == 206
    assert body(response) == CONTENT[first : last + 1]
    assert response["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert response["Content-Length"] == str(last - first + 1)
    assert response["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("wanted", [f"bytes={SIZE}-", f"bytes={SIZE}-{SIZE + 5}", "bytes=-0"])
def test_range_behind_the_end_is_416_and_tells_the_size(get, wanted):
    response = get(Range=wanted)

    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{SIZE}"


@pytest.mark.parametrize(
    "wanted",
    ["bytes=5-2", "bytes=-", "bytes=a-b", "bytes=0-1,3-4", "lines=0-5", "bytes=0-" + "9" * 5000, "bytes 0-5"],
)
def test_what_is_no_single_range_gets_the_whole_file(get, wanted):
    response = get(Range=wanted)

    assert response.status_code == 200
    assert body(response) == CONTENT


def test_resumed_download_of_the_same_content_continues(get, stored):
    response = get(Range="bytes=100-", If_Range=f'"{stored.sha256}"')

    assert (response.status_code, body(response)) == (206, CONTENT[100:])


@pytest.mark.parametrize("validator", ['"other"', 'W/"{}"', "Wed, 21 Oct 2015 07:28:00 GMT"])
def test_resumed_download_of_changed_content_starts_over(get, stored, validator):
    response = get(Range="bytes=100-", If_Range=validator.format(stored.sha256))

    assert (response.status_code, body(response)) == (200, CONTENT)


def test_range_in_pieces_puts_the_file_together_again(get):
    pieces = [body(get(Range=f"bytes={at}-{at + 99}")) for at in range(0, SIZE, 100)]

    assert b"".join(pieces) == CONTENT


# ---------------------------------------------------------------- who may read
def test_uploader_and_staff_may_read(client, owner, stored):
    for user in (owner, UserFactory(is_staff=True)):
        client.force_login(user)
        assert client.get(f"/files/{stored.pk}/").status_code == 200


def test_others_get_404_as_if_it_did_not_exist(client, stored):
    anonymous = client.get(f"/files/{stored.pk}/")
    client.force_login(UserFactory())
    other = client.get(f"/files/{stored.pk}/")
    missing = client.get("/files/999999/")

    assert [r.status_code for r in (anonymous, other, missing)] == [404, 404, 404]
    assert "ETag" not in other


def test_right_is_asked_before_the_cache_is_answered(client, stored):
    response = client.get(f"/files/{stored.pk}/", headers={"If-None-Match": f'"{stored.sha256}"'})

    assert response.status_code == 404


def test_registered_reader_opens_a_file_to_the_public(client, stored):
    def reader(user, asked):
        return asked.pk == stored.pk

    file_readers.register(reader)
    try:
        assert client.get(f"/files/{stored.pk}/").status_code == 200
        assert client.get(f"/files/{stored_picture().pk}/").status_code == 404
    finally:
        file_readers._providers.remove(reader)


def test_file_gone_from_disk_is_404(client, owner, stored):
    stored.file.storage.delete(stored.file.name)
    client.force_login(owner)

    assert client.get(f"/files/{stored.pk}/").status_code == 404
