"""Telling people: once each, on commit alone, whatever becomes of the queue."""

import threading
import time
from datetime import datetime

import pytest
import redis
from django.db import connection, transaction

from alliance.core import queue
from alliance.notices.enums import DeliveryState
from alliance.notices.models import Delivery, Notice, NoticePreference, NoticeTemplate
from alliance.notices.services import notify
from tests.factories import UserFactory, robot
from tests.services import free_port

pytestmark = pytest.mark.django_db

QUEUE = "celery"


@pytest.fixture(autouse=True)
def fresh_queue(redis_url, monkeypatch):
    """An empty queue that no earlier test has found away."""
    monkeypatch.setattr(queue, "_away_until", 0.0)


def queued(url: str) -> int:
    with redis.Redis.from_url(url) as client:
        return client.llen(QUEUE)


def tell(*recipients, key="proposal-1-submitted", **fields) -> int:
    return notify(recipients=recipients, key=key, title="项目建议已提交", **fields)


# ---------------------------------------------------------------- once each
def test_person_is_told_once_per_key():
    user = UserFactory()

    assert [tell(user), tell(user), tell(user, key="proposal-1-returned")] == [1, 0, 1]
    assert Notice.objects.filter(recipient=user).count() == 2


def test_later_words_under_the_same_key_change_nothing():
    user = UserFactory()
    tell(user, body="第一次")
    tell(user, body="第二次")

    assert Notice.objects.get().body == "第一次"


def test_each_person_is_told_under_the_same_key():
    assert tell(UserFactory(), UserFactory()) == 2


def test_nobody_disabled_people_and_repetitions_are_left_out():
    user = UserFactory()

    assert tell(None, user, user, UserFactory(is_active=False)) == 1
    assert list(Notice.objects.values_list("recipient", flat=True)) == [user.pk]


@pytest.mark.django_db(transaction=True)
def test_same_key_at_once_is_one_notice():
    user, barrier, told = UserFactory(), threading.Barrier(4), []

    def run():
        barrier.wait(10)
        told.append(tell(user))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(told) == [0, 0, 0, 1]
    assert Notice.objects.count() == 1


# ---------------------------------------------------------------- on commit
@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_before_the_act_commits(redis_url):
    with transaction.atomic():
        tell(UserFactory(), UserFactory())
        before = queued(redis_url)

    assert (before, queued(redis_url)) == (0, 2)


@pytest.mark.django_db(transaction=True)
def test_act_that_fails_tells_nobody(redis_url):
    user = UserFactory()
    with pytest.raises(RuntimeError), transaction.atomic():
        tell(user)
        raise RuntimeError("a later step failed")

    assert Notice.objects.count() == 0
    assert queued(redis_url) == 0


@pytest.mark.django_db(transaction=True)
def test_act_goes_on_at_once_when_the_queue_is_away(use_broker):
    use_broker(f"redis://127.0.0.1:{free_port()}/0")
    start = time.monotonic()

    told = tell(*[UserFactory() for _ in range(20)])

    assert time.monotonic() - start < 4
    assert told == 20
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.PENDING}


# ---------------------------------------------------------------- kinds and their words
def returned(user, reason: str = "请补充考核指标。", key: str = "k") -> Notice:
    values = {"对象": "提钛", "理由": reason}
    notify(recipients=[user], key=key, kind="projects.returned", values=values, url="/projects/proposals/")
    return Notice.objects.get(recipient=user, key=key)


def test_kind_gives_the_words():
    notice = returned(UserFactory())

    assert (notice.title, notice.body) == ("项目建议被退回补正：提钛", "理由：请补充考核指标。")
    assert (notice.kind, notice.kind_label) == ("projects.returned", "项目建议被退回补正")


def test_words_of_staff_replace_those_that_came_with_the_portal():
    NoticeTemplate.objects.filter(kind="projects.returned").update(title="请补正{对象}")

    assert returned(UserFactory()).title == "请补正提钛"


def test_line_without_its_value_is_left_out():
    assert returned(UserFactory(), reason="").body == ""


def test_title_longer_than_the_column_is_cut_with_an_ellipsis():
    user = UserFactory()
    notify(recipients=[user], key="k", title="长" * 300)

    assert Notice.objects.get().title == "长" * 119 + "…"


def test_kind_that_nobody_registered_is_a_mistake_of_the_programmer():
    with pytest.raises(KeyError, match=r"no notice kind 'nothing\.such'"):
        tell(UserFactory(), kind="nothing.such")


# ---------------------------------------------------------------- who gets an e-mail
def test_mail_that_a_person_switched_off_is_logged_and_not_sent(
    redis_url, django_capture_on_commit_callbacks
):
    user = UserFactory()
    NoticePreference.objects.create(user=user, kind="projects.decided", mail=False)
    with django_capture_on_commit_callbacks(execute=True):
        tell(user, kind="projects.decided")

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.error) == (DeliveryState.SKIPPED, "收件人关闭了这类邮件。")
    assert Notice.objects.get().mail == delivery
    assert queued(redis_url) == 0


def test_important_mail_is_sent_whatever_a_row_says():
    user = UserFactory()
    NoticePreference.objects.create(user=user, kind="projects.returned", mail=False)

    assert returned(user).mail.state == DeliveryState.PENDING


def test_kind_that_mails_nobody_by_itself_mails_who_asked_for_it():
    quiet, eager = UserFactory.create_batch(2)
    NoticePreference.objects.create(user=eager, kind="article.published", mail=True)
    tell(quiet, eager, kind="article.published")

    states = dict(Delivery.objects.values_list("recipient", "state"))
    assert states == {quiet.pk: DeliveryState.SKIPPED, eager.pk: DeliveryState.PENDING}


# ---------------------------------------------------------------- groups
def test_group_is_told_once_per_key_of_the_kinds_it_repeats(settings):
    settings.NOTICE_QUIET_HOURS = None
    robot(name="联络员群", kinds=["meeting.convened"])
    robot(name="秘书处群", kinds=["projects.submitted"])
    robot(name="停用的群", is_active=False)
    for _ in range(2):
        tell(UserFactory(), kind="meeting.convened")

    assert list(Delivery.objects.filter(channel="robot").values_list("robot__name", "state")) == [
        ("联络员群", "pending")
    ]


def test_what_concerns_one_unit_never_goes_to_a_group():
    robot(kinds=["projects.returned"])
    returned(UserFactory())

    assert Delivery.objects.filter(channel="robot").count() == 0


@pytest.mark.parametrize(
    ("hour", "waits_until"),
    [("21:59", None), ("22:00", "2026-03-04 07:00"), ("23:30", "2026-03-04 07:00"), ("07:00", None)],
)
def test_group_is_not_rung_at_night(time_machine, hour, waits_until):
    now = datetime.fromisoformat(f"2026-03-03T{hour}:00+08:00")
    time_machine.move_to(now, tick=False)
    robot()
    tell(kind="meeting.convened")

    expected = datetime.fromisoformat(f"{waits_until}+08:00") if waits_until else now
    assert Delivery.objects.get().not_before == expected


def test_group_is_not_rung_before_dawn(time_machine):
    time_machine.move_to(datetime.fromisoformat("2026-03-03T05:00:00+08:00"), tick=False)
    robot()
    tell(kind="meeting.convened")

    assert Delivery.objects.get().not_before == datetime.fromisoformat("2026-03-03T07:00:00+08:00")
