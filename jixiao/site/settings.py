"""Settings: one file for every installation; what differs between them comes from the environment (see checks.py)."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from jixiao.kernel.refusal import Refused

from . import checks

try:
    SITE = checks.read(os.environ)
except Refused as refusal:
    # A sentence instead of a traceback; a program that starts the site may catch SystemExit and print it itself.
    raise SystemExit(f"没有启动：{refusal}") from None  # noqa: EM102

DATA = SITE.data
DEBUG = False
SECRET_KEY = SITE.secret
ALLOWED_HOSTS = list(SITE.hosts)
ROOT_URLCONF = "jixiao.site.urls"
WSGI_APPLICATION = "jixiao.site.wsgi.application"
DATABASES = {"default": {**SITE.database, "ATOMIC_REQUESTS": False}}  # the door opens the transaction
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",  # only because its second factors lean on it; none of its pages has an address here
    "allauth.mfa",
    "axes",
    "django_htmx",
    "jixiao.audit",
    "jixiao.organisations",
    "jixiao.accounts",
    "jixiao.entrance",
    "jixiao.web",
    "jixiao.library",
    "jixiao.targets",
    "jixiao.review",
    "jixiao.spending",
    "jixiao.assets",
    "jixiao.evidence",
    "jixiao.monitoring",
    "jixiao.documents",
    "jixiao.desk",
    "jixiao.api",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jixiao.web.middleware.arrival",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "jixiao.accounts.context.standpoint",
    "jixiao.entrance.context.Threshold",
    "jixiao.web.middleware.Answers",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "jixiao.accounts.context.person",
                "jixiao.web.context.frame",
            ],
            "builtins": ["jixiao.web.templatetags.frame"],
        },
    }
]

# The side rail: the rooms that exist, in the order of the year; an item shows to whoever holds one of the permissions after its word
RAIL: list[tuple[str, ...]] = [
    ("desk:home", "inbox", "工作台"),
    ("targets:home", "bullseye", "目标"),
    ("review:desk", "patch-check", "审核", "target.section", "target.finance", "target.department", "target.fiscal"),
    ("spending:home", "receipt", "支出", "spending.read"),
    ("evidence:home", "clipboard", "台账", "filing.read"),
    ("monitoring:home", "activity", "监控", "filing.read"),
    ("monitoring:cockpit", "speedometer2", "驾驶舱", "filing.read"),
    ("documents:home", "file-earmark-check", "核对"),
    ("library:home", "journal-text", "指标库"),
    ("organisations:index", "building", "单位", "unit.manage"),
    ("accounts:people", "person-circle", "人员", "people.manage", "security.manage", "log.read"),
    ("entrance:people", "shield-check", "安全", "security.manage"),
    ("audit:log", "shield-check", "日志", "log.read"),
]

# Language, time
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = USE_TZ = True

# Files
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # served from the packages: nothing to collect before a start
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600  # addresses carry a fingerprint, see {% asset %}
MEDIA_ROOT = DATA / "files"
SAMPLE_FILE = Path(__file__).parent / "demo" / "示例市商务局2022年绩效目标.docx"  # what 先用示例试一遍 takes in
MEGABYTE = 1 << 20
FILE_LIMIT, FILES_LIMIT = 20 * MEGABYTE, 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * MEGABYTE  # larger ones go to a temporary file
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * MEGABYTE  # the fields of a form, without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = FILES_LIMIT

# The log
CHECKPOINTS, CHECKPOINT_KEY, CHECKPOINT_EVERY = SITE.checkpoints, DATA / "checkpoint.key", SITE.checkpoint_every
DIGEST = SITE.digest  # of a log that begins now; one that has begun keeps its own
LOG_PLACES = "organisations.Unit"  # what the paths in the log are the paths of

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "entrance:enter", "/", "entrance:enter"
SESSION_COOKIE_AGE = 30 * 60  # idle minutes; middleware renews it once a minute while somebody works
SESSION_LONGEST = 12 * 60 * 60  # then sign in again, however busy
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_USERNAME_CALLABLE = "jixiao.entrance.queries.gate.counted_as"
AXES_LOCKOUT_PARAMETERS = "jixiao.entrance.queries.gate.counted_by"  # a name from an address; a browser known for the name by itself
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "jixiao.entrance.views.coming.locked_out"
AXES_CLIENT_IP_CALLABLE = "jixiao.accounts.queries.client_address"
AXES_DISABLE_ACCESS_LOG = True  # who came in stands in the audit log
AXES_VERBOSE = False  # user names do not belong in the run log
WRONG_PASSWORDS = {"account": 10, "address": 14, "all": 200}  # within the cool-off time, from browsers a person is not known by
KNOWN_FOR = 180 * 24 * 60 * 60  # a browser somebody has signed in from stays known
SECOND_FACTOR = SITE.second_factor  # required | off
DEMO = SITE.demo  # every page says so
UNLISTED_SESSIONS = False  # a session the entrance did not open is thrown out; tests that sign in by force say True
MFA_ADAPTER = "jixiao.entrance.queries.vault.Vault"
ACCOUNT_USER_MODEL_EMAIL_FIELD, ACCOUNT_EMAIL_VERIFICATION = None, "none"
ACCOUNT_LOGIN_METHODS, ACCOUNT_SIGNUP_FIELDS = {"username"}, ["username*", "password1*"]
PROXIES = SITE.proxies  # reverse proxies in front, whose X-Forwarded-For may be believed

# What a browser may do with our pages
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
HTTPS = SITE.https
PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, KNOWN_COOKIE = f"{PREFIX}jixiao", f"{PREFIX}jixiao_csrf", f"{PREFIX}jixiao_known"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False
SECURE_REDIRECT_EXEMPT = ["^healthz$"]
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # sub-domains are not ours to decide
    "security.W021",  # nor is preloading, on an intranet
]
CSRF_FAILURE_VIEW = "jixiao.web.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# The run log: times, levels, modules and errors; no names, no addresses of people, no form fields
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
