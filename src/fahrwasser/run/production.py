"""What a start in production refuses (FAHRWASSER_ENV=production)."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from fahrwasser.run import CannotStart
from fahrwasser.run.urls import user_of

SHORTEST_SECRET = 50
NOT_MAIL = ("consolemail", "console", "filemail", "file", "memorymail", "memory", "dummymail", "dummy")
DATABASES = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WORKER_URL")


def is_production(env: Mapping[str, str]) -> bool:
    """Whether this is a production system; raises CannotStart for a word nobody knows."""
    kind = env.get("FAHRWASSER_ENV") or "development"
    if kind not in ("development", "production"):
        raise CannotStart(f"FAHRWASSER_ENV is {kind!r}; it can be development or production.")
    return kind == "production"


def is_demo(env: Mapping[str, str]) -> bool:
    """Whether the invented towns and one-click logins are wanted: yes in development, no in production."""
    value = env.get("FAHRWASSER_DEMO") or ("0" if is_production(env) else "1")
    if value not in ("0", "1"):
        raise CannotStart(f"FAHRWASSER_DEMO is {value!r}; it can be 1 (demo) or 0 (no demo).")
    return value == "1"


def missing_for_production(env: Mapping[str, str]) -> list[str]:
    """One sentence for each thing that keeps a production system from starting; empty outside production."""
    if not is_production(env):
        return []
    wrong = [f"{name} is missing: the address of your PostgreSQL server." for name in DATABASES if not env.get(name)]
    roles = [user_of(env[name]) for name in DATABASES if env.get(name)]
    if len(set(roles)) < len(roles):
        wrong.append("The three database addresses must log in as three different roles (owner, web, worker).")
    if len(env.get("SECRET_KEY", "")) < SHORTEST_SECRET:
        wrong.append(f"SECRET_KEY is missing or shorter than {SHORTEST_SECRET} characters.")
    if not env.get("EMAIL_URL") or urlsplit(env["EMAIL_URL"]).scheme in NOT_MAIL:
        wrong.append("EMAIL_URL is missing or sends no mail; example: smtp+tls://user:password@mail.example.org:587")
    if not env.get("ALLOWED_HOSTS") or "*" in env["ALLOWED_HOSTS"].split(","):
        wrong.append("ALLOWED_HOSTS is missing or admits every host; example: digital.example.org")
    if urlsplit(env.get("PUBLIC_URL", "")).scheme != "https":
        wrong.append("PUBLIC_URL is missing or does not begin with https://; example: https://digital.example.org")
    if is_demo(env):
        wrong.append("Demo mode is on: everybody could log in with one click. Set FAHRWASSER_DEMO=0.")
    return wrong


def refuse_unsafe_production(env: Mapping[str, str]) -> None:
    """Raises CannotStart with the whole list, so that one look at it is enough."""
    if wrong := missing_for_production(env):
        points = "\n".join(f"  - {sentence}" for sentence in wrong)
        raise CannotStart(f"Fahrwasser does not start in production (FAHRWASSER_ENV=production) because:\n{points}")
