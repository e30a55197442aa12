"""Settings from the environment; without any, the embedded default of the demo.

The README holds the table of every variable. `alliance/environment.py` reads and checks them, so that a
production process with a missing or weak secret refuses to start instead of running open.
"""

from pathlib import Path

from alliance import environment
from alliance.admin_look import UNFOLD as ADMIN_LOOK
from alliance.schedule import beat_schedule

BASE_DIR = Path(__file__).resolve().parent.parent
env = environment.read(BASE_DIR)

DATA_DIR = env.data_dir
DEBUG = env.debug
ALLIANCE_DEMO = env.demo
SECRET_KEY = env.secret_key
SITE_URL = env.site_url
ALLOWED_HOSTS = env.allowed_hosts
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "alliance.core.formkit.late.csrf_failure"

INSTALLED_APPS = [
    # auth before core: its permissions must exist when core names them in Chinese after a migration.
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "alliance.core.apps.CoreConfig",
    # unfold before the admin and the libraries whose templates it replaces
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.simple_history",
    "alliance.core.apps.PortalAdminConfig",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "simple_history",
    "import_export",
    "rules.apps.AutodiscoverRulesConfig",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "django_prose_editor",
    "alliance.printing",
    "alliance.notices",
    "members",
    "meetings",
    "projects",
    "bulletins",
    "alliance.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "alliance.core.middleware.RejectNulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "alliance.core.formkit.late.KeepTypedMiddleware",  # around whatever may send to the login page
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "alliance.core.accounts.middleware.SessionClockMiddleware",
    "alliance.core.accounts.middleware.AccountDutiesMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "alliance.core.middleware.CacheAwayMiddleware",
]

ROOT_URLCONF = "alliance.urls"
WSGI_APPLICATION = "alliance.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "alliance.core.context.site",
                "members.context.alliance",
            ],
        },
    },
]

# ---------------------------------------------------------------- database, cache, queue
DATABASES = {"default": env.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.redis_url
# Rate limits must be shared by all processes, so the cache is Redis as well (design §6).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.redis_url,
        "OPTIONS": {
            "socket_connect_timeout": 1,
            "socket_timeout": 1.2,
        },  # seconds; without them a page waits forever
    }
}

# Measured in reference/jobs-and-faults.md: exactly-once comes from the database, the queue only wakes a worker.
CELERY_BROKER_URL = env.broker_url
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_TIME_LIMIT = env.print_time_limit + 15
CELERY_TASK_SOFT_TIME_LIMIT = env.print_time_limit
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": max(600, 4 * CELERY_TASK_TIME_LIMIT),
    # A person waits for the publishing: one try, and a second at most for a host that does not answer. Workers
    # connect under broker_connection_max_retries instead.
    "max_retries": 0,
    "socket_connect_timeout": 1,
    "socket_timeout": 1.2,
    "retry_on_timeout": False,
}
CELERY_WORKER_PROC_ALIVE_TIMEOUT = (
    60  # a child warms the print engine first; Celery kills it after 4 s otherwise
)
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 1024 * 1024  # KiB resident; a child that once grew beyond is replaced
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "run" / "beat-schedule")
CELERY_BEAT_SCHEDULE = beat_schedule(env.print_sweep_seconds)

# ---------------------------------------------------------------- printing
PRINT_LEASE_SECONDS = env.print_lease_seconds
PRINT_SWEEP_SECONDS = env.print_sweep_seconds
PRINT_MAX_ATTEMPTS = env.print_max_attempts
PRINT_TIME_LIMIT = env.print_time_limit
PRINT_MEMORY_LIMIT = 2 * 1024**3  # bytes of address space that one render may add

# ---------------------------------------------------------------- notices
NOTICE_QUIET_HOURS = (
    22,
    7,
)  # from, until (Shanghai): no reminder and no message to a group; None: never quiet
NOTICE_REMINDER_DAYS = (7, 1)  # how many days before its due date a matter is called to mind

# ---------------------------------------------------------------- language, time, files
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "alliance.core.staticfiles.WheelFinder",
]
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media-is-served-by-views/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": env.static_storage},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

# ---------------------------------------------------------------- accounts (docs/security.md)
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "alliance.core.accounts.backends.LoginBackend",
]
REQUIRE_STAFF_MFA = env.accounts.staff_mfa
SESSION_IDLE_MINUTES = env.accounts.idle_minutes
SESSION_MAX_HOURS = env.accounts.max_hours
PASSWORD_MAX_AGE_DAYS = env.accounts.password_days
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": env.accounts.password_length},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "alliance.core.accounts.passwords.ClassesValidator",
        "OPTIONS": {"classes": env.accounts.password_classes},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:desk"
LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "alliance.core.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "alliance.core.accounts.forms.LoginForm",
    "reset_password": "alliance.core.accounts.forms.ResetPasswordForm",
    "change_password": "alliance.core.accounts.forms.ChangePasswordForm",
    "set_password": "alliance.core.accounts.forms.SetPasswordForm",
    "reset_password_from_key": "alliance.core.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "alliance.core.accounts.forms.ReauthenticateForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to whatever address somebody types
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
# Failed log-ins are counted by alliance.core.accounts.lockout, which nobody can turn against the account's owner.
ACCOUNT_RATE_LIMITS = {"login_failed": None, "reset_password": "20/m/ip,5/h/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.trusted_proxy_count
MFA_ADAPTER = "alliance.core.accounts.mfa.MFAAdapter"
MFA_FORMS = {
    "authenticate": "alliance.core.accounts.mfa_forms.AuthenticateForm",
    "reauthenticate": "alliance.core.accounts.mfa_forms.ReauthenticateForm",
    "activate_totp": "alliance.core.accounts.mfa_forms.ActivateTOTPForm",
    "authenticate_webauthn": "alliance.core.accounts.mfa_forms.AuthenticateWebAuthnForm",
    "add_webauthn": "alliance.core.accounts.mfa_forms.AddWebAuthnForm",
    "edit_webauthn": "alliance.core.accounts.mfa_forms.EditWebAuthnForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = (
    True  # the secretariat gave the account; nobody can take an address by signing up
)
MFA_TOTP_ISSUER = "钒钛联盟"
MFA_TOTP_TOLERANCE = 1  # steps of 30 s: phones' clocks differ

# ---------------------------------------------------------------- mail
EMAIL_CONFIG = env.email
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.from_email
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# ---------------------------------------------------------------- hardening
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.trusted_proxy_count else None
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "script-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}

# ---------------------------------------------------------------- libraries
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "core/table.html"
SIMPLE_HISTORY_REVERT_DISABLED = True
UNFOLD = ADMIN_LOOK

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"weasyprint": {"level": "ERROR"}, "fontTools": {"level": "ERROR"}},
}
