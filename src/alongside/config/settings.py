"""Django's settings. Everything that differs between installations comes from environment.py."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from alongside.config.databases import database
from alongside.config.environment import Environment
from alongside.config.logs import LOGGING  # noqa: F401  a setting
from alongside.config.mail import mail
from alongside.config.sign_in import APPS as SIGN_IN_APPS
from alongside.config.sign_in import sign_in

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

ENVIRONMENT = Environment()
PACKAGE = Path(__file__).resolve().parent.parent

DEMO = ENVIRONMENT.demo
TESTING = ENVIRONMENT.testing
DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key
DATA_DIR = ENVIRONMENT.data_dir
AUDIT_KEY = ENVIRONMENT.audit_key
VAULT_KEY = ENVIRONMENT.vault_key
BASE_URL = ENVIRONMENT.base_url

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",  # serves htmx from its wheel
    *SIGN_IN_APPS,
    "alongside.core",
    "alongside.ui",
    "alongside.programmes",
    "alongside.improvement",
    # The demo cannot be installed in production.
    *(["alongside.demo"] if DEMO or TESTING else []),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "alongside.ui.middleware.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "alongside.core.middleware.Refusals",  # after authentication: it names who was refused
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "alongside.programmes.sign_in.middleware.SessionsEnd",  # after messages, and before whoever keeps what was typed
    "alongside.ui.asking.keeping.Keeper",  # after messages: it says what became of a form sent while signed out
    "alongside.ui.middleware.PlainProblems",
]

ROOT_URLCONF = "alongside.config.urls"
WSGI_APPLICATION = "alongside.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": [PACKAGE / room / "templates" for room in ("ui", "programmes", "improvement", "demo")],
        "OPTIONS": {
            "environment": "alongside.ui.jinja.environment",
            "context_processors": ["alongside.ui.pages.on_every_page"],
        },
    },
]

DATABASES = {"default": database(ENVIRONMENT.database)}
if ENVIRONMENT.owner_database_url:
    # Only `alongside migrate` works as the owner of the tables.
    # Never atomic with a request: Django would open it for every page.
    DATABASES["owner"] = {**database(ENVIRONMENT.owner_database_url, pool=False), "ATOMIC_REQUESTS": False}

# EMAIL_… and DEFAULT_FROM_EMAIL; whether anything can be sent.
globals().update(mail(ENVIRONMENT.email_url))
SENDS_EMAIL: bool = bool(ENVIRONMENT.email_url)

AUTH_USER_MODEL = "programmes.Account"
# Backends, passwords and what allauth is told.
globals().update(sign_in(ENVIRONMENT.oidc))
if DEMO:
    PASSWORD_HASHERS = ["alongside.demo.hashing.QuickArgon2"]
OUTSIDE_SIGN_IN: str = ENVIRONMENT.oidc.name if ENVIRONMENT.oidc else ""
OUTSIDE_SIGN_IN_ID: str = ENVIRONMENT.oidc.id if ENVIRONMENT.oidc else ""
TRUSTED_PROXIES: list[str] = ENVIRONMENT.trusted_proxies
# Sessions end on the server, whatever a browser keeps: after this long without a page, and after this long altogether.
SESSION_IDLE: timedelta = timedelta(hours=2)
SESSION_LONGEST: timedelta = timedelta(hours=12)
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Links to join by: how long they can be opened, how long one that was opened is held, and when they are forgotten.
LINK_LASTS: timedelta = timedelta(days=7)
LINK_HELD: timedelta = timedelta(hours=1)
LINKS_KEPT: timedelta = timedelta(days=90)

# Not in a cookie: what a page says after saving may name somebody.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "en-gb"
LANGUAGES: list[tuple[str, _StrOrPromise]] = [("en-gb", _("English")), ("cy", _("Welsh"))]
if DEMO or TESTING:
    # Languages that nobody speaks, to find English that was never handed to a translator (see ui/pseudo.py).
    LANGUAGES += [("en-xa", "Accented"), ("qps-plocm", "Mirrored")]
    LANGUAGES_BIDI = ["he", "ar", "ar-dz", "ckb", "fa", "ug", "ur", "qps"]
# The catalogues of languages that nobody speaks are made from the source and lie with the data, not in the package.
LOCALE_PATHS = [PACKAGE / "locale", *([DATA_DIR / "locale"] if DEMO or TESTING else [])]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
# Served from the package as it is installed: nothing to collect, nothing to forget to collect.
WHITENOISE_USE_FINDERS = True

# The first stops what is larger than a table may be, while it comes.
FILE_UPLOAD_HANDLERS = [
    "alongside.improvement.uploads.CutOff",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# What can be pasted: some hundred thousand cells.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # the token is in the page too; no script of ours reads the cookie
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "alongside.ui.views.csrf_failure"
# Everything from here, nothing inline: no script, style or frame of anybody else's, and none that came with somebody's words.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'", *(ENVIRONMENT.oidc.origins if ENVIRONMENT.oidc else [])],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
_SECURE = ENVIRONMENT.base_url.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
SECURE_HSTS_SECONDS = 31_536_000 if _SECURE else 0
ALLOWED_HOSTS = (
    ["127.0.0.1", "localhost", "testserver"]
    if DEMO or TESTING
    else [ENVIRONMENT.base_url.split("://")[-1].split("/")[0].split(":")[0]]
)

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
