"""Which database this process talks to: the operator's own server, the running embedded one, or one for the moment."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from fahrwasser.run import CannotStart, binaries, postgres
from fahrwasser.run.home import Home, place_for_postgres
from fahrwasser.run.urls import DatabaseUrls, user_of

VARIABLES = {"owner": "DATABASE_OWNER_URL", "web": "DATABASE_URL", "worker": "DATABASE_WORKER_URL"}
Role = Literal["owner", "web", "worker"]
SETTINGS = "fahrwasser.web.settings"
LARGEST_LOG = 5_000_000  # bytes; the log before the last start is kept as .1


def own_server(env: Mapping[str, str]) -> DatabaseUrls | None:
    """Addresses of the operator's server, None if none is named; raises CannotStart when only some are."""
    missing = [name for name in VARIABLES.values() if not env.get(name)]
    if missing and len(missing) < len(VARIABLES):
        raise CannotStart(
            f"A PostgreSQL server of your own needs three addresses; missing: {', '.join(missing)}. "
            "Set them (postgresql://user:password@host/database), or none of the three for the embedded server."
        )
    return DatabaseUrls.from_environment(env)


def embedded(home: Home) -> postgres.Cluster:
    """The cluster of this home, made on first use; the caller holds the home's lock."""
    place, account = place_for_postgres(home)
    data = place / "data"
    found = binaries.find(major=_major(data))
    log = home.log / "postgres.log"
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
    cluster = postgres.Cluster(
        data, postgres.socket_folder(place, account), log, binaries.usable_by(found, account, place), account
    )
    cluster.create()
    return cluster


def examine(urls: DatabaseUrls) -> int:
    """Version of the operator's server, e.g. 150018; raises CannotStart when a role cannot log in or it is too old."""
    import psycopg  # the embedded server needs no driver to start

    version = 0
    for variable, url in zip(VARIABLES.values(), (urls.owner, urls.web, urls.worker), strict=True):
        try:
            with psycopg.connect(url, connect_timeout=10) as connection:
                version = connection.info.server_version
        except psycopg.Error as refused:
            raise CannotStart(f"The database of {variable} cannot be reached: {str(refused).strip()}") from refused
    if version < binaries.OLDEST * 10000:
        raise CannotStart(
            f"The database server is PostgreSQL {version // 10000}; Fahrwasser needs {binaries.OLDEST} or newer."
        )
    return version


@contextmanager
def open_database(home: Home, env: Mapping[str, str]) -> Iterator[DatabaseUrls]:
    """Addresses that answer: an embedded server that is not running is started for the time being."""
    running = None if (named := own_server(env)) else home.running()
    if named:
        yield named
    elif running and running.urls:
        yield running.urls
    else:
        with home.locked():
            cluster = embedded(home)
            server: subprocess.Popen[bytes] = cluster.start()
            try:
                yield cluster.urls
            finally:
                cluster.stop(server)


@contextmanager
def database_for(role: Role) -> Iterator[None]:
    """The environment is ready for Django as this role (DATABASE_URL and the names of the others).

    For commands; call it before Django's settings are loaded. A process that the supervisor started has its address
    already.
    """
    home = Home.of(os.environ)
    if os.environ.get(VARIABLES[role]):
        os.environ.update(
            for_django(role, DatabaseUrls(**{key: os.environ.get(name, "") for key, name in VARIABLES.items()}))
        )
        yield
        return
    with open_database(home, os.environ) as urls:
        os.environ.update(for_django(role, urls))
        os.environ.setdefault("FAHRWASSER_HOME", str(home.path))
        if os.environ.get("FAHRWASSER_ENV") != "production":
            os.environ.setdefault("SECRET_KEY", home.secret_key())
        yield


def for_django(role: Role, urls: DatabaseUrls) -> dict[str, str]:
    """What `fahrwasser.web.settings` reads: the role's own address as DATABASE_URL, and the others' role names."""
    own = {"owner": urls.owner, "web": urls.web, "worker": urls.worker}[role]
    names = {"DATABASE_WEB_ROLE": user_of(urls.web), "DATABASE_WORKER_ROLE": user_of(urls.worker)}
    return {
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "DATABASE_URL": own,
        VARIABLES[role]: own,
        **{key: name for key, name in names.items() if name},
    }


def _major(data: Path) -> int | None:
    """Major version that made the cluster, None if there is none yet."""
    try:
        return int((data / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None
