"""Deployment settings, read top to bottom; what differs comes from the environment.

Every name read from the environment is told in docs/running/settings.md (a test holds that).
"""

from __future__ import annotations

from pathlib import Path

import environ
import pghistory
from django.core.exceptions import ImproperlyConfigured

from config import periodic
from config.embedded import state
from config.mail_server import mail_server
from config.sealing_keys import ring

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- Which machine this is -------------------------------------------------------------------
PRODUCTION = env.str("JISR_ENV", default="") == "production"
DEBUG = env.bool("DEBUG", default=False)
DEMONSTRATION = env.bool("JISR_DEMONSTRATION", default=False)
STATE_DIR = Path(env.str("JISR_STATE", default=str(BASE_DIR / ".state")))
if PRODUCTION and DEMONSTRATION:
    raise ImproperlyConfigured("A demonstration has public passwords: never in production.")
_hosts = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
ALLOWED_HOSTS = ["localhost", "127.0.0.1"] if DEMONSTRATION else _hosts
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
#: What addresses in letters begin with.
_own = f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else "http://localhost:{}"
BASE_URL = env.str("BASE_URL", default="") or _own.format(env.str("PORT", default="8000"))

# --- Addresses: the environment's, else those of the engines running beside us ------------------
_running = {} if PRODUCTION else (state.addresses() or {})


def _address(name: str) -> str:
    return str(env.str(name, default=_running.get(name, "")))


SECRET_KEY = _address("SECRET_KEY")
if not SECRET_KEY:
    if PRODUCTION:
        raise ImproperlyConfigured("Set SECRET_KEY to a long random text; it has no default.")
    SECRET_KEY = "no-server-runs-with-this-key"  # noqa: S105  commands that need no secret
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
#: {id: key}; the first one seals contact details, every one opens them.
SEALING_KEYS = ring(_address("JISR_SEALING_KEYS"))

# --- PostgreSQL: the web role serves, the owner role migrates -----------------------------------
_database_url = _address("DATABASE_URL")
DATABASES = {
    "default": {
        **environ.Env.db_url_config(_database_url or "postgres://jisr_web@127.0.0.1/jisr"),
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"TEMPLATE": "template0"},
    }
}
_owner_url = _address("DATABASE_OWNER_URL")
DATABASE_OWNER = environ.Env.db_url_config(_owner_url) if _owner_url else None
DATABASE_ADMIN_URL = env.str("DATABASE_ADMIN_URL", default="")

# --- Redis protocol: queue and cache ----------------------------------------------------------
REDIS_URL = _address("REDIS_URL") or "redis://127.0.0.1:6379/0"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "jisr",
    }
}

# --- Mail: without an address there is no server, and letters wait -------------------------------
_sender = env.str("DEFAULT_FROM_EMAIL", default="")
vars().update(mail_server(env.str("EMAIL_URL", default=""), _sender))

# --- The application ----------------------------------------------------------------------------
INSTALLED_APPS = [
    "engagement",
    "config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "django_linear_migrations",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_celery_beat",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "engagement.access.doors.page_context",
            ],
        },
    }
]

# --- History: statement level, the only kind that sees bulk writes and raw SQL -----------------
PGHISTORY_LEVEL = pghistory.Statement  # type: ignore[has-type]
PGHISTORY_APPEND_ONLY = True
# Triggers are made anew after every migrate, like the wall, and stand in no migration: each would
# render the whole state of the tables again, which took a minute.
PGTRIGGER_MIGRATIONS = False
PGTRIGGER_INSTALL_ON_MIGRATE = True

# --- Sign-in ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "engagement.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "engagement.access.doors.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = False  # axes counts wrong passwords, per user and address
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True

# --- Transport and content security ------------------------------------------------------------
_https = env.bool("HTTPS", default=PRODUCTION)
SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        **{key: ["'self'"] for key in ("script-src", "style-src", "font-src", "connect-src")},
        **{key: ["'self'"] for key in ("manifest-src", "form-action")},
        "img-src": ["'self'", "data:"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- Files that come in: bounded while they arrive, held in memory, never on disk in the clear --
FILE_UPLOAD_HANDLERS = [
    "engagement.meetings.attachments.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024  # one attachment and the wrapping around it
DATA_UPLOAD_MAX_NUMBER_FILES = 5

# --- The REST API (docs/api.md) -----------------------------------------------------------------
#: Requests of one key in a minute; 0 limits nobody.
API_LIMIT = env.int("API_LIMIT", default=600)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "engagement.access.bearer.Bearer",
        "engagement.access.bearer.SignedIn",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["engagement.access.bearer.IsMember"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["engagement.access.parsing.StrictJSON"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "engagement.access.openapi.Schema",
    "EXCEPTION_HANDLER": "engagement.access.problems.answer_to",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Jisr",
    "DESCRIPTION": "Stakeholder engagement of a reform programme. Quick start: docs/api.md.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "COMPONENT_SPLIT_REQUEST": True,
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": ["engagement.access.openapi.only_known_fields"],
}

# --- Languages and time -------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ar", "العربية"), ("ckb", "کوردی")]
LOCALE_PATHS = [BASE_DIR / "engagement" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Baghdad"  # each programme has its own; this one is for what belongs to none

# --- Static files ---------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(STATE_DIR / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or env.bool("JISR_TESTS", default=False)
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or env.bool("JISR_TESTS", default=False)
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- Celery: the row is the truth, the queue only carries (docs/adr/0006) -----------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_DEFAULT_QUEUE = env.str("QUEUE", default="jisr")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_SOFT_TIME_LIMIT = 840
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1800,  # longer than any task, or a task runs twice
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_PUBLISH_RETRY = False  # a request never waits for the queue; the sweeper finds the row
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_RESULT_EXPIRES = None  # no results are kept, so nothing is to be cleaned up each night
CELERY_BEAT_SCHEDULER = periodic.SCHEDULER
CELERY_BEAT_SCHEDULE = periodic.TASKS

# --- Log: no row content, no names ---------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"engagement": {"level": "INFO"}},
}
