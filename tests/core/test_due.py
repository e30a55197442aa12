"""How far off a deadline is, in the words people use."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from alliance.core.due import due_tone, due_words, when_words

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


NOW = at("2026-03-08T10:30:00")


@pytest.mark.parametrize(
    ("due", "words", "tone"),
    [
        ("2026-03-06T17:00:00", "已逾期 2 天", "wrong"),
        ("2026-03-07T23:59:59", "已逾期 1 天", "wrong"),
        ("2026-03-08T10:29:59", "今天 10:29 已截止", "wrong"),
        ("2026-03-08T10:30:00", "今天 10:30 截止", "wait"),
        ("2026-03-08T17:00:00", "今天 17:00 截止", "wait"),
        ("2026-03-09T00:00:00", "明天 00:00 截止", "wait"),
        ("2026-03-11T09:00:00", "还剩 3 天", "wait"),
        ("2026-03-12T09:00:00", "还剩 4 天", "plain"),
        ("2026-06-16T09:00:00", "还剩 100 天", "plain"),
    ],
)
def test_deadline_is_told_in_plain_words(due, words, tone):
    assert (due_words(at(due), NOW), due_tone(at(due), NOW)) == (words, tone)


def test_day_is_that_of_shanghai_not_of_greenwich():
    now, due = at("2026-03-08T07:00:00"), at("2026-03-08T23:00:00")

    assert due_words(due.astimezone(ZoneInfo("UTC")), now.astimezone(ZoneInfo("UTC"))) == "今天 23:00 截止"


def test_stated_second_is_still_in_time():
    due = at("2026-03-08T10:30:00")

    assert due_tone(due, due.replace(microsecond=999_999)) == "wait"
    assert due_tone(due, due.replace(second=1)) == "wrong"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-03-08T09:05:00", "今天 09:05"),
        ("2026-03-07T23:59:00", "昨天 23:59"),
        ("2026-03-01T08:00:00", "3月1日"),
        ("2025-12-01T08:00:00", "2025年12月1日"),
    ],
)
def test_moment_is_told_as_people_remember_it(moment, words):
    assert when_words(at(moment), NOW) == words
