"""Arranging on the workbench: order, in and out, sections, own texts, marks of what waits."""

import json

import pytest

from bulletins.models import Bulletin, BulletinEntry, EntryComment
from tests import factories as make
from tests.bulletins.test_admin_bulletins import page_of, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(client):
    user = make.staff(display_name="秘书甲")
    client.force_login(user)
    return user


@pytest.fixture
def issue():
    """Two sections: three entries in the first, one in the second."""
    bulletin = make.BulletinFactory(year=2016)
    news = make.BulletinSectionFactory(bulletin=bulletin, order=0)
    other = make.BulletinSectionFactory(bulletin=bulletin, kind="research", title="调研报告", order=1)
    for place in range(3):
        make.BulletinEntryFactory(section=news, order=place, article__headline=f"甲{place}")
    make.BulletinEntryFactory(section=other, article__headline="乙0")
    return bulletin


def order_of(bulletin) -> list[list[str]]:
    return [
        list(section.entries.filter(dropped=False).order_by("order").values_list("headline", flat=True))
        for section in bulletin.sections.order_by("order")
    ]


def pk_of(headline: str) -> int:
    return BulletinEntry.objects.get(headline=headline).pk


def arrange(client, bulletin, rows):
    return client.post(page_of(bulletin, "arrange"), json.dumps(rows), content_type="application/json")


# ---------------------------------------------------------------- order
def test_an_arrangement_is_saved_at_once_over_sections(client, secretary, issue):
    news, other = issue.sections.order_by("order")
    rows = [
        {"section": other.pk, "entries": [pk_of("甲2"), pk_of("乙0")]},
        {"section": news.pk, "entries": [pk_of("甲1"), pk_of("甲0")]},
    ]
    answer = arrange(client, issue, rows)
    assert (answer.status_code, answer.json()) == (200, {"saved": True})
    assert order_of(issue) == [["甲2", "乙0"], ["甲1", "甲0"]]


def test_a_refused_arrangement_answers_with_the_reason(client, secretary, issue):
    Bulletin.objects.update(state="approved")
    answer = arrange(client, issue, [])
    assert answer.status_code == 409
    assert "内容不能再改" in answer.json()["refused"]


def test_an_entry_of_another_issue_is_refused(client, secretary, issue):
    stranger = make.BulletinEntryFactory()
    answer = arrange(client, issue, [{"section": issue.sections.first().pk, "entries": [stranger.pk]}])
    assert answer.json() == {"refused": "篇目已有变动，请刷新页面后重试。"}


@pytest.mark.parametrize(
    "body", ["", "{}", "[1]", '[{"section": 1}]', '[{"section": "1", "entries": []}]', "[[", "null"]
)
def test_anything_else_is_a_bad_request(client, secretary, issue, body):
    answer = client.post(page_of(issue, "arrange"), body, content_type="application/json")
    assert answer.status_code == 400
    assert order_of(issue) == [["甲0", "甲1", "甲2"], ["乙0"]]


STEPS = [
    ("甲1", "up", [["甲1", "甲0", "甲2"], ["乙0"]]),
    ("甲1", "down", [["甲0", "甲2", "甲1"], ["乙0"]]),
    ("甲2", "down", [["甲0", "甲1"], ["甲2", "乙0"]]),
    ("乙0", "up", [["甲0", "甲1", "甲2", "乙0"], []]),
    ("甲0", "up", [["甲0", "甲1", "甲2"], ["乙0"]]),
    ("乙0", "down", [["甲0", "甲1", "甲2"], ["乙0"]]),
]


@pytest.mark.parametrize(("headline", "step", "order"), STEPS)
def test_a_step_moves_one_place_and_over_the_edge(client, secretary, issue, headline, step, order):
    answer = client.post(page_of(issue, "entry_step", pk_of(headline)), {"step": step})
    assert answer.status_code == 302
    assert order_of(issue) == order


def test_a_section_moves_as_a_whole(client, secretary, issue):
    client.post(page_of(issue, "section_step", issue.sections.get(kind="research").pk), {"step": "up"})
    assert order_of(issue) == [["乙0"], ["甲0", "甲1", "甲2"]]


# ---------------------------------------------------------------- in, out, new
def test_dropped_goes_to_the_tray_and_comes_back(client, secretary, issue):
    client.post(page_of(issue, "drop", pk_of("甲1")))
    page = client.get(page_of(issue))
    assert [card.entry.headline for card in page.context["left_out"]] == ["甲1"]
    assert order_of(issue)[0] == ["甲0", "甲2"]
    client.post(page_of(issue, "restore", pk_of("甲1")))
    assert order_of(issue)[0] == ["甲0", "甲1", "甲2"]


def test_a_text_of_ones_own_opens_to_be_written(client, secretary, issue):
    section = issue.sections.first()
    answer = client.post(page_of(issue, "add_text", section.pk), {"headline": "编者的话"})
    made = BulletinEntry.objects.get(headline="编者的话")
    assert (answer.url, made.kind, made.section) == (page_of(issue, "entry", made.pk), "text", section)


@pytest.mark.parametrize(
    ("headline", "message"), [("", "请填写标题。"), ("长" * 121, "标题最多 120 个字，现在有 121 个。")]
)
def test_a_wrong_headline_is_said(client, secretary, issue, headline, message):
    answer = client.post(page_of(issue, "add_text", issue.sections.first().pk), {"headline": headline})
    assert said(answer) == [message]
    assert not BulletinEntry.objects.filter(kind="text").exists()


def test_a_section_is_named_and_introduced(client, secretary, issue):
    section = issue.sections.first()
    client.post(page_of(issue, "section", section.pk), {"title": "要闻", "intro": "一年大事"})
    section.refresh_from_db()
    assert (section.title, section.intro) == ("要闻", "一年大事")
    assert said(client.post(page_of(issue, "section", section.pk), {"title": ""})) != []
    section.refresh_from_db()
    assert section.title == "要闻"


def test_filling_says_how_many_came_and_touches_nothing(client, secretary, issue):
    make.ArticleFactory(year=2016, headline="新来的")
    answer = client.post(page_of(issue, "fill"))
    assert said(answer)[0].startswith("补入 ")
    assert BulletinEntry.objects.filter(headline="新来的").exists()
    assert said(client.post(page_of(issue, "fill")))[-1] == "没有新的记录可以补入。"


# ---------------------------------------------------------------- marks
def test_a_card_says_what_waits_there(client, secretary, issue):
    entry = BulletinEntry.objects.get(headline="甲0")
    entry.article.headline = "甲零"
    entry.article.save()
    EntryComment.objects.create(entry=entry, text="请核对日期")
    EntryComment.objects.create(entry=entry, text="已改", resolved_at="2016-01-01T00:00Z")
    page = client.get(page_of(issue))
    card = next(card for column in page.context["columns"] for card in column.cards if card.entry == entry)
    assert (card.changed, card.comments) == (True, 1)
    assert card.findings >= 1
    text = page.content.decode()
    assert "来源已修改" in text and "批注 1" in text and f"校对 {card.findings}" in text
