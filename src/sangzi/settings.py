"""Django's settings, from `kernel.settings_list` alone."""

from __future__ import annotations

from pathlib import Path

from sangzi.kernel import settings_list as listed
from sangzi.kernel import sqlite
from sangzi.kernel.databases import database
from sangzi.kernel.early import definitions_folder, port
from sangzi.kernel.mailbox import mailbox
from sangzi.kernel.secret import installation_secret

sqlite.install()

PACKAGE = Path(__file__).parent
SANGZI_HOME = Path(listed.HOME.value).resolve()
SANGZI_DEFINITIONS = definitions_folder()

SECRET_KEY = installation_secret(SANGZI_HOME)
DEBUG = listed.DEBUG.value == "1"
ALLOWED_HOSTS = listed.HOSTS.value.split(",")
SANGZI_ADDRESS = (listed.ADDRESS.value or f"http://127.0.0.1:{port()}").rstrip("/")
CSRF_TRUSTED_ORIGINS = [origin for origin in listed.ORIGINS.value.split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "sangzi.kernel",
    "sangzi.units",
    "sangzi.people",
    "sangzi.notices",
    "sangzi.places",
    "sangzi.plans",
    "sangzi.library",
    "sangzi.programmes",
    "sangzi.scoreboard",
    "sangzi.briefs",
    "sangzi.web",
    "sangzi.api",
]
AUTH_USER_MODEL = "kernel.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sangzi.web.doors.Doors",
]
ROOT_URLCONF = "sangzi.urls"
WSGI_APPLICATION = "sangzi.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "sangzi.web.surroundings.surroundings",
            ],
        },
    },
]


DATABASES = {"default": database(listed.DATABASE.value, SANGZI_HOME)}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "cli" / "locale"]  # apps bring their own; the command line is no app
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATIC_ROOT = SANGZI_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
MEDIA_ROOT = SANGZI_HOME / "files"

_mailbox = mailbox(listed.MAIL.value, SANGZI_HOME)
EMAIL_BACKEND = _mailbox.backend
EMAIL_FILE_PATH = _mailbox.folder
EMAIL_HOST, EMAIL_PORT = _mailbox.host, _mailbox.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mailbox.user, _mailbox.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _mailbox.starttls, _mailbox.tls
EMAIL_TIMEOUT = _mailbox.patience
DEFAULT_FROM_EMAIL = SERVER_EMAIL = listed.MAIL_FROM.value

SESSION_ENGINE = "sangzi.kernel.recognition"
AUTHENTICATION_BACKENDS = ["sangzi.kernel.recognition.Backend"]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "sangzi"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
if CSRF_TRUSTED_ORIGINS:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
