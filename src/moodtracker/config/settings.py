"""Django's settings, all derived from the environment that `env` reads."""

import os

from csp.constants import NONE, SELF

from moodtracker.config.databases import database_settings
from moodtracker.config.env import read_environment
from moodtracker.config.secret_files import read_secrets

ENVIRONMENT = read_environment(os.environ)
_SECRETS = read_secrets(ENVIRONMENT.data)

DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret_key or _SECRETS.secret_key

# --- The rooms -----------------------------------------------------------------------------
INSTALLED_APPS = [
    "moodtracker.core",
    "moodtracker.accounts",
    "moodtracker.music",
    "moodtracker.diary",
    "moodtracker.tracker",
    "moodtracker.exports",
    "moodtracker.imports",
    "moodtracker.reminders",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
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
    "moodtracker.core.middleware.AnswerHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "moodtracker.accounts.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "moodtracker.core.middleware.RequestSizeMiddleware",
    # After the size is known: the token may stand in the body, which this reads.
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "moodtracker.core.middleware.RefusalMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "moodtracker.config.urls"
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
MOODTRACKER_PUBLIC_URL = ENVIRONMENT.public_url
MOODTRACKER_PHOTOS = ENVIRONMENT.data / "photos"
MOODTRACKER_VAULT_KEYS = ENVIRONMENT.vault_keys or _SECRETS.vault_keys
MOODTRACKER_VAPID_KEY = ENVIRONMENT.vapid_key or _SECRETS.vapid_key
MOODTRACKER_PHOTOS_AN_HOUR = ENVIRONMENT.photos_an_hour
MOODTRACKER_PHOTO_QUOTA_BYTES = ENVIRONMENT.photo_quota_mb * 1_000_000
MOODTRACKER_MODEL = ENVIRONMENT.model
# Rooms below `config` ask for a job by its name through this, and work without it.
MOODTRACKER_ASK_JOBS = "moodtracker.config.jobs.ask_for"

# --- Languages and time --------------------------------------------------------------------
LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Seoul"

# --- Static files --------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "moodtracker.core.storage.HashedStaticStorage"},
}

# --- People --------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# NIST SP 800-63B: length and known passwords count; no rules on kinds of characters.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "display_name")}),
        ("MinimumLengthValidator", {"min_length": 8}),
        ("CommonPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "core:welcome"
LOGOUT_REDIRECT_URL = "core:welcome"

MOODTRACKER_CAN_MAIL = _CAN_MAIL = ENVIRONMENT.mail is not None
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "moodtracker.accounts.forms.SignupExtras"
ACCOUNT_FORMS = {"login": "moodtracker.accounts.login.LoginForm"}
# Only a code sent by mail can keep it secret at sign-up whether an address is known. Without a
# mail server the code would show on the terminal alone, so none is asked for.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if _CAN_MAIL else "none"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = _CAN_MAIL
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = _CAN_MAIL
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[무드 트래커] "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ENVIRONMENT.https else "http"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.trusted_proxies

MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
if not ENVIRONMENT.host_is_ip:  # WebAuthn binds a passkey to a domain, never to an IP address
    MFA_SUPPORTED_TYPES.append("webauthn")
    MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Mood Tracker"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = not _CAN_MAIL
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.https

# --- Mail ----------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
if ENVIRONMENT.mail is not None:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = ENVIRONMENT.mail.host
    EMAIL_PORT = ENVIRONMENT.mail.port
    EMAIL_HOST_USER = ENVIRONMENT.mail.user
    EMAIL_HOST_PASSWORD = ENVIRONMENT.mail.password
    EMAIL_USE_SSL = ENVIRONMENT.mail.ssl
    EMAIL_USE_TLS = ENVIRONMENT.mail.starttls
    EMAIL_TIMEOUT = 10

# --- Requests ------------------------------------------------------------------------------
# The photo form says its own 15 MB sentence, so the whole request may be larger than that.
MOODTRACKER_REQUEST_LIMIT_MB = 32
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = MOODTRACKER_REQUEST_LIMIT_MB * 1024 * 1024  # no temporary files
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# The page that maps another diary's moods and tags has two fields a mood and one a tag.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 4

# --- Security ------------------------------------------------------------------------------
ALLOWED_HOSTS = [ENVIRONMENT.public_host, "127.0.0.1", "localhost", "[::1]", *ENVIRONMENT.hosts]
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.public_url]
CSRF_FAILURE_VIEW = "moodtracker.core.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

_COOKIE_PREFIX = "__Host-" if ENVIRONMENT.https else ""
SESSION_COOKIE_NAME = f"{_COOKIE_PREFIX}session"
CSRF_COOKIE_NAME = f"{_COOKIE_PREFIX}csrf"
LANGUAGE_COOKIE_NAME = f"{_COOKIE_PREFIX}language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ENVIRONMENT.https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 180 * 24 * 60 * 60  # a diary is opened for years
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60

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
# YouTube answers error 153 to players that send no referrer, as Django's default would have it.
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = []
if ENVIRONMENT.https:
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    # Preloading binds a whole domain for years, which is for its owner to ask.
    SILENCED_SYSTEM_CHECKS.append("security.W021")
    if ENVIRONMENT.trusted_proxies:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        SECURE_SSL_REDIRECT = True
        SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    else:
        # Nothing trusted says whether a request came by https: the proxy has to redirect.
        SILENCED_SYSTEM_CHECKS.append("security.W008")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "moodtracker.core.logs.SecretsFilter"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "terminal": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["secrets"],
        }
    },
    "root": {"handlers": ["terminal"], "level": "WARNING"},
}
