"""The test services themselves: private, real, and gone with the run."""

import os
import signal
import subprocess
import sys
import threading

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.psycopg_any import is_psycopg3

from tests.services import ROOT, RedisServer, wait_until


def test_database_is_postgresql_through_psycopg2(db):
    assert connection.vendor == "postgresql"
    assert not is_psycopg3


def test_redis_keeps_what_the_portal_needs_it_to_keep(redis_url):
    with redis.Redis.from_url(redis_url) as client:
        assert client.config_get("appendonly") == {"appendonly": "yes"}
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_every_process_of_the_run_has_its_own_redis_database():
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    expected = int(worker.removeprefix("gw")) + 1 if worker else 0
    assert settings.REDIS_URL.endswith(f"/{expected}")


def test_killed_redis_comes_back_with_its_data(own_redis):
    server = own_redis()
    with redis.Redis.from_url(server.url) as client:
        client.set("key", "value")
        server.kill()
        with pytest.raises(redis.ConnectionError):
            client.get("key")
        server.start()
        assert client.get("key") == b"value"


def test_servers_die_with_a_test_run_that_was_killed(tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from tests.services import RedisServer\n"
        "server = RedisServer(Path(sys.argv[1])).start(); print(server.port, flush=True); time.sleep(600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as run:
        server = RedisServer(tmp_path)
        server.port = int(run.stdout.readline())
        assert server.answers()
        run.send_signal(signal.SIGKILL)
    wait_until(lambda: not server.answers(), seconds=10, what="Redis ending")


def test_tasks_are_sent_to_our_broker_from_every_thread():
    """Celery's current application belongs to a thread; gunicorn and the live server answer in others."""
    from celery import current_app

    seen = []
    thread = threading.Thread(target=lambda: seen.append(current_app.conf.broker_url))
    thread.start()
    thread.join()
    assert seen == [settings.CELERY_BROKER_URL]
