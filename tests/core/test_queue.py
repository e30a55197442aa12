"""Waking a worker: once, quickly, and never at the price of the act."""

import time

import pytest
import redis

from alliance.core import queue
from alliance.notices.tasks import deliver
from tests.services import free_port


@pytest.fixture(autouse=True)
def fresh(redis_url, monkeypatch):
    monkeypatch.setattr(queue, "_away_until", 0.0)


def queued(url: str) -> int:
    with redis.Redis.from_url(url) as client:
        return client.llen("celery")


def test_message_goes_out_once(redis_url):
    assert queue.wake(deliver, 1) is True
    assert queued(redis_url) == 1


def test_broker_that_is_away_is_noticed_at_once_and_left_alone_for_a_moment(use_broker):
    use_broker(f"redis://127.0.0.1:{free_port()}/0")
    start = time.monotonic()

    sent = [queue.wake(deliver, number) for number in range(50)]

    assert sent == [False] * 50
    assert time.monotonic() - start < 2


def test_broker_that_is_back_is_used_again_after_the_pause(own_redis, use_broker, monkeypatch):
    server = own_redis()
    use_broker(server.url)
    server.kill()
    assert queue.wake(deliver, 1) is False
    server.start()

    assert queue.wake(deliver, 2) is False
    monkeypatch.setattr(queue, "_away_until", time.monotonic() - 0.01)
    assert queue.wake(deliver, 3) is True
    assert queued(server.url) == 1


def test_broker_that_hangs_does_not_hold_a_person_up(use_broker):
    """It takes connections and never answers, as a stopped machine behind a load balancer does."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as deaf:
        use_broker(f"redis://127.0.0.1:{deaf.getsockname()[1]}/0")
        start = time.monotonic()

        sent = queue.wake(deliver, 1)

    assert sent is False
    assert time.monotonic() - start < 4
