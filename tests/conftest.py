"""One database for each test process: migrated as owner, used as web, emptied as superuser.

Every database test commits for real, so policies, triggers and durable transactions are what runs in production.
"""

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest

os.environ["DJANGO_SETTINGS_MODULE"] = "fahrwasser.web.settings"
os.environ.setdefault("FAHRWASSER_DEMO", "0")
os.environ["EMAIL_URL"] = "memorymail://"

import django
from django.conf import settings
from django.core import mail
from django.db import connections
from django.test.utils import setup_test_environment
from django.utils import translation

from fahrwasser.run.postgres import DATABASE, TemporaryCluster
from sharing import SharedServer, shared_server

django.setup()
setup_test_environment()
# What is tested is who may log in, not how slow guessing is.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.USE_COUNTS_WRITTEN_EVERY_S = 0  # no thread writes between tests

FIRST = ("test_every_page.py", "journeys", "run")
"""Tests that start programs and wait for them, the longest first: at the end of a run nobody waits for one of these."""
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "")
KEPT = {
    "django_migrations": "false",
    "django_content_type": "false",
    "auth_permission": "false",
    "inventory_questionset": "key <> 'fahrwasser-schnellcheck'",
    "catalogue_release": "package NOT LIKE 'de.fahrwasser.%'",
}
"""Tables that keep the rows of `prepare`; what a test has added goes: rows of which this is true."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`-m database` selects whatever touches PostgreSQL, without anyone marking it by hand. Long ones come first."""
    items.sort(key=_turn)
    for item in items:
        if {"database", "cluster"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.database)


def _turn(item: pytest.Item) -> int:
    return next((turn for turn, part in enumerate(FIRST) if part in item.path.parts), len(FIRST))


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of all processes of this test run."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if PROCESS else folder


@pytest.fixture(scope="session")
def database_server(common: Path) -> Iterator[SharedServer]:
    """The server of this test run."""
    with shared_server(common) as found:
        yield found


@pytest.fixture(scope="session")
def cluster(database_server: SharedServer) -> Iterator[TemporaryCluster]:
    """This process's migrated database; Django's `default` is the web role, `owner` and `worker` the other two."""
    from fahrwasser.web.settings import database_settings

    own = database_server.copy(f"{DATABASE}_{PROCESS or 'alone'}")
    template = connections.databases["default"]
    for alias, url in (("default", own.web_url), ("owner", own.owner_url), ("worker", own.worker_url)):
        connections.databases[alias] = {**template, **database_settings(url)}
    del connections["default"]  # made at set-up with another address
    yield own
    connections.close_all()


@pytest.fixture(scope="session")
def empty(cluster: TemporaryCluster) -> Iterator[Callable[[], object]]:
    """Empties the database of this process. As superuser: no policy, no trigger, no order of the tables.

    TRUNCATE would make some 300 files anew each time, which takes 0.2 s; these DELETEs take a twentieth of that.
    """
    everything = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    options = {"dbname": cluster.database, "options": "-c session_replication_role=replica"}
    with psycopg.connect(cluster.superuser_url, autocommit=True, prepare_threshold=None, **options) as superuser:
        tables = sorted({name for (name,) in superuser.execute(everything)} - KEPT.keys())
        lock = f"LOCK TABLE {', '.join(tables)} IN EXCLUSIVE MODE"  # waits for whoever still writes
        goes = [*((table, "true") for table in tables), *KEPT.items()]
        words = "; ".join([lock, *(f"DELETE FROM {table} WHERE {which}" for table, which in goes)])
        yield partial(superuser.execute, words)


@pytest.fixture(autouse=True)
def language() -> None:
    """No test speaks the language of the last page the one before it has read: Django leaves it set in the thread."""
    translation.deactivate()


@pytest.fixture
def database(cluster: TemporaryCluster, empty: Callable[[], object]) -> Iterator[TemporaryCluster]:
    """An empty database at the start; whatever the test commits is gone afterwards."""
    yield cluster
    for connection in connections.all():
        connection.close()
    empty()
    mail.outbox = []
