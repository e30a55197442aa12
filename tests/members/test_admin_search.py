"""Units and people are found by characters, pinyin and initials."""

import re

import pytest
from django.urls import reverse

from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def search(client):
    client.force_login(make.staff())

    def results(name: str, text: str) -> list[str]:
        page = client.get(reverse(f"admin:members_{name}_changelist"), {"q": text})
        return sorted(str(row) for row in page.context["cl"].result_list)

    return results


@pytest.mark.parametrize("text", ["张懿", "zhang yi", "zhangyi", "zy", "ZhangYi"])
def test_person_is_found(search, text):
    make.PersonFactory(name="张懿")
    make.PersonFactory(name="齐涛")
    assert search("person", text) == ["张懿"]


@pytest.mark.parametrize("text", ["重庆", "chongqing", "cqdx", "重大"])
def test_unit_is_found_also_by_another_name(search, text):
    unit = make.UnitFactory(name="重庆大学")
    unit.names.create(name="重大")
    unit.names.create(name="重大学")
    make.UnitFactory(name="东北大学")
    assert search("unit", text) == ["重庆大学"]


def test_nothing_is_found_for_nonsense(search):
    make.PersonFactory(name="张懿")
    assert search("person", "()*+[") == []


def test_autocomplete_finds_by_pinyin(client):
    client.force_login(make.staff())
    make.PersonFactory(name="张懿")
    fields = {"app_label": "meetings", "model_name": "sitting", "field_name": "chair", "term": "zhangyi"}
    answer = client.get(reverse("admin:autocomplete"), fields)
    assert [row["text"] for row in answer.json()["results"]] == ["张懿"]


def test_example_data_can_be_filtered_and_is_marked(client):
    client.force_login(make.staff())
    make.UnitFactory(name="某研究所")
    make.UnitFactory(name="示例研究所", is_example=True)
    page = client.get(reverse("admin:members_unit_changelist"), {"is_example__exact": "1"})
    assert [str(row) for row in page.context["cl"].result_list] == ["示例研究所"]
    assert re.search(r'<td class="field-example[^>]*>示例</td>', page.content.decode())


def test_the_alliance_has_one_profile(client):
    client.force_login(make.staff())
    add = reverse("admin:members_allianceprofile_add")
    assert client.get(add).status_code == 200
    make.AllianceProfileFactory()
    assert client.get(add).status_code == 403
