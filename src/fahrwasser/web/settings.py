"""Django settings: everything that differs between machines comes from the environment (docs/how-to/run.md)."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from psycopg.conninfo import conninfo_to_dict

env = environ.Env()
WEB = Path(__file__).resolve().parent
HOME = Path(env.str("FAHRWASSER_HOME", "var")).absolute()
PRODUCTION = env.str("FAHRWASSER_ENV", "development") == "production"
DEMO = env.bool("FAHRWASSER_DEMO", False)

SECRET_KEY = env.str("SECRET_KEY", "" if PRODUCTION else "development-only-not-a-secret-" + "0" * 24)
DEBUG = False
PUBLIC_URL = env.str("PUBLIC_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["*"])
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
PORT_HOSTS = set(env.list("FAHRWASSER_PORT_HOSTS", default=[]))
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
# Hosts that never belong to one municipality alone; any other host is looked up among the towns.
OWN_HOSTS = {urlsplit(PUBLIC_URL).hostname or "", "localhost", "127.0.0.1", "[::1]", "testserver"}


def database_settings(url: str) -> dict[str, object]:
    """A libpq URL (sockets included) as Django wants it."""
    parts = {key: value for key, value in conninfo_to_dict(url).items() if value is not None}
    known = {key: str(parts.pop(key, "")) for key in ("dbname", "user", "password", "host", "port")}
    return {
        "ENGINE": "fahrwasser.web.tenants.database",
        "NAME": known["dbname"],
        "USER": known["user"],
        "PASSWORD": known["password"],
        "HOST": known["host"],
        "PORT": known["port"],
        "OPTIONS": parts,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": database_settings(env.str("DATABASE_URL", "postgresql:///fahrwasser"))}
# Names of the roles that `prepare` grants rights to; the owner itself is whoever runs the migrations.
WEB_ROLE = env.str("DATABASE_WEB_ROLE", "fahrwasser_web")
WORKER_ROLE = env.str("DATABASE_WORKER_ROLE", "fahrwasser_worker")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # Ours first: our templates and translations win over those of the libraries.
    "fahrwasser.web.ui",
    "fahrwasser.web.tenants",
    "fahrwasser.web.accounts",
    "fahrwasser.web.jobs",
    "fahrwasser.web.usage",
    "fahrwasser.web.records",
    "fahrwasser.web.catalogue",
    "fahrwasser.web.ports",
    "fahrwasser.web.cases",
    "fahrwasser.web.registers",
    "fahrwasser.web.inventory",
    "fahrwasser.web.agenda",
    "fahrwasser.web.portal",
    "fahrwasser.web.desk",
    "fahrwasser.web.insight",
    "fahrwasser.web.programme",
    "fahrwasser.web.front",
    "fahrwasser.web.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "fahrwasser.web.usage.middleware.UsageMiddleware",
    "fahrwasser.web.front.search_engines.SearchEnginesMiddleware",
    "fahrwasser.web.tenants.middleware.MunicipalityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "fahrwasser.web.accounts.middleware.AccessMiddleware",
    "axes.middleware.AxesMiddleware",
    "fahrwasser.web.ui.middleware.WrongMethodMiddleware",
]

ROOT_URLCONF = "fahrwasser.web.urls"
WSGI_APPLICATION = "fahrwasser.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "fahrwasser.web.ui.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "fahrwasser.web.ui.templatetags.ui",
            ],
        },
    },
]

# People ------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # people are invited by their town; the invitation mail is the verification
ACCOUNT_ADAPTER = "fahrwasser.web.accounts.adapter.AccountAdapter"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody gets mail because a stranger typed an address
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False  # the session ends with the browser, and after SESSION_COOKIE_AGE at the latest
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,10/15m/key"}  # axes locks first; this also counts over many addresses
ACCOUNT_FORMS = {
    "login": "fahrwasser.web.accounts.screens.entry.Login",
    "reauthenticate": "fahrwasser.web.accounts.screens.entry.Reauthenticate",
    "reset_password": "fahrwasser.web.accounts.screens.entry.ForgotPassword",
    "reset_password_from_key": "fahrwasser.web.accounts.screens.entry.NewPassword",
    "change_password": "fahrwasser.web.accounts.screens.entry.ChangePassword",
}
MFA_ADAPTER = "fahrwasser.web.accounts.second_factor.MFAAdapter"
MFA_FORMS = {
    "authenticate": "fahrwasser.web.accounts.screens.factors.Code",
    "authenticate_webauthn": "fahrwasser.web.accounts.screens.factors.Passkey",
    "activate_totp": "fahrwasser.web.accounts.screens.factors.App",
    "add_webauthn": "fahrwasser.web.accounts.screens.factors.NewPasskey",
    "generate_recovery_codes": "fahrwasser.web.accounts.screens.factors.NewCodeList",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation was the verification; allauth keeps a list of its own
MFA_TOTP_ISSUER = "Fahrwasser"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_COUNT = 40  # may be somebody's only second factor: two months of daily logins
PASSWORD_RESET_TIMEOUT = 24 * 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the time that the page names stays true
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_USERNAME_CALLABLE = "fahrwasser.web.accounts.lockout.account_key"
AXES_LOCKOUT_CALLABLE = "fahrwasser.web.accounts.lockout.locked_page"
AXES_SENSITIVE_PARAMETERS = ["login", "email", "code", "credential", "csrfmiddlewaretoken", "next"]
# Used one-time codes and counts of failures: shared by all processes, so not in the memory of one.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_cacheentry"},
}

USE_COUNTS_WRITTEN_EVERY_S = 60  # by a thread of each web process; 0: by nobody

# Mail --------------------------------------------------------------------------------------------------------------
EMAIL_CONFIG = env.email_url("EMAIL_URL", default=f"filemail:///{HOME}/mail")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", "fahrwasser@localhost")

# Language ----------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
FORMAT_MODULE_PATH = ["fahrwasser.web.ui.formats"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Files and headers -------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # straight from the package: nothing to collect before a start
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # forms; files are not counted here
FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}
if os.environ.get("FAHRWASSER_BLOCK_SCRIPTS"):  # journeys prove that every page works without its scripts
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["script-src"] = ["'none'"]
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "fahrwasser": {"level": "INFO"},
        "axes": {"level": "CRITICAL"},
        "django.request": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
    },  # axes would log e-mail addresses, Django whole addresses (some are secret) and traces with values
}
CSRF_FAILURE_VIEW = "fahrwasser.web.ui.errors.bad_csrf"
