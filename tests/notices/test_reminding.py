"""Reminders: some days before, once each per due date, in one e-mail a day."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from alliance.core.registry import Registry, Reminder
from alliance.notices import reminding
from alliance.notices.models import Delivery, Notice, NoticePreference
from alliance.notices.reminding import remind
from projects.reminders import of_liaisons
from tests import factories as make

pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2026-03-03T12:00:00+08:00")


@pytest.fixture
def due(monkeypatch):
    """`due(user, "k", days=7)`: something is due; the list is what the apps would say."""
    registry, found = Registry(), []
    registry.register(lambda: found)
    monkeypatch.setattr(reminding, "reminders", registry)

    def add(user, key: str = "k", **after) -> None:
        moment = (NOON + timedelta(**after)).replace(hour=23, minute=59)
        found.append(Reminder((user,), key, f"事项{key}", "/projects/", moment, note="说明"))

    add.found = found
    return add


def told(user) -> list[str]:
    return list(Notice.objects.filter(recipient=user).order_by("pk").values_list("title", flat=True))


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (8, []),
        (7, ["事项k（还有 7 天）"]),
        (3, ["事项k（还有 3 天）"]),
        (1, ["事项k（明天截止）"]),
        (0, ["事项k（今天截止）"]),
        (-1, []),
    ],
)
def test_people_are_told_when_the_time_has_come(due, days, expected):
    user = make.UserFactory()
    due(user, days=days)
    remind(NOON)

    assert told(user) == expected


def test_each_lead_time_tells_once(due):
    user = make.UserFactory()
    due(user, days=7)
    for day in range(8):
        for hour in (0, 3):
            remind(NOON + timedelta(days=day, hours=hour))

    assert told(user) == ["事项k（还有 7 天）", "事项k（明天截止）"]
    assert Delivery.objects.count() == 2


def test_another_due_date_tells_again(due):
    user = make.UserFactory()
    due(user, days=7)
    remind(NOON)
    due.found.clear()
    due(user, days=9)
    remind(NOON + timedelta(days=2))

    assert told(user) == ["事项k（还有 7 天）"] * 2


def test_several_of_a_day_are_one_mail_with_all_of_them(due):
    user = make.UserFactory()
    due(user, "甲", days=7)
    due(user, "乙", days=1)
    remind(NOON)

    mail = Delivery.objects.get()
    assert told(user) == ["事项乙（明天截止）", "事项甲（还有 7 天）"]
    assert (mail.title, mail.url) == ("您有 2 项事务即将到期", "/desk/")
    assert mail.body.startswith(
        "1. 事项乙（明天截止）\n截止时间：2026年3月4日 23:59。\n说明\nhttp://localhost/projects/"
    )
    assert list(Notice.objects.values_list("mail", flat=True)) == [mail.pk] * 2


def test_what_turns_up_later_the_same_day_waits_unless_it_is_due_tomorrow(due):
    user = make.UserFactory()
    due(user, "甲", days=7)
    remind(NOON)
    due(user, "乙", days=5)
    due(user, "丙", days=1)
    remind(NOON + timedelta(hours=1))
    today = told(user)
    remind(NOON + timedelta(days=1))

    assert today == ["事项甲（还有 7 天）", "事项丙（明天截止）"]
    assert told(user)[2:] == ["事项乙（还有 4 天）"]


@pytest.mark.parametrize("hour", [22, 23, 0, 6])
def test_nobody_is_told_at_night(due, hour):
    user = make.UserFactory()
    due(user, days=5)
    remind(NOON.replace(hour=hour))
    at_night = told(user)
    remind(NOON.replace(hour=7) + timedelta(days=1))

    assert (at_night, told(user)) == ([], ["事项k（还有 4 天）"])


def test_mail_switched_off_leaves_the_notice_in_the_portal(due):
    user = make.UserFactory()
    NoticePreference.objects.create(user=user, kind="reminder.due", mail=False)
    due(user, days=1)
    remind(NOON)

    assert told(user) == ["事项k（明天截止）"]
    assert Delivery.objects.get().state == "skipped"


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_tell_once(due):
    user, barrier, counts = make.UserFactory(), threading.Barrier(4), []
    due(user, "甲", days=7)
    due(user, "乙", days=1)

    def run():
        barrier.wait(10)
        counts.append(remind(NOON))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(counts) == [0, 0, 0, 2]
    assert (Notice.objects.count(), Delivery.objects.count()) == (2, 1)


# ---------------------------------------------------------------- what is due for liaisons
@pytest.fixture
def batch():
    return make.SolicitationFactory(name="第三批", deadline=timezone.now() + timedelta(days=5))


def said() -> list[tuple]:
    return [(reminder.title, [str(user) for user in reminder.recipients]) for reminder in of_liaisons()]


def test_unit_without_a_proposal_is_reminded_through_its_liaison(batch):
    user = make.liaison_of(make.UnitFactory())

    assert said() == [("填报项目建议：第三批", [str(user)])]


def test_draft_and_returned_proposals_are_called_to_mind_and_others_not(batch):
    units = make.UnitFactory.create_batch(3)
    users = [make.liaison_of(unit) for unit in units]
    for unit, state in zip(units, ("draft", "returned", "submitted"), strict=True):
        make.ProposalFactory(unit=unit, solicitation=batch, state=state, title=state)

    assert sorted(said()) == [
        ("提交项目建议：draft", [str(users[0])]),
        ("补正项目建议：returned", [str(users[1])]),
    ]


def test_example_units_hear_of_example_batches_alone(batch):
    example = make.SolicitationFactory(
        name="示例批次", is_example=True, deadline=timezone.now() + timedelta(days=5)
    )
    real = make.liaison_of(make.UnitFactory())
    shown = make.liaison_of(make.UnitFactory(is_example=True))

    assert sorted(said()) == sorted(
        [(f"填报项目建议：{batch}", [str(real)]), (f"填报项目建议：{example}", [str(shown)])]
    )


def test_batch_that_closes_in_a_month_is_nobodys_business_yet():
    make.SolicitationFactory(deadline=timezone.now() + timedelta(days=30))
    make.liaison_of(make.UnitFactory())

    assert said() == []


@pytest.mark.parametrize("count", [1, 3])
def test_looking_costs_the_same_for_one_and_three(batch, count, django_assert_num_queries):
    for _ in range(count):
        unit = make.UnitFactory()
        make.liaison_of(unit)
        make.ProposalFactory(unit=unit, solicitation=batch, state="draft")

    # the clock, batches, liaisons, proposals
    with django_assert_num_queries(4):
        assert len(list(of_liaisons())) == count
