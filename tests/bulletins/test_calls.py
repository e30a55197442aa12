"""征稿: who is asked, told and reminded, who has sent what."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from alliance.core.database import db_now
from alliance.core.registry import desk_todos
from alliance.core.transitions import run_transition
from alliance.notices.models import Notice
from bulletins.article_todos import reminders
from bulletins.calls import reminder_text, rows_of
from bulletins.models import CallForContributions
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make.UnitFactory(name="某研究院")


@pytest.fixture
def liaison(unit):
    return make.liaison_of(unit)


def titles(user) -> list[str]:
    return [todo.title for todo in desk_todos.collect(user)]


def sent(call, unit, state="submitted", **fields):
    return make.ArticleFactory(call=call, unit=unit, state=state, **fields)


# ---------------------------------------------------------------- told, asked, reminded
def test_opening_tells_the_liaisons_of_real_units(liaison):
    of_example = make.liaison_of(make.UnitFactory(is_example=True))
    call = make.CallFactory(state="draft", title="年度征稿")

    run_transition(actor=make.staff(), obj=call, name="open")

    told = Notice.objects.filter(kind="call.opened")
    assert [notice.recipient for notice in told] == [liaison]
    assert told.get().title == "征稿：年度征稿"
    assert of_example not in [notice.recipient for notice in told]


def test_an_open_call_is_to_do_until_the_unit_has_sent_something(unit, liaison):
    call = make.CallFactory(title="年度征稿")
    assert titles(liaison) == ["投稿：年度征稿"]

    article = sent(call, unit, state="draft")
    assert titles(liaison) == ["投稿：年度征稿"]

    run_transition(actor=liaison, obj=article, name="submit")
    assert titles(liaison) == []


def test_a_returned_article_is_to_do_instead(unit, liaison):
    sent(make.CallFactory(), unit, state="returned", headline="中试线投产")

    assert titles(liaison) == ["修改退回的稿件：中试线投产"]


def test_the_deadline_is_inclusive_to_the_second(liaison):
    now = db_now()
    make.CallFactory(title="刚好", deadline=now)
    make.CallFactory(title="已过", deadline=now - timedelta(seconds=2))

    running = CallForContributions.objects.running_at(now)
    assert [call.title for call in running] == ["刚好"]
    assert (
        running.filter(pk__in=CallForContributions.objects.running_at(now + timedelta(seconds=1))).count()
        == 0
    )


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_a_call_that_does_not_run_is_nobodys_to_do(liaison, state):
    make.CallFactory(state=state)

    assert titles(liaison) == []


def test_example_calls_ask_example_units_alone(liaison):
    make.CallFactory(is_example=True, title="示例征稿")
    of_example = make.liaison_of(make.UnitFactory(is_example=True))

    assert (titles(liaison), titles(of_example)) == ([], ["投稿：示例征稿"])


def test_staff_see_how_many_articles_wait(unit):
    sent(None, unit)
    sent(None, unit, state="accepted")

    assert "1 篇待审阅的稿件" in titles(make.staff())


def test_reminders_go_to_liaisons_of_silent_units_before_the_end(unit, liaison):
    soon = make.CallFactory(title="将尽", deadline=timezone.now() + timedelta(days=3))
    make.CallFactory(title="还早", deadline=timezone.now() + timedelta(days=60))
    other = make.UnitFactory()
    make.liaison_of(other)
    sent(soon, other)

    found = list(reminders())

    assert [(one.recipients, one.key, one.title) for one in found] == [
        ((liaison,), f"call-{soon.pk}-unit-{unit.pk}", "投稿：将尽")
    ]


# ---------------------------------------------------------------- who has sent what
def test_units_that_have_sent_nothing_stand_first(unit):
    call = make.CallFactory()
    busy = make.UnitFactory(name="某大学")
    sent(call, busy, headline="甲")
    sent(call, busy, state="published", headline="乙")
    sent(call, unit, state="draft")
    make.UnitFactory(is_example=True)

    rows = rows_of(call)

    found = [(str(row.unit), [article.headline for article in row.articles]) for row in rows]
    assert found == [("某研究院", []), ("某大学", ["甲", "乙"])]
    text = reminder_text(call, rows, "https://example.org/desk/calls/1/", "11月30日")
    assert "还有 1 家单位未投稿：某研究院。" in text


def test_the_table_and_its_sheet(client, unit):
    client.force_login(make.staff())
    call = make.CallFactory()
    sent(call, unit, headline="=1+1")
    make.UnitFactory(name="某公司")

    page = client.get(reverse("admin:bulletins_callforcontributions_units", args=[call.pk]))
    sheet = client.get(reverse("admin:bulletins_callforcontributions_units_export", args=[call.pk]))

    assert "收到 1 篇 · 1 家单位未投稿" in page.content.decode()
    book = openpyxl.load_workbook(io.BytesIO(sheet.content))
    lines = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert lines[1:] == [
        ["某公司", 0, None, None, "未投稿"],
        ["某研究院", 1, "=1+1", "工作动态", "已投稿"],
    ]
    assert book.active["C3"].data_type == "s"


def test_the_table_asks_the_same_number_of_times(client, django_assert_max_num_queries):
    client.force_login(make.staff())
    call = make.CallFactory()
    address = reverse("admin:bulletins_callforcontributions_units", args=[call.pk])
    client.get(address)
    for _ in range(5):
        sent(call, make.UnitFactory())

    with django_assert_max_num_queries(12):
        client.get(address)


# ---------------------------------------------------------------- the page
def test_the_page_says_what_is_asked_and_what_the_unit_has_sent(client, unit, liaison):
    client.force_login(liaison)
    call = make.CallFactory(text="每单位至少一篇。")
    sent(call, unit, headline="我们的稿件")
    sent(call, make.UnitFactory(), headline="别家的稿件")

    text = client.get(call.get_absolute_url()).content.decode()

    assert "每单位至少一篇。" in text
    assert "我们的稿件" in text
    assert "别家的稿件" not in text
    assert f"{reverse('bulletins:article-new')}?call={call.pk}" in text


def test_late_articles_are_still_taken(client, unit, liaison):
    client.force_login(liaison)
    call = make.CallFactory(deadline=timezone.now() - timedelta(days=1))

    assert "仍可补投" in client.get(call.get_absolute_url()).content.decode()
    assert call in client.get(reverse("bulletins:article-new")).context["form"].fields["call"].queryset


@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("open", 200), ("closed", 200)])
def test_a_call_is_there_for_members_once_it_was_opened(client, liaison, state, status):
    client.force_login(liaison)

    assert client.get(make.CallFactory(state=state).get_absolute_url()).status_code == status
