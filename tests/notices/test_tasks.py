"""Sending mail: claimed first, so that a message delivered twice is one e-mail; swept when it was lost."""

import threading
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import redis
from django.core import mail as outgoing
from django.db import connection
from django.utils import timezone

from alliance.core import queue
from alliance.core.audit import entries_of
from alliance.notices.deliveries import BACKOFF, MAX_ATTEMPTS, put_back
from alliance.notices.enums import DeliveryState
from alliance.notices.models import Delivery
from alliance.notices.services import notify
from alliance.notices.tasks import deliver, sweep
from tests.factories import DeliveryFactory, UserFactory, staff
from tests.services import free_port, wait_until

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_queue(redis_url, monkeypatch):
    """An empty queue that no earlier test has found away."""
    monkeypatch.setattr(queue, "_away_until", 0.0)


def queued(url: str) -> int:
    with redis.Redis.from_url(url) as client:
        return client.llen("celery")


def state_of(delivery: Delivery) -> str:
    return Delivery.objects.get(pk=delivery.pk).state


def swept(url: str) -> int:
    """The length of the queue after a sweep."""
    sweep()
    return queued(url)


def made_ago(**age) -> Delivery:
    """A pending notice of that age whose task was lost."""
    delivery = DeliveryFactory()
    Delivery.objects.filter(pk=delivery.pk).update(
        created_at=timezone.now() - timedelta(**age), not_before=timezone.now() - timedelta(**age)
    )
    return delivery


# ---------------------------------------------------------------- one delivery
def test_message_delivered_twice_is_one_mail(mailoutbox):
    delivery = DeliveryFactory()
    for _ in range(3):
        deliver(delivery.pk)

    assert len(mailoutbox) == 1


@pytest.mark.django_db(transaction=True)
def test_message_delivered_to_several_workers_at_once_is_one_mail(mailoutbox):
    delivery, barrier = DeliveryFactory(), threading.Barrier(6)

    def run():
        barrier.wait(10)
        deliver(delivery.pk)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(outgoing.outbox) == 1
    assert state_of(delivery) == DeliveryState.SENT


def test_message_about_a_deleted_notice_is_ignored(mailoutbox):
    deliver(999_999)

    assert mailoutbox == []


def test_mail_server_that_is_away_leaves_the_notice_pending(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", free_port(), 1
    delivery = DeliveryFactory()

    deliver(delivery.pk)

    assert state_of(delivery) == DeliveryState.PENDING


def test_failure_is_tried_again_later_and_later_then_given_up(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", free_port(), 1
    delivery, pauses = DeliveryFactory(), []
    for _ in range(MAX_ATTEMPTS):
        Delivery.objects.filter(pk=delivery.pk).update(not_before=timezone.now())
        deliver(delivery.pk)
        delivery.refresh_from_db()
        pauses.append(round((delivery.not_before - delivery.tried_at).total_seconds() / 60))

    assert pauses[:-1] == [round(pause.total_seconds() / 60) for pause in BACKOFF]
    assert (delivery.state, delivery.attempts) == (DeliveryState.FAILED, MAX_ATTEMPTS)
    assert delivery.error == "连不上邮件服务器，稍后再试。"


def test_failed_message_waits_for_its_next_try(mailoutbox):
    delivery = DeliveryFactory(not_before=timezone.now() + timedelta(minutes=5))
    deliver(delivery.pk)

    assert (mailoutbox, state_of(delivery)) == ([], DeliveryState.PENDING)


def test_address_that_no_letter_can_have_fails_at_once(mailoutbox):
    delivery = DeliveryFactory(recipient__email="张 三\n@example.com")
    deliver(delivery.pk)
    delivery.refresh_from_db()

    assert (delivery.state, delivery.error) == (DeliveryState.FAILED, "邮箱地址写法有误，无法发送。")


def test_account_switched_off_meanwhile_gets_nothing(mailoutbox):
    delivery = DeliveryFactory(recipient__is_active=False)
    deliver(delivery.pk)
    delivery.refresh_from_db()

    assert (delivery.state, delivery.error) == (DeliveryState.SKIPPED, "收件人的账号已停用。")
    assert mailoutbox == []


def test_staff_put_failed_messages_back_and_others_stay(mailoutbox, redis_url):
    failed = DeliveryFactory(state=DeliveryState.FAILED, attempts=7, error="对方邮箱拒收。")
    sent = DeliveryFactory(state=DeliveryState.SENT)
    secretary = staff()

    assert put_back(actor=secretary, chosen=Delivery.objects.all()) == 1
    assert put_back(actor=secretary, chosen=Delivery.objects.all()) == 0
    deliver(failed.pk)
    assert (state_of(failed), state_of(sent), len(mailoutbox)) == ("sent", "sent", 1)
    assert [entry.action_label for entry in entries_of(failed)] == ["再发一次"]


# ---------------------------------------------------------------- the sweeper
def test_lost_notice_is_sent_again_after_a_minute(redis_url):
    made_ago(seconds=61)

    sweep()

    assert queued(redis_url) == 1


def test_fresh_and_sent_notices_are_left_alone(redis_url):
    made_ago(seconds=30)
    sent = made_ago(minutes=5)
    Delivery.objects.filter(pk=sent.pk).update(state=DeliveryState.SENT)

    sweep()

    assert queued(redis_url) == 0


def test_notice_of_an_outage_is_delivered_when_the_queue_is_back(own_redis, use_broker, mailoutbox):
    server = own_redis()
    use_broker(server.url)
    server.stop()
    delivery = made_ago(minutes=2)
    sweep()
    assert state_of(delivery) == DeliveryState.PENDING

    server.start()
    queue._away_until = 0.0
    Delivery.objects.filter(pk=delivery.pk).update(tried_at=None)  # a minute later
    sweep()
    assert queued(server.url) == 1
    deliver(delivery.pk)

    assert [sent.to for sent in mailoutbox] == [[delivery.recipient.email]]
    assert state_of(delivery) == DeliveryState.SENT


def test_two_sweepers_send_each_lost_notice_once(redis_url):
    made_ago(minutes=2)

    sweep()
    sweep()

    assert queued(redis_url) == 1


def test_message_that_kills_every_worker_is_given_up(redis_url, settings):
    delivery = made_ago(hours=1)
    long_ago = timezone.now() - timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT + 60)
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.SENDING, tried_at=long_ago, attempts=MAX_ATTEMPTS
    )

    sweep()

    assert (state_of(delivery), queued(redis_url)) == (DeliveryState.FAILED, 0)


def test_message_of_the_night_is_sent_once_its_time_has_come(redis_url):
    evening = timezone.now() - timedelta(hours=9)
    delivery = DeliveryFactory(not_before=timezone.now() + timedelta(minutes=1))
    Delivery.objects.update(created_at=evening)
    before = swept(redis_url)
    Delivery.objects.filter(pk=delivery.pk).update(not_before=timezone.now())

    assert (before, swept(redis_url)) == (0, 1)


def test_mail_that_a_killed_worker_was_sending_is_tried_again(redis_url, settings):
    delivery = made_ago(hours=1)
    long_ago = timezone.now() - timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT + 60)
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.SENDING, tried_at=long_ago)

    sweep()

    assert (state_of(delivery), queued(redis_url)) == (DeliveryState.PENDING, 1)


def test_mail_under_way_is_not_sent_by_the_sweeper_too(redis_url):
    delivery = made_ago(minutes=2)
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.SENDING, tried_at=timezone.now())

    sweep()

    assert (state_of(delivery), queued(redis_url)) == (DeliveryState.SENDING, 0)


def test_mail_that_failed_for_a_day_is_given_up(redis_url):
    delivery = made_ago(hours=25)

    sweep()

    assert (state_of(delivery), queued(redis_url)) == (DeliveryState.FAILED, 0)


# ---------------------------------------------------------------- with a real worker
@pytest.mark.workers
@pytest.mark.django_db(transaction=True)
def test_worker_writes_the_mail_to_disk_in_the_demo(live_worker, settings):
    live_worker()
    folder = Path(settings.EMAIL_FILE_PATH)
    user = UserFactory()

    notify(recipients=[user], key="k", title="会议通知", body="请于周五前回执。")

    delivery = Delivery.objects.get()
    wait_until(lambda: state_of(delivery) == DeliveryState.SENT, seconds=30, what="the mail")
    newest = max(folder.iterdir(), key=lambda path: path.stat().st_mtime)
    letter = message_from_bytes(newest.read_bytes().split(b"\n---")[0], policy=policy.default)
    assert (letter["Subject"], letter["To"]) == ("【钒钛联盟】会议通知", user.email)
    assert "\n会议通知\n\n请于周五前回执。\n" in letter.get_body(("plain",)).get_content()
