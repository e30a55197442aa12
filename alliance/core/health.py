"""Liveness and readiness, as JSON for a probe or a load balancer."""

import tempfile
from collections.abc import Callable

import redis
from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import JsonResponse
from django.views.decorators.http import require_safe

WORKER_SEEN = "health:worker-seen"
WORKER_SEEN_SECONDS = 15


@require_safe
def healthz(request) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request) -> JsonResponse:
    """200 when database, broker, a worker and the media folder all answer; else 503 with what does not."""
    checks = {"database": _database, "broker": _broker, "worker": _worker, "media": _media}
    results = {name: _passes(check) for name, check in checks.items()}
    ready = all(results.values())
    return JsonResponse({"status": "ok" if ready else "unavailable", **results}, status=200 if ready else 503)


def _passes(check: Callable[[], bool]) -> bool:
    try:
        return bool(check())
    except Exception:  # whatever a dependency raises, it is not ready: the probe wants an answer
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _broker() -> bool:
    with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1) as client:
        return client.ping()


def worker_seen(timeout: float = 1.0) -> bool:
    """Whether some worker answers a ping within `timeout` seconds."""
    return bool(current_app.control.ping(timeout=timeout, limit=1))


def _worker() -> bool:
    """A ping costs the queue a broadcast, so a worker seen in the last 15 s counts."""
    if cache.get(WORKER_SEEN):
        return True
    if seen := worker_seen():
        cache.set(WORKER_SEEN, True, WORKER_SEEN_SECONDS)
    return seen


def _media() -> bool:
    with tempfile.NamedTemporaryFile(dir=settings.MEDIA_ROOT) as probe:
        return probe.write(b"ok") == 2
