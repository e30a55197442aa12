"""What the running settings promise."""

import subprocess
import sys
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from tests.services import ROOT


def test_debug_is_off(settings):
    assert settings.DEBUG is False


def test_language_is_simplified_chinese_alone(settings):
    assert settings.LANGUAGES == [("zh-hans", "简体中文")]
    assert "django.middleware.locale.LocaleMiddleware" not in settings.MIDDLEWARE


def test_time_is_shown_in_shanghai_and_kept_in_utc(settings):
    assert settings.USE_TZ is True
    assert timezone.get_current_timezone() == ZoneInfo("Asia/Shanghai")


@pytest.mark.django_db
def test_database_is_postgresql_through_psycopg2():
    from django.db.backends.postgresql.psycopg_any import is_psycopg3

    assert connection.vendor == "postgresql"
    assert is_psycopg3 is False


@pytest.mark.django_db
def test_database_keeps_utc():
    with connection.cursor() as cursor:
        cursor.execute("SHOW TimeZone")
        assert cursor.fetchone() == ("UTC",)


@pytest.mark.django_db
def test_pages_allow_no_script_from_elsewhere_and_no_inline_script(client):
    policy = client.get("/accounts/login/")["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))

    assert directives["script-src"] == directives["default-src"] == "'self'"
    assert directives["object-src"] == "'none'"
    assert (directives["base-uri"], directives["form-action"]) == ("'self'", "'self'")


@pytest.mark.django_db
def test_pages_carry_the_usual_guards(client):
    response = client.get("/accounts/login/")

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_static_files_have_no_listing(client):
    assert client.get("/static/").status_code == 404
    assert client.get("/static/../manage.py").status_code == 404
    assert client.get("/static/%2e%2e/manage.py").status_code == 404


def test_celery_task_sent_from_any_thread_goes_to_our_broker(tmp_path):
    """The current app is thread-local in Celery: in a thread of gunicorn another one would talk to amqp://localhost."""
    code = (
        "import django, threading; django.setup(); from alliance.notices.tasks import deliver;"
        "t = threading.Thread(target=lambda: print(deliver.app.main, deliver.app.conf.broker_url)); t.start(); t.join()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "alliance.settings",
            "ALLIANCE_DATA_DIR": str(tmp_path),
            "REDIS_URL": "redis://127.0.0.1:6399/5",
        },
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["alliance", "redis://127.0.0.1:6399/5"]
