"""All settings, in one readable file. docs/reference/settings.md lists every variable."""

import secrets
import sys
from pathlib import Path

import environ
import structlog
from cryptography.fernet import Fernet
from csp.constants import NONE, SELF

from guildhall.config.caches import caches
from guildhall.config.env import env_bool, env_int, env_list, env_text, kept_secret

PACKAGE = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules

# Where this installation keeps what is its own: database, secrets, stored files.
HOME = Path(env_text("GUILDHALL_HOME", "var")).resolve()

DEBUG = env_bool("GUILDHALL_DEBUG", False)
SECRET_KEY = kept_secret("GUILDHALL_SECRET_KEY", HOME / "secret.key", secrets.token_urlsafe(50))
GUILDHALL_FIELD_KEYS = kept_secret(
    "GUILDHALL_FIELD_KEYS", HOME / "field.key", Fernet.generate_key().decode()
).split(",")
# Signs the heads of the event chain; outside the database, so that a rewritten chain shows.
GUILDHALL_CHAIN_KEY = kept_secret(
    "GUILDHALL_CHAIN_KEY", HOME / "chain.key", secrets.token_urlsafe(50)
)
GUILDHALL_BASE_URL = env_text("GUILDHALL_BASE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env_list("GUILDHALL_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [GUILDHALL_BASE_URL]
IS_HTTPS = GUILDHALL_BASE_URL.startswith("https://")

INSTALLED_APPS = [
    "guildhall.audit",
    "guildhall.work",
    "guildhall.accounts",
    "guildhall.directory",
    "guildhall.competencies",
    "guildhall.files",
    "guildhall.questions",
    "guildhall.notify",
    "guildhall.certificates",
    "guildhall.people",
    "guildhall.programs",
    "guildhall.relationships",
    "guildhall.agreements",
    "guildhall.goals",
    "guildhall.meetings",
    "guildhall.conversations",
    "guildhall.safety",
    "guildhall.assessment",
    "guildhall.concerns",
    "guildhall.hours",
    "guildhall.instruction",
    "guildhall.preceptorship",
    "guildhall.mentoring",
    "guildhall.matching",
    "guildhall.flows",
    "guildhall.standards",
    "guildhall.web",
    "guildhall.jobs",
    "django.contrib.auth",
    "django.contrib.contenttypes",
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
    "csp",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "guildhall.web.shared.middleware.ActorMiddleware",
    "guildhall.web.shared.middleware.ErrorMiddleware",
]

ROOT_URLCONF = "guildhall.config.urls"
WSGI_APPLICATION = "guildhall.config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "guildhall.web.templatetags.hall",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "guildhall.web.shared.context.shell",
            ],
        },
    }
]
COTTON_DIR = "cotton"

# --- Data -----------------------------------------------------------------------------
DATABASES = {
    "default": environ.Env().db_url_config(
        env_text("GUILDHALL_DATABASE_URL", f"sqlite:///{HOME / 'guildhall.sqlite3'}")
    )
}
IS_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if IS_SQLITE:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        " PRAGMA foreign_keys=ON; PRAGMA cache_size=-64000;",
    }
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
# Connections are kept: opening one for each request costs as much as a small query.
DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILE_STORE = HOME / "files"

CACHES = caches(env_text("GUILDHALL_CACHE_URL"))
# Never in a process's own cache: after signing out in one process, the others would go on.
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# --- Accounts -------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "guildhall.web.account.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_FORMS = {
    "login": "guildhall.web.account.forms.LoginForm",
    "signup": "guildhall.web.account.forms.SignupForm",
    "add_email": "guildhall.web.account.forms.AddEmailForm",
    "reset_password": "guildhall.web.account.forms.ResetPasswordForm",
    "reset_password_from_key": "guildhall.web.account.forms.ResetPasswordKeyForm",
    "request_login_code": "guildhall.web.account.forms.RequestLoginCodeForm",
    "set_password": "guildhall.web.account.forms.SetPasswordForm",
    "change_password": "guildhall.web.account.forms.ChangePasswordForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
MFA_TOTP_ISSUER = "Guildhall"
MFA_ADAPTER = "guildhall.web.account.passkeys.SecondStepAdapter"
MFA_FORMS = {"add_webauthn": "guildhall.web.account.passkeys.AddKeyForm"}

# --- Safety in the browser ------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_SSL_REDIRECT = IS_HTTPS and env_bool("GUILDHALL_FORCE_HTTPS", True)
SECURE_HSTS_SECONDS = env_int("GUILDHALL_HSTS_SECONDS", 31_536_000 if IS_HTTPS else 0)
if env_bool("GUILDHALL_BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
GUILDHALL_UPLOAD_MB = env_int("GUILDHALL_UPLOAD_MB", 50, minimum=1)
# Calendars that people connect are read over https; plain http only where this says so.
GUILDHALL_FETCH_HTTP = env_bool("GUILDHALL_FETCH_HTTP", False)

# --- Words, places, files ---------------------------------------------------------------
LANGUAGE_CODE = "en-us"
LANGUAGES = [("en-us", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "guildhall.config.formats"
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(FILE_STORE)},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING

# --- Mail -----------------------------------------------------------------------------
GUILDHALL_MAIL_URL = env_text("GUILDHALL_MAIL_URL", "consolemail://")
vars().update(environ.Env.email_url_config(GUILDHALL_MAIL_URL))
DEFAULT_FROM_EMAIL = env_text("GUILDHALL_MAIL_FROM", "Guildhall <guildhall@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Background work --------------------------------------------------------------------
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if TESTING
        else "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default"],
    }
}

# --- Logs -----------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer()
            if env_bool("GUILDHALL_LOG_JSON", False)
            # Plain tracebacks: values of local names may be confidential.
            else structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            ),
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env_text("GUILDHALL_LOG_LEVEL", "WARNING")},
    "loggers": {"guildhall": {"level": env_text("GUILDHALL_LOG_LEVEL", "INFO")}},
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
