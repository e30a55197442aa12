"""Probes: the process lives; everything it needs answers."""

import pytest
from django.core.cache import cache

from alliance.core.health import WORKER_SEEN
from tests.factories import staff
from tests.services import wait_until

READY = {"status": "ok", "database": True, "broker": True, "worker": True, "media": True}


@pytest.fixture
def worker_was_seen(redis_url):
    """As if a worker had answered a moment ago: the tests without one are about something else."""
    cache.set(WORKER_SEEN, True, 60)


def test_process_answers_without_asking_anything(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response["Content-Type"] == "application/json"


@pytest.mark.workers
@pytest.mark.django_db(transaction=True)
def test_ready_with_a_real_worker(client, live_worker):
    live_worker()

    response = wait_until(
        lambda: (answer := client.get("/readyz")).status_code == 200 and answer, seconds=20, what="readiness"
    )

    assert response.json() == READY


@pytest.mark.django_db
def test_not_ready_without_a_worker(client, redis_url):
    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {**READY, "status": "unavailable", "worker": False}


@pytest.mark.django_db
def test_not_ready_while_the_broker_is_down_and_ready_again_after(client, own_redis, use_broker):
    server = own_redis()
    use_broker(server.url)
    cache.set(WORKER_SEEN, True, 60)
    assert client.get("/readyz").status_code == 200

    server.kill()
    down = client.get("/readyz")
    server.start()
    cache.set(WORKER_SEEN, True, 60)

    assert down.status_code == 503
    assert down.json() == {**READY, "status": "unavailable", "broker": False, "worker": False}
    assert client.get("/readyz").json() == READY


@pytest.mark.django_db
def test_not_ready_when_media_cannot_be_written(client, worker_was_seen, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "missing"

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {**READY, "status": "unavailable", "media": False}


@pytest.mark.django_db
def test_probe_leaves_nothing_in_the_media_folder(client, worker_was_seen, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    assert client.get("/readyz").status_code == 200
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_probes_tell_no_more_to_anybody(client, worker_was_seen):
    before = client.get("/readyz").json()
    client.force_login(staff())

    assert client.get("/readyz").json() == before
    assert set(before.values()) <= {"ok", "unavailable", True, False}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_are_read_only(client, path):
    assert client.post(path).status_code == 405
