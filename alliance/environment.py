"""Reading the process environment for `settings.py`, with the refusals that keep production safe."""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

MIN_SECRET_LENGTH = 40
MANIFEST_STORAGE = "alliance.core.staticfiles.StaticStorage"
PLAIN_STORAGE = "django.contrib.staticfiles.storage.StaticFilesStorage"


@dataclass(frozen=True)
class AccountRules:
    """Rules for logins; 0 switches a limit off. Documented in docs/security.md."""

    staff_mfa: bool
    idle_minutes: int
    max_hours: int
    password_length: int
    password_classes: int
    password_days: int


# What one name sets at once; a variable of its own still goes before it. The standard names the duties, not the
# numbers (GB/T 22239-2019, 7.1.4.1): these are what assessors of level 2 usually ask for.
PRESETS = {
    "": AccountRules(False, 0, 0, 8, 1, 0),
    "dengbao2": AccountRules(True, 30, 12, 8, 3, 90),
}


@dataclass(frozen=True)
class Environment:
    """Everything that a process learns from its environment. Times in seconds."""

    data_dir: Path
    debug: bool
    demo: bool
    secret_key: str
    site_url: str
    allowed_hosts: list[str]
    database: dict
    redis_url: str
    broker_url: str
    email: dict
    from_email: str
    trusted_proxy_count: int
    static_storage: str
    print_lease_seconds: int
    print_sweep_seconds: float
    print_max_attempts: int
    print_time_limit: int
    accounts: AccountRules


def read(base_dir: Path) -> Environment:
    """Read the environment.

    Raises ImproperlyConfigured (in Chinese, for whoever deploys) when a production process, i.e. one with a
    DATABASE_URL and without ALLIANCE_DEMO, has no SECRET_KEY of at least 40 characters (design §6), and when
    SITE_URL is no address.
    """
    env = environ.Env()
    data_dir = Path(env.str("ALLIANCE_DATA_DIR", default=str(base_dir / "var"))).resolve()
    database_url = env.str("DATABASE_URL", default="")
    demo = env.bool("ALLIANCE_DEMO", default=not database_url)
    for name in ("media", "mail", "run", "static"):
        (data_dir / name).mkdir(parents=True, exist_ok=True)
    redis_url = _redis_url(env, data_dir)
    site_url = _site_url(env)
    debug = env.bool("DEBUG", default=False)
    return Environment(
        data_dir=data_dir,
        debug=debug,
        demo=demo,
        secret_key=_secret_key(env, data_dir, embedded=demo or not database_url),
        site_url=site_url,
        allowed_hosts=env.list(
            "ALLOWED_HOSTS", default=[urlsplit(site_url).hostname, "localhost", "127.0.0.1"]
        ),
        database=_database(env, database_url, data_dir),
        redis_url=redis_url,
        broker_url=redis_url.replace("unix://", "redis+socket://", 1),
        email=_email(env, data_dir, demo=demo),
        from_email=env.str("DEFAULT_FROM_EMAIL", default="portal@localhost"),
        trusted_proxy_count=env.int("TRUSTED_PROXY_COUNT", default=0),
        static_storage=PLAIN_STORAGE
        if debug or env.bool("PLAIN_STATIC", default=False)
        else MANIFEST_STORAGE,
        print_lease_seconds=env.int("PRINT_LEASE_SECONDS", default=20),
        print_sweep_seconds=env.float("PRINT_SWEEP_SECONDS", default=10.0),
        print_max_attempts=env.int("PRINT_MAX_ATTEMPTS", default=3),
        print_time_limit=env.int("PRINT_TIME_LIMIT", default=120),
        accounts=_accounts(env),
    )


def _accounts(env: environ.Env) -> AccountRules:
    """The preset, then whatever the environment says otherwise. Refuses a name or a number that means nothing."""
    preset = env.str("SECURITY_PRESET", default="")
    if preset not in PRESETS:
        raise ImproperlyConfigured(f"SECURITY_PRESET 应为空或 dengbao2，现为“{preset}”。")
    base = PRESETS[preset]
    found = AccountRules(
        staff_mfa=env.bool("REQUIRE_STAFF_MFA", default=base.staff_mfa),
        idle_minutes=env.int("SESSION_IDLE_MINUTES", default=base.idle_minutes),
        max_hours=env.int("SESSION_MAX_HOURS", default=base.max_hours),
        password_length=env.int("PASSWORD_MIN_LENGTH", default=base.password_length),
        password_classes=env.int("PASSWORD_CLASSES", default=base.password_classes),
        password_days=env.int("PASSWORD_MAX_AGE_DAYS", default=base.password_days),
    )
    if min(found.idle_minutes, found.max_hours, found.password_days) < 0:
        raise ImproperlyConfigured(
            "SESSION_IDLE_MINUTES、SESSION_MAX_HOURS 和 PASSWORD_MAX_AGE_DAYS 不得为负数。"
        )
    if found.password_length < 8 or not 1 <= found.password_classes <= 4:
        raise ImproperlyConfigured("PASSWORD_MIN_LENGTH 不得小于 8，PASSWORD_CLASSES 应为 1 至 4。")
    return found


def _site_url(env: environ.Env) -> str:
    url = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ImproperlyConfigured(f"SITE_URL 应为完整网址，如 https://portal.example.cn，现为“{url}”。")
    return url


def _secret_key(env: environ.Env, data_dir: Path, *, embedded: bool) -> str:
    key = env.str("SECRET_KEY", default="")
    if not embedded:
        if len(key) < MIN_SECRET_LENGTH or len(set(key)) < 10:
            raise ImproperlyConfigured(
                f"生产环境必须设置 SECRET_KEY，且不少于 {MIN_SECRET_LENGTH} 个不易猜测的字符。"
            )
        return key
    if key:
        return key
    path = data_dir / "secret_key"
    if not path.exists():
        draft = data_dir / f".secret_key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(get_random_secret_key())
        with contextlib.suppress(FileExistsError):
            os.link(
                draft, path
            )  # of several starting processes exactly one wins, and nobody reads half a key
        draft.unlink()
    return path.read_text()


def _database(env: environ.Env, url: str, data_dir: Path) -> dict:
    if url:
        database = env.db_url_config(url)
        database["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
        database["CONN_HEALTH_CHECKS"] = True
        return database
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data_dir / "db.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }


def _redis_url(env: environ.Env, data_dir: Path) -> str:
    """REDIS_URL, else what the running demo wrote to `run/redis.url`, else the demo's socket."""
    written = data_dir / "run" / "redis.url"
    default = written.read_text().strip() if written.exists() else f"unix://{data_dir}/run/redis.sock"
    return env.str("REDIS_URL", default=default)


def _email(env: environ.Env, data_dir: Path, *, demo: bool) -> dict:
    """Mail settings; demo mail never leaves the machine, whatever EMAIL_URL says (facts-2015 §1)."""
    to_disk = {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": data_dir / "mail",
    }
    url = env.str("EMAIL_URL", default="")
    if demo or not url:
        return to_disk
    return {**env.email_url_config(url), "EMAIL_TIMEOUT": 10}
