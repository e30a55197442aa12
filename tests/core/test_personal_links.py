"""Tokens of personal links: what they say, how they end, and that no other purpose takes them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from alliance.core import audit
from alliance.core.personal_links import (
    ACTS,
    EXPIRED,
    UNKNOWN,
    WRONG_LINKS,
    LinkRefused,
    Purpose,
    act_data,
    make_link,
    make_path,
    read_link,
)
from tests import factories as make

VOTE, REPLY = Purpose("test.vote", "meetings:reply_by_link"), Purpose("test.reply", "meetings:reply_by_link")
HOUR = timedelta(hours=1)


class Thing:
    def __init__(self, pk: int, link_series: int = 0):
        self.pk, self.link_series = pk, link_series

    def __str__(self) -> str:
        return f"张{self.pk}"


def token_of(path: str) -> str:
    return path.rstrip("/").rsplit("/", 1)[1]


def a_token(purpose=REPLY, subject=7, target=9, series=2, valid_for=HOUR) -> str:
    return token_of(
        make_path(purpose=purpose, subject=Thing(subject), target=Thing(target, series), valid_for=valid_for)
    )


def test_token_says_who_about_what_and_until_when():
    before = datetime.now(UTC)
    link = read_link(REPLY, a_token())
    assert (link.subject, link.target, link.series) == (7, 9, 2)
    assert before + HOUR - timedelta(seconds=1) <= link.expires_at <= datetime.now(UTC) + HOUR


def test_link_is_absolute_short_and_needs_no_escaping():
    link = make_link(purpose=REPLY, subject=Thing(10**6), target=Thing(10**6), valid_for=HOUR)
    assert link.startswith(f"{settings.SITE_URL}/meetings/r/")
    assert link.endswith("/")
    path = link.removeprefix(settings.SITE_URL)
    assert len(path) <= 90
    assert set(path) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./")


def refusal(purpose, token: str) -> tuple[str, int]:
    with pytest.raises(LinkRefused) as refused:
        read_link(purpose, token)
    return refused.value.message, refused.value.status


def test_expired_is_over():
    assert refusal(REPLY, a_token(valid_for=timedelta(0))) == (EXPIRED, 410)
    assert refusal(REPLY, a_token(valid_for=-HOUR)) == (EXPIRED, 410)
    assert read_link(REPLY, a_token(valid_for=timedelta(seconds=5))).subject == 7


def test_another_purpose_never_was():
    assert refusal(VOTE, a_token(REPLY)) == (UNKNOWN, 404)
    assert refusal(REPLY, a_token(VOTE, valid_for=-HOUR)) == (UNKNOWN, 404)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1],
        lambda token: token[1:],
        lambda token: "8" + token[1:],
        lambda token: token + "x",
        lambda token: token.split(".")[0],
        lambda token: token.replace(".", "-"),
        lambda token: token.upper(),
        lambda token: "",
        lambda token: ".",
        lambda token: "链接",
        lambda token: "9" * 5000,
    ],
)
def test_forged_never_was(spoil):
    assert refusal(REPLY, spoil(a_token())) == (UNKNOWN, 404)


def test_every_number_is_signed():
    value, signature = a_token().split(".")
    for place in range(4):
        numbers = value.split("-")
        numbers[place] = "1z"
        assert refusal(REPLY, ".".join(["-".join(numbers), signature])) == (UNKNOWN, 404)


def test_key_that_was_replaced_still_reads(settings):
    token = a_token()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, long enough for the test of links"
    assert read_link(REPLY, token).subject == 7
    settings.SECRET_KEY_FALLBACKS = []
    assert refusal(REPLY, token) == (UNKNOWN, 404)


# ---------------------------------------------------------------- pages
@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_wrong_links_of_one_address_are_stopped_and_another_address_is_not(client, method):
    wrong, here, there = (
        "/meetings/r/nonsense/",
        f"198.51.100.{ord(method[0])}",
        f"203.0.113.{ord(method[0])}",
    )
    send = getattr(client, method)
    # A POST counts as an act only behind a right link.
    answers = [send(wrong, REMOTE_ADDR=here).status_code for _ in range(WRONG_LINKS.attempts + 1)]
    assert answers == [404] * WRONG_LINKS.attempts + [429]
    assert send(wrong, REMOTE_ADDR=there).status_code == 404
    assert ACTS.attempts == 300  # a hall full of people behind one address


@pytest.mark.django_db
def test_refusal_is_a_chinese_page_that_nobody_keeps(client):
    answer = client.get("/meetings/r/nonsense/", REMOTE_ADDR="198.51.100.9")
    assert answer.status_code == 404
    assert UNKNOWN in answer.content.decode()
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert client.cookies == {}


# ---------------------------------------------------------------- the record
@pytest.mark.django_db
def test_audit_says_whose_link_it_was():
    person = make.PersonFactory(name="张三")
    by_link = audit.record(actor=None, obj=person, action="test", label="答复", data=act_data(person))
    by_user = audit.record(
        actor=make.UserFactory(display_name="李四"), obj=person, action="test", label="答复"
    )
    by_system = audit.record(actor=None, obj=person, action="test", label="答复")
    assert by_link.data == {"by_link": "张三", "person": person.pk}
    assert [entry.done_by for entry in (by_link, by_user, by_system)] == ["张三（个人链接）", "李四", "系统"]
