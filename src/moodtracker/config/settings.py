"""Django's settings, all derived from the environment that `env` reads."""

import os
from importlib.util import find_spec

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from moodtracker.config.databases import database_settings
from moodtracker.config.env import read_environment
from moodtracker.config.secret_files import read_secrets

ENVIRONMENT = read_environment(os.environ)
_SECRETS = read_secrets(ENVIRONMENT.data)

DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret_key or _SECRETS.secret_key

# --- The rooms -----------------------------------------------------------------------------
_LATER = [
    app
    for app in ("moodtracker.music", "moodtracker.diary", "moodtracker.tracker")
    if find_spec(app) and find_spec(f"{app}.apps")
]
INSTALLED_APPS = [
    "moodtracker.core",
    "moodtracker.accounts",
    *_LATER,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "moodtracker.core.middleware.PrivatePagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "moodtracker.accounts.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "moodtracker.config.urls"
WSGI_APPLICATION = "moodtracker.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
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

# --- What is kept --------------------------------------------------------------------------
DATABASES = database_settings(ENVIRONMENT)
MOODTRACKER_DATA = ENVIRONMENT.data
MOODTRACKER_PHOTOS = ENVIRONMENT.data / "photos"
MOODTRACKER_VAULT_KEYS = ENVIRONMENT.vault_keys or _SECRETS.vault_keys
MOODTRACKER_MODEL = ENVIRONMENT.model

# --- Languages and time --------------------------------------------------------------------
LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("한국어")), ("en", _("영어"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Seoul"

# --- Static files --------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

# --- People --------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]

# --- Security ------------------------------------------------------------------------------
ALLOWED_HOSTS = [ENVIRONMENT.public_host, "127.0.0.1", "localhost", *ENVIRONMENT.hosts]
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.public_url]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "frame-src": ["https://www.youtube-nocookie.com"],
        "img-src": [SELF, "blob:", "data:"],
        "media-src": [SELF, "blob:", "https://upload.wikimedia.org"],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "object-src": [NONE],
    }
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
