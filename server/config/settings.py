"""Settings of the community server; everything a site may change comes from the environment.

See docs/operating.md for the variables. The defaults are safe: no debugging pages, this machine
only, SQLite in the user's data folder.
"""

import json
import os
from pathlib import Path

import django_stubs_ext
from django.utils.translation import gettext_lazy as _

from server.config import environment

# Lets Django's generic classes be written with their types, as in ModelAdmin[Community].
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = environment.made(environment.data_dir())

SECRET_KEY = environment.secret_key(DATA_DIR)
SECRET_KEY_FALLBACKS = environment.listed("FOOTBRIDGE_OLD_SECRET_KEYS")
DEBUG = environment.flag("FOOTBRIDGE_DEBUG")
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    *environment.listed("FOOTBRIDGE_ALLOWED_HOSTS"),
]
CSRF_TRUSTED_ORIGINS = environment.listed("FOOTBRIDGE_ORIGINS")

INSTALLED_APPS = [
    "server.config.apps.FootbridgeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "server.config.apps.FootbridgeConfig",
    "server.communities.apps.CommunitiesConfig",
    "server.announcements.apps.AnnouncementsConfig",
    "server.signing.apps.SigningConfig",
    "server.feedback.apps.FeedbackConfig",
    "server.devices.apps.DevicesConfig",
    "server.api.apps.ApiConfig",
    "server.courier.apps.CourierConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "server.config.middleware.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "server.communities.middleware.community_by_path",
    "server.api.middleware.plain_errors",
    "server.config.middleware.Sessions",
    "server.config.middleware.StaffLocale",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "server.config.middleware.Staff",
    "server.config.middleware.Messages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "server.config.urls"
WSGI_APPLICATION = "server.config.wsgi.application"
APPEND_SLASH = True

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
            ],
        },
    },
]

# So that our own templates may draw a form's field.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": environment.database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The publishers' secret keys: in a folder of their own, never in the database.
KEY_DIR = Path(os.environ.get("FOOTBRIDGE_KEYS") or DATA_DIR / "keys")

# Media: files in the data folder, or any Django storage, for example
# {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {...}}.
STORAGES = {
    "default": json.loads(os.environ.get("FOOTBRIDGE_MEDIA_STORAGE", "null"))
    or {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "media"), "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# The few static files are read from the packages at start: nothing to collect, nothing to forget.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.time_zone()

# Behind HTTPS (a proxy in front, or gunicorn's own certificates): set FOOTBRIDGE_HTTPS=1.
HTTPS = environment.flag("FOOTBRIDGE_HTTPS")
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 366 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# The wire (docs/protocol.md).
WIRE_LANGUAGES = ["en", "zh-CN"]
POLL_AFTER_S = environment.number("FOOTBRIDGE_POLL_AFTER", 900)
MIN_CLIENT = os.environ.get("FOOTBRIDGE_MIN_CLIENT", "0.1")

# Media limits.
PICTURE_MAX_BYTES = 10 * 1024 * 1024
PICTURE_MAX_PIXELS = 40_000_000
SOUND_MAX_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# A recording or a photo of a message: five minutes of speech are about one megabyte.
BLOB_MAX_BYTES = 10 * 1024 * 1024

# How often one address, one token or one account may knock: times/seconds, or "off". Generous,
# because a whole community centre may share one address.
THROTTLES = {
    "feedback_address": environment.rate("FOOTBRIDGE_LIMIT_FEEDBACK_ADDRESS", "600/3600"),
    "feedback_token": environment.rate("FOOTBRIDGE_LIMIT_FEEDBACK_TOKEN", "120/3600"),
    # One knock a piece, and a recording has many.
    "blob_address": environment.rate("FOOTBRIDGE_LIMIT_BLOB_ADDRESS", "6000/3600"),
    "blob_token": environment.rate("FOOTBRIDGE_LIMIT_BLOB_TOKEN", "1200/3600"),
    "mailbox_address": environment.rate("FOOTBRIDGE_LIMIT_MAILBOX_ADDRESS", "2000/3600"),
    # A join code has 40 bits and lives for days: guessing must be hopeless from any one address.
    "join_address": environment.rate("FOOTBRIDGE_LIMIT_JOIN_ADDRESS", "30/900"),
    "login_address": environment.rate("FOOTBRIDGE_LIMIT_LOGIN_ADDRESS", "60/900"),
    "login_name": environment.rate("FOOTBRIDGE_LIMIT_LOGIN_NAME", "20/900"),
}
# How many proxies of our own stand in front; the client's address is read that far from the right
# end of X-Forwarded-For.
PROXIES = environment.number("FOOTBRIDGE_PROXIES", 0)

# Paths and what broke; never bodies, headers, addresses or names.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # A refused request is the caller's business; only what broke here is news.
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        # Strangers who knock under another name would fill the log.
        "django.security.DisallowedHost": {"level": "CRITICAL", "propagate": False},
        "server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
