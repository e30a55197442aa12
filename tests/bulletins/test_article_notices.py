"""Who is told what becomes of an article; the news for feed readers."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone

from alliance.core.transitions import run_transition
from alliance.notices.models import Notice
from tests import factories as make

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def unit():
    return make.UnitFactory(name="某研究院")


def told(kind: str) -> list[tuple]:
    return [(one.recipient, one.title, one.body) for one in Notice.objects.filter(kind=kind)]


def moved(unit, name: str, actor, reason="", **fields):
    article = make.ArticleFactory(unit=unit, headline="中试线投产", **fields)
    run_transition(actor=actor, obj=article, name=name, reason=reason)
    return article


def test_the_secretariat_is_told_of_what_came_in(unit):
    secretary = make.staff()

    article = moved(unit, "submit", make.liaison_of(unit), state="draft")

    assert told("article.submitted") == [
        (secretary, "收到稿件：中试线投产", "某研究院投稿，栏目：工作动态。")
    ]
    assert Notice.objects.get().url == reverse("admin:bulletins_article_change", args=[article.pk])


def test_the_unit_is_told_why_it_came_back(unit):
    liaison = make.liaison_of(unit)
    make.liaison_of(make.UnitFactory())

    article = moved(unit, "send_back", make.staff(), "请补充数据", state="submitted")

    assert told("article.returned") == [(liaison, "稿件被退回修改：中试线投产", "理由：请补充数据")]
    assert Notice.objects.get().url == reverse("bulletins:article-own", args=[article.pk])


@pytest.mark.parametrize(
    ("name", "state", "words"),
    [
        ("accept", "submitted", "已采用"),
        ("publish", "accepted", "已发布"),
        ("unpublish", "published", "已撤下"),
    ],
)
def test_the_unit_is_told_what_was_decided(unit, name, state, words):
    liaison = make.liaison_of(unit)

    moved(unit, name, make.staff(), "有误" if name == "unpublish" else "", state=state)

    ((recipient, title, body),) = told("article.decided")
    assert (recipient, title) == (liaison, f"稿件{words}：中试线投产")
    assert body == ("理由：有误" if name == "unpublish" else "")


def test_who_acts_is_not_told_of_the_own_act():
    secretary = make.staff()

    moved(None, "submit", secretary, state="draft", created_by=secretary)
    moved(None, "publish", secretary, state="draft", created_by=secretary)

    assert Notice.objects.count() == 0


# ---------------------------------------------------------------- feeds
def publish(days_ago: int, **fields):
    return make.ArticleFactory(published_at=timezone.now() - timedelta(days=days_ago), **fields)


def test_rss_has_the_newest_published_articles(client, settings):
    settings.SITE_URL = "https://alliance.example.org"
    publish(5, headline="旧闻")
    newest = publish(1, headline="钒<钛>", lead="提要", signature="秘书处", category="research")
    publish(1, headline="示例", is_example=True)
    make.ArticleFactory(state="accepted")

    answer = client.get(reverse("bulletins:feed"))
    channel = ElementTree.fromstring(answer.content).find("channel")

    assert answer["Content-Type"].startswith("application/rss+xml")
    assert channel.findtext("language") == "zh-CN"
    items = channel.findall("item")
    assert [item.findtext("title") for item in items] == ["钒<钛>", "旧闻"]
    assert items[0].findtext("link") == f"https://alliance.example.org{newest.get_absolute_url()}"
    assert (items[0].findtext("description"), items[0].findtext("category")) == ("提要", "调研报告")


def test_an_article_without_a_lead_begins_with_its_text(client):
    publish(1, body="<p>联盟" + "甲" * 200 + "</p><script>x</script>")

    item = ElementTree.fromstring(client.get(reverse("bulletins:feed")).content).find("channel/item")

    assert item.findtext("description").startswith("联盟甲")
    assert len(item.findtext("description")) <= 121


def test_atom_names_itself_and_its_entries(client, settings):
    settings.SITE_URL = "https://alliance.example.org"
    article = publish(1)

    answer = client.get(reverse("bulletins:atom"))
    feed = ElementTree.fromstring(answer.content)

    assert answer["Content-Type"].startswith("application/atom+xml")
    links = [link.get("href") for link in feed.findall("a:link", ATOM)]
    assert "https://alliance.example.org/news/atom/" in links
    assert feed.find("a:entry/a:link", ATOM).get("href").endswith(article.get_absolute_url())
    assert feed.findtext("a:entry/a:updated", namespaces=ATOM)


def test_the_list_leads_feed_readers_to_both(client):
    text = client.get(reverse("bulletins:articles")).content.decode()

    for name in ("feed", "atom"):
        assert f'href="{reverse(f"bulletins:{name}")}"' in text


def test_the_feed_asks_the_same_number_of_times(client, django_assert_num_queries):
    for number in range(3):
        publish(number, unit=make.UnitFactory())

    with django_assert_num_queries(2):
        client.get(reverse("bulletins:feed"))
