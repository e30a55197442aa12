"""The command palette: pages and records by name or pinyin, as far as the person's rights go."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def search(client):
    client.force_login(make.staff())

    def found(text: str) -> list[tuple[str, str]]:
        results = client.get(reverse("admin:search"), {"s": text}).context["results"]
        return [(each.title, each.description) for each in results]

    return found


@pytest.mark.parametrize("text", ["张懿", "zhangyi", "zy", " zhang  yi "])
def test_person_is_found_by_name_and_pinyin(search, text):
    make.PersonFactory(name="张懿")
    assert ("张懿", "人员") in search(text)


def test_list_is_found_by_its_name(search):
    assert ("成员单位", "列表") in search("成员单")


def test_nothing_typed_finds_nothing_and_unknown_is_said(client, search):
    assert search("") == []
    assert search("甲乙丙丁") == []
    assert "没有找到相符的内容" in client.get(reverse("admin:search"), {"s": "甲乙丙丁"}).content.decode()


@pytest.mark.parametrize("text", ["\u3000", "x" * 5000, "%", "';--", "<b>"])
def test_strange_searches_are_answered(client, search, text):
    assert client.get(reverse("admin:search"), {"s": text}).status_code == 200


def test_only_what_the_person_may_see_is_found(client):
    make.PersonFactory(name="张懿")
    make.ArticleFactory(headline="张懿来访")
    editor = make.UserFactory(is_staff=True)
    editor.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(editor)
    results = client.get(reverse("admin:search"), {"s": "张懿"}).context["results"]
    assert [(each.title, each.description) for each in results] == [("张懿来访", "稿件")]


def test_records_of_one_kind_are_limited(search):
    make.UnitFactory.create_batch(9)
    units = [title for title, kind in search("研究所") if kind == "成员单位"]
    assert len(units) <= 5


def test_visitors_and_members_do_not_search(client):
    assert client.get(reverse("admin:search"), {"s": "张"}).status_code == 302
    client.force_login(make.UserFactory())
    assert client.get(reverse("admin:search"), {"s": "张"}).status_code == 302


def test_searching_takes_the_same_queries_for_one_row_and_three(search):
    """The number itself follows from how many kinds of record can be searched."""
    numbers = []
    for _ in range(2):
        make.PersonFactory.create_batch(2)
        search("王")
        with CaptureQueriesContext(connection) as asked:
            search("王")
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]
