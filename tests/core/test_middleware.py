"""Hostile text in requests: a 400 in Chinese, never a 500."""

import pytest

from alliance.core.middleware import MESSAGE

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
BOUNDARY = "----b"


def multipart(value: bytes, *, name: bytes = b"login", charset: str = "") -> dict:
    body = b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n--%s--\r\n' % (
        BOUNDARY.encode(),
        name,
        value,
        BOUNDARY.encode(),
    )
    suffix = f"; charset={charset}" if charset else ""
    return {"data": body, "content_type": f"multipart/form-data; boundary={BOUNDARY}{suffix}"}


def urlencoded(body: bytes, *, charset: str = "") -> dict:
    suffix = f"; charset={charset}" if charset else ""
    return {"data": body, "content_type": f"application/x-www-form-urlencoded{suffix}"}


def send(client, *, data: bytes, content_type: str):
    """POST these very bytes: `client.post` would encode them anew."""
    return client.generic("POST", LOGIN, data, content_type)


def is_refused(response) -> bool:
    assert (response.status_code, response.content.decode()) == (400, MESSAGE)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return True


# ---------------------------------------------------------------- NUL
@pytest.mark.parametrize("address", ["/?q=%00", "/?q=a%00b", "/?%00=1", "/?a=1&a=%00", "/%00", "/x%00y/"])
def test_nul_in_address_is_400(client, address):
    assert is_refused(client.get(address))


@pytest.mark.parametrize(
    "request_body",
    [
        urlencoded(b"login=a%00b"),
        urlencoded(b"lo%00gin=a"),
        multipart(b"a\x00b"),
        multipart(b"a", name=b"lo\x00"),
    ],
)
def test_nul_in_form_is_400(client, request_body):
    assert is_refused(send(client, **request_body))


def test_nul_hidden_in_a_cookie_as_an_octal_escape_is_400(client):
    """The session key goes into a query."""
    assert is_refused(client.get(LOGIN, headers={"cookie": 'sessionid="abcdefghij\\000klm"'}))


# ---------------------------------------------------------------- other encodings
@pytest.mark.parametrize(
    "request_body",
    [
        urlencoded("login=攀枝花".encode("gbk"), charset="gbk"),
        urlencoded(b"login=a", charset="hex"),
        urlencoded(b"login=a", charset="utf-7"),
        multipart("攀枝花".encode("gbk"), charset="GB18030"),
        multipart(b"+2AA-@example.com", charset="utf-7"),
        multipart("a\x00".encode("utf-16"), charset="utf-16"),
    ],
)
def test_body_declared_in_another_charset_is_400(client, request_body):
    assert is_refused(send(client, **request_body))


def test_lone_surrogate_in_an_address_declared_as_utf7_is_400(client):
    assert is_refused(client.get("/?q=%2B2AA-", headers={"content-type": "text/plain; charset=utf-7"}))


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8"])
def test_body_declared_as_utf8_passes(client, charset):
    response = send(client, **urlencoded("login=攀枝花".encode(), charset=charset))

    assert response.status_code == 200


@pytest.mark.parametrize(
    "request_body",
    [
        urlencoded(b"login=" + "攀枝花".encode("gbk")),
        urlencoded(b"login=%C5%CA%D6%A6%BB%A8"),
        urlencoded(b"login=%ED%A0%80@example.com"),
        multipart("攀枝花".encode("gbk")),
        multipart(b"\xed\xa0\x80@example.com"),
        multipart(b"\xff\xfe\xfd"),
    ],
)
def test_bytes_that_are_no_utf8_are_a_form_error_not_a_500(client, request_body):
    response = send(client, **request_body)

    assert response.status_code == 200
    assert response.context["form"].errors


@pytest.mark.parametrize("address", ["/%C5%CA%D6%A6", "/%ED%A0%80", "/members/%FF/", "/files/%ED%A0%80/"])
def test_path_in_no_utf8_is_404(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("query", ["q=%C5%CA%D6%A6%BB%A8", "q=%ED%A0%80", "q=%ED%A0%80%ED%B0%80", "q=%FF"])
def test_query_in_no_utf8_is_answered(client, query):
    assert client.get(f"{LOGIN}?next=/&{query}").status_code == 200


# ---------------------------------------------------------------- other broken requests
def test_unfinished_multipart_body_is_400(client):
    response = send(client, data=b"--x", content_type="multipart/form-data; boundary=" + "b" * 300)

    assert response.status_code == 400


def test_too_many_fields_are_400(client):
    body = "&".join(f"f{n}=1" for n in range(1001)).encode()

    assert send(client, **urlencoded(body)).status_code == 400


def test_foreign_host_is_400(client):
    assert client.get(LOGIN, headers={"host": "evil.example"}).status_code == 400
