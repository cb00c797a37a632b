"""Is everything as it should be? Each finding says what is wrong and what to do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from fahrwasser.run import CannotStart
from fahrwasser.run.database import examine
from fahrwasser.run.home import Home
from fahrwasser.run.production import NOT_MAIL, is_demo, is_production, missing_for_production
from fahrwasser.run.urls import DatabaseUrls

POWERS = """
SELECT rolsuper OR rolbypassrls OR rolcreaterole,
       (SELECT count(*) FROM pg_class WHERE relowner = r.oid AND relkind IN ('r', 'p')),
       EXISTS (SELECT FROM pg_roles AS o WHERE o.rolname = %s AND pg_has_role(r.oid, o.oid, 'MEMBER'))
FROM pg_roles AS r WHERE rolname = current_user
"""
HOLDS = "Cannot bypass the walls between the municipalities."
LEAKS = (
    "Can bypass the walls between the municipalities: it must be NOSUPERUSER NOBYPASSRLS NOCREATEROLE, own no table "
    "and not belong to the owner's role."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `text` is one sentence for the operator."""

    name: str
    ok: bool
    text: str


def configuration(env: Mapping[str, str], home: Home) -> Iterator[Finding]:
    """What can be said without a database; raises CannotStart for words nobody knows."""
    wrong = missing_for_production(env)
    yield Finding("configuration", not wrong, " ".join(wrong) or "Nothing is missing.")
    demo = is_demo(env)
    text = "On: everybody can log in with one click." if demo else "Off."
    yield Finding("demo", not (demo and is_production(env)), text)
    sends = bool(env.get("EMAIL_URL")) and urlsplit(env["EMAIL_URL"]).scheme not in NOT_MAIL
    text = "Mails are sent." if sends else f"Mails are not sent; outside production they lie in {home.path / 'mail'}."
    yield Finding("mail", sends or not is_production(env), text)
    running = home.running()
    where = f"At {running.address}." if running and running.address else "No web server of this folder is running."
    yield Finding("web", True, where)


def databases(urls: DatabaseUrls) -> Iterator[Finding]:
    """Whether each role can log in, and whether the policies hold for web and worker."""
    import psycopg

    try:
        version = examine(urls)
    except CannotStart as refused:
        yield Finding("database", False, str(refused))
        return
    yield Finding("database", True, f"All three roles can log in; PostgreSQL {version // 10000}.{version % 10000}.")
    with psycopg.connect(urls.owner) as owner:
        owner_name = owner.info.user
    for name, url in (("web role", urls.web), ("worker role", urls.worker)):
        with psycopg.connect(url) as connection:
            mighty, owned, member = connection.execute(POWERS, [owner_name]).fetchone() or (True, 0, True)
        safe = not (mighty or owned or member)
        yield Finding(name, safe, HOLDS if safe else LEAKS)
