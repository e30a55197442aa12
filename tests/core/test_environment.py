"""Settings from the environment: an embedded default that just runs, a production that refuses to run open."""

import json
import os
import stat
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from alliance import environment
from tests.services import ROOT

STRONG = "pX9-4kf_Zq2!vR7+mW3=tY8(bN6)cL1*dG5@hJ0#"
POSTGRES = "postgres://alliance:secret@db:5432/alliance"
SMTP = "smtp+tls://user:password@mail.example.com:587"


@pytest.fixture
def read(monkeypatch, tmp_path):
    """`read(DATABASE_URL=…)`: what a process with this environment, and nothing else, would learn."""

    def read(**variables: str) -> environment.Environment:
        for name in list(os.environ):
            if name not in ("PATH", "HOME", "PYTHONPATH"):
                monkeypatch.delenv(name)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return environment.read(tmp_path)

    return read


def production(**variables: str) -> dict[str, str]:
    return {
        "DATABASE_URL": POSTGRES,
        "SECRET_KEY": STRONG,
        "SITE_URL": "https://portal.example.cn",
        **variables,
    }


# ---------------------------------------------------------------- the embedded default
def test_empty_environment_is_the_demo_on_sqlite(read, tmp_path):
    found = read()

    assert (found.demo, found.debug) == (True, False)
    assert found.data_dir == tmp_path / "var"
    assert found.database["ENGINE"] == "django.db.backends.sqlite3"
    assert found.database["NAME"] == tmp_path / "var" / "db.sqlite3"
    assert found.database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert found.allowed_hosts == ["localhost", "localhost", "127.0.0.1"]


def test_embedded_default_makes_its_folders(read, tmp_path):
    read()

    assert sorted(path.name for path in (tmp_path / "var").iterdir() if path.is_dir()) == [
        "mail",
        "media",
        "run",
        "static",
    ]


def test_generated_key_is_kept_and_private(read, tmp_path):
    first, second = read().secret_key, read().secret_key

    key_file = tmp_path / "var" / "secret_key"
    assert first == second == key_file.read_text()
    assert len(first) >= environment.MIN_SECRET_LENGTH
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert [path.name for path in key_file.parent.glob(".secret_key*")] == []


def test_processes_that_start_at_once_share_one_key(tmp_path):
    code = (
        "import sys, pathlib; sys.stdin.read(1); from alliance import environment;"
        "print(environment.read(pathlib.Path(sys.argv[1])).secret_key)"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)],
            cwd=ROOT,
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(8)
    ]
    for process in processes:
        process.stdin.write("g")
        process.stdin.flush()
    keys = {process.communicate()[0].strip() for process in processes}

    assert [process.returncode for process in processes] == [0] * 8
    assert len(keys) == 1
    assert len(keys.pop()) >= environment.MIN_SECRET_LENGTH


def test_address_of_the_running_demo_is_found(read, tmp_path):
    run = tmp_path / "var" / "run"
    before = read().redis_url
    (run / "redis.url").write_text("redis://127.0.0.1:7777/0\n")

    assert before == f"unix://{run}/redis.sock"
    assert read().redis_url == "redis://127.0.0.1:7777/0"
    assert read(REDIS_URL="redis://other:6379/1").redis_url == "redis://other:6379/1"


def test_broker_behind_a_socket_has_the_address_that_celery_knows(read):
    assert read(REDIS_URL="unix:///run/r.sock").broker_url == "redis+socket:///run/r.sock"


# ---------------------------------------------------------------- production
def test_production_reads_its_environment(read):
    found = read(**production(TRUSTED_PROXY_COUNT="1", CONN_MAX_AGE="30"))

    assert (found.demo, found.secret_key) == (False, STRONG)
    assert found.database["ENGINE"] == "django.db.backends.postgresql"
    assert (found.database["CONN_MAX_AGE"], found.database["CONN_HEALTH_CHECKS"]) == (30, True)
    assert found.site_url == "https://portal.example.cn"
    assert found.allowed_hosts == ["portal.example.cn", "localhost", "127.0.0.1"]
    assert found.trusted_proxy_count == 1
    assert found.static_storage == environment.MANIFEST_STORAGE


@pytest.mark.parametrize(
    "secret", [None, "", "short", "a" * 64, "ab" * 32, STRONG[:39], "0123456789" * 2], ids=repr
)
def test_production_without_a_strong_secret_refuses_to_start(read, secret):
    variables = production()
    del variables["SECRET_KEY"]
    if secret is not None:
        variables["SECRET_KEY"] = secret

    with pytest.raises(ImproperlyConfigured) as refused:
        read(**variables)

    assert "SECRET_KEY" in str(refused.value)
    assert "生产环境" in str(refused.value)


def test_production_never_writes_a_key_to_disk(read, tmp_path):
    read(**production())

    assert not (tmp_path / "var" / "secret_key").exists()


def test_refusal_stops_every_command(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "DATABASE_URL": POSTGRES, "ALLIANCE_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "生产环境必须设置 SECRET_KEY" in done.stderr


def test_demo_is_on_by_wish_on_a_real_database(read):
    found = read(DATABASE_URL=POSTGRES, ALLIANCE_DEMO="1")

    assert found.demo is True
    assert len(found.secret_key) >= environment.MIN_SECRET_LENGTH


def test_demo_is_off_by_wish_on_the_embedded_database(read):
    assert read(ALLIANCE_DEMO="0").demo is False


@pytest.mark.parametrize(
    "address", ["portal.example.cn", "localhost:8000", "ftp://portal.example.cn", "https://"]
)
def test_site_address_without_scheme_or_host_is_refused(read, address):
    with pytest.raises(ImproperlyConfigured) as refused:
        read(SITE_URL=address)

    assert "SITE_URL" in str(refused.value)


def test_site_address_loses_its_last_slash(read):
    assert read(SITE_URL="https://portal.example.cn/").site_url == "https://portal.example.cn"


# ---------------------------------------------------------------- accounts
def test_without_a_preset_the_rules_are_those_of_the_demo(read):
    assert read().accounts == environment.AccountRules(
        staff_mfa=False, idle_minutes=0, max_hours=0, password_length=8, password_classes=1, password_days=0
    )


def test_preset_sets_all_rules_and_each_may_be_set_by_itself(read):
    found = read(SECURITY_PRESET="dengbao2", SESSION_IDLE_MINUTES="15", REQUIRE_STAFF_MFA="off").accounts

    assert found == environment.AccountRules(
        staff_mfa=False,
        idle_minutes=15,
        max_hours=12,
        password_length=8,
        password_classes=3,
        password_days=90,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECURITY_PRESET", "dengbao9"),
        ("SESSION_IDLE_MINUTES", "-1"),
        ("SESSION_MAX_HOURS", "-1"),
        ("PASSWORD_MAX_AGE_DAYS", "-1"),
        ("PASSWORD_MIN_LENGTH", "6"),
        ("PASSWORD_CLASSES", "5"),
    ],
)
def test_rule_that_means_nothing_is_refused_by_its_name(read, name, value):
    with pytest.raises(ImproperlyConfigured) as refused:
        read(**{name: value})

    assert name in str(refused.value)


def test_rules_reach_the_settings(tmp_path):
    names = ("REQUIRE_STAFF_MFA", "SESSION_IDLE_MINUTES", "SESSION_MAX_HOURS", "PASSWORD_MAX_AGE_DAYS")

    found = settings_of(tmp_path, *names, "AUTH_PASSWORD_VALIDATORS", SECURITY_PRESET="dengbao2")

    assert [found[name] for name in names] == [True, 30, 12, 90]
    options = [one["OPTIONS"] for one in found["AUTH_PASSWORD_VALIDATORS"] if "OPTIONS" in one]
    assert options == [{"min_length": 8}, {"classes": 3}]


# ---------------------------------------------------------------- mail
@pytest.mark.parametrize("database", [{}, {"DATABASE_URL": POSTGRES}])
def test_demo_mail_never_leaves_whatever_the_environment_says(read, database):
    found = read(ALLIANCE_DEMO="1", EMAIL_URL=SMTP, **database)

    assert found.email == {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": found.data_dir / "mail",
    }


def test_production_without_a_mail_server_writes_to_disk(read):
    assert read(**production()).email["EMAIL_BACKEND"].endswith("filebased.EmailBackend")


def test_production_mail_goes_out_with_a_time_limit(read):
    email = read(**production(EMAIL_URL=SMTP)).email

    assert email["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (email["EMAIL_HOST"], email["EMAIL_PORT"], email["EMAIL_USE_TLS"]) == (
        "mail.example.com",
        587,
        True,
    )
    assert email["EMAIL_TIMEOUT"] == 10


# ---------------------------------------------------------------- what the settings make of it
def settings_of(tmp_path, *names: str, **variables: str) -> dict:
    code = (
        "import json, sys; from django.conf import settings;"
        "print(json.dumps({n: getattr(settings, n) for n in sys.argv[1:]}, default=str))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *names],
        cwd=ROOT,
        env={
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "alliance.settings",
            "ALLIANCE_DATA_DIR": str(tmp_path),
            **variables,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_cookies_of_an_https_site_are_secure(tmp_path):
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_PROXY_SSL_HEADER", "CSRF_TRUSTED_ORIGINS")

    found = settings_of(tmp_path, *names, **production(TRUSTED_PROXY_COUNT="1"))

    assert found == {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
        "CSRF_TRUSTED_ORIGINS": ["https://portal.example.cn"],
    }


def test_header_of_a_proxy_is_not_believed_without_one(tmp_path):
    found = settings_of(tmp_path, "SECURE_PROXY_SSL_HEADER", "SESSION_COOKIE_SECURE")

    assert found == {"SECURE_PROXY_SSL_HEADER": None, "SESSION_COOKIE_SECURE": False}


def test_broker_is_told_what_was_measured(tmp_path):
    names = (
        "CELERY_TASK_ACKS_LATE",
        "CELERY_TASK_REJECT_ON_WORKER_LOST",
        "CELERY_WORKER_PREFETCH_MULTIPLIER",
        "CELERY_TASK_IGNORE_RESULT",
        "CELERY_BROKER_CONNECTION_MAX_RETRIES",
        "CELERY_BROKER_TRANSPORT_OPTIONS",
        "CELERY_TASK_TIME_LIMIT",
    )

    found = settings_of(tmp_path, *names, PRINT_TIME_LIMIT="300")

    assert [found[name] for name in names[:5]] == [True, True, 1, True, None]
    assert (
        found["CELERY_BROKER_TRANSPORT_OPTIONS"]["visibility_timeout"] >= 4 * found["CELERY_TASK_TIME_LIMIT"]
    )


def test_deployment_check_of_django_finds_nothing_grave(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "ERROR"],
        cwd=ROOT,
        env={
            "PATH": "/usr/bin:/bin",
            "ALLIANCE_DATA_DIR": str(tmp_path),
            **production(TRUSTED_PROXY_COUNT="1"),
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
