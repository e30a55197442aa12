"""The admin's start page: quick acts, dates of the next weeks, charts with their numbers, a menu by tasks."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from alliance.portal.admin_dashboard import Chart, charts, deadlines, quick_acts
from alliance.portal.admin_menu import TASKS, counts, menu
from meetings.models import ActionItem
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(client):
    user = make.staff(display_name="秘书甲")
    client.force_login(user)
    return user


def of_user(rf, user):
    request = rf.get(reverse("admin:index"))
    request.user = user
    return request


# ---------------------------------------------------------------- menu
def test_every_model_of_the_menu_is_registered():
    labels = {model._meta.label for model in admin.site._registry}
    assert [label for _, _, named in TASKS for label in named if label not in labels] == []


def test_menu_leads_to_every_list_that_a_person_may_open(rf, secretary):
    make.AllianceProfileFactory(collects_dues=True)
    links = {item["link"] for group in menu(of_user(rf, secretary)) for item in group["items"]}
    shown = [
        each for each in admin.site._registry.values() if each.has_module_permission(of_user(rf, secretary))
    ]
    lists = {reverse(f"admin:{each.opts.app_label}_{each.opts.model_name}_changelist") for each in shown}
    assert lists <= links
    assert reverse("admin:index") in links


def test_menu_holds_only_what_the_person_may_see(rf):
    editor = make.UserFactory(is_staff=True)
    editor.user_permissions.add(Permission.objects.get(codename="view_article"))
    groups = menu(of_user(rf, editor))
    assert [(group["title"], [item["title"] for item in group["items"]]) for group in groups[1:]] == [
        ("稿件与简报", ["稿件"])
    ]


def test_menu_counts_what_waits_in_one_query(rf, secretary, django_assert_num_queries):
    make.ProposalFactory.create_batch(2, state="submitted")
    make.ArticleFactory(state="submitted")
    make.ArticleFactory(state="draft")
    labels = ["projects.Proposal", "bulletins.Article", "meetings.Minutes"]
    with django_assert_num_queries(1):
        found = counts(labels, secretary)
    assert found == {"projects.Proposal": 2, "bulletins.Article": 1, "meetings.Minutes": 0}
    groups = {group["title"]: group["badge"] for group in menu(of_user(rf, secretary)) if group["title"]}
    assert (groups["项目征集"], groups["稿件与简报"], groups["会议与纪要"]) == (2, 1, 0)


# ---------------------------------------------------------------- dates
def test_dates_of_the_next_weeks_are_listed_soonest_first(secretary):
    now = timezone.now()
    make.SolicitationFactory(name="某批次", state="open", deadline=now + timedelta(days=20))
    make.SolicitationFactory(state="closed", deadline=now + timedelta(days=3))
    make.MeetingFactory(name="某会议", state="planned", starts_on=timezone.localdate() + timedelta(days=5))
    make.MeetingFactory(state="planned", starts_on=timezone.localdate() + timedelta(days=90))
    resolution = make.ResolutionFactory()
    ActionItem.objects.create(resolution=resolution, task="起草办法", due_on=timezone.localdate())
    assert [(each.kind, each.title) for each in deadlines(secretary)] == [
        ("督办", "起草办法"),
        ("会议", "某会议"),
        ("征集截止", "某批次"),
    ]


def test_dates_are_for_those_who_may_see_them(rf):
    make.MeetingFactory(state="planned", starts_on=timezone.localdate())
    assert deadlines(make.UserFactory(is_staff=True)) == []


# ---------------------------------------------------------------- charts
def test_charts_count_real_records_alone(secretary):
    unit = make.UnitFactory(name="某大学", short_name="", kind="university")
    make.UnitFactory(kind="enterprise", is_example=True)
    batch = make.SolicitationFactory(year=2015, is_example=False)
    make.SolicitationTallyFactory(solicitation=batch, unit=unit, count=4)
    make.ArticleFactory(state="published", happened_on="2015-09-01", year=2015)
    make.ArticleFactory(state="published", happened_on="2015-09-02", year=2015, is_example=True)
    found = {chart.title: dict(chart.rows) for chart in charts(secretary)}
    assert found["各单位项目建议（2015年）"] == {"某大学": 4}
    assert found["已发布稿件（2015年，按月）"]["9月"] == 1
    assert found["成员单位（按类别）"] == {"高校": 1}


def test_chart_is_told_in_numbers_as_well(client, secretary):
    make.UnitFactory(kind="university")
    page = client.get(reverse("admin:index")).content.decode()
    assert 'aria-label="成员单位（按类别），数字见下表"' in page
    assert "共 1 家，查看数字" in page


def test_chart_data_survive_quotes():
    chart = Chart("甲", (('某"所', 2),), "项")
    assert chart.data.startswith('{"labels": ["某\\"所"]')
    assert chart.total == 2


# ---------------------------------------------------------------- page
def test_quick_acts_follow_the_rights(secretary):
    editor = make.UserFactory(is_staff=True)
    editor.user_permissions.add(Permission.objects.get(codename="add_article"))
    assert [act["title"] for act in quick_acts(editor)] == ["新增稿件"]
    assert "新一期简报" in [act["title"] for act in quick_acts(secretary)]


@pytest.mark.parametrize("rows", [1, 3])
def test_start_page_takes_the_same_queries_for_one_row_and_three(
    client, secretary, django_assert_num_queries, rows
):
    make.ProposalFactory.create_batch(rows, state="submitted")
    make.MeetingFactory.create_batch(rows, state="planned", starts_on=timezone.localdate())
    make.ArticleFactory.create_batch(rows)
    client.get(reverse("admin:index"))
    with django_assert_num_queries(40):
        page = client.get(reverse("admin:index"))
    assert page.status_code == 200
