"""One PostgreSQL for each test process: migrated as owner, used as web, emptied as owner.

Every database test commits for real, so policies, triggers and durable transactions are what runs in production.
FAHRWASSER_PG_BIN names other PostgreSQL programs (CI runs the database tests on 18 and on Debian's 15).
"""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

os.environ["DJANGO_SETTINGS_MODULE"] = "fahrwasser.web.settings"
os.environ.setdefault("FAHRWASSER_DEMO", "0")
os.environ["EMAIL_URL"] = "memorymail://"

import django
from django.conf import settings
from django.core import mail
from django.db import connections
from django.test.utils import setup_test_environment

from fahrwasser.run.postgres import TemporaryCluster, temporary_cluster

django.setup()
setup_test_environment()
# What is tested is who may log in, not how slow guessing is.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

KEPT = {"django_migrations", "django_content_type", "auth_permission", "inventory_questionset", "catalogue_release"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`-m database` selects whatever touches PostgreSQL, without anyone marking it by hand."""
    for item in items:
        if {"database", "cluster"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session")
def cluster() -> Iterator[TemporaryCluster]:
    """A migrated database; Django's `default` is the web role, `owner` and `worker` the other two."""
    from fahrwasser.web.settings import database_settings

    with temporary_cluster(os.environ.get("FAHRWASSER_PG_BIN") or None) as running:
        environment = {**os.environ, "DATABASE_URL": running.owner_url, "FAHRWASSER_DEMO": "0"}
        subprocess.run([sys.executable, "-m", "fahrwasser.web.prepare"], env=environment, check=True)
        template = connections.databases["default"]
        for alias, url in (
            ("default", running.web_url),
            ("owner", running.owner_url),
            ("worker", running.worker_url),
        ):
            connections.databases[alias] = {**template, **database_settings(url)}
        del connections["default"]  # made at set-up with another address
        yield running
        connections.close_all()


@pytest.fixture
def database(cluster: TemporaryCluster) -> Iterator[TemporaryCluster]:
    """An empty database at the start; whatever the test commits is gone afterwards."""
    yield cluster
    for connection in connections.all():
        connection.close()
    empty_tables()


def empty_tables() -> None:
    """As owner: neither policies nor append-only triggers stop TRUNCATE."""
    with connections["owner"].cursor() as cursor:
        tables = set(connections["owner"].introspection.table_names(cursor)) - KEPT
        cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in sorted(tables)) + " CASCADE")
        cursor.execute("DELETE FROM inventory_questionset WHERE key <> 'fahrwasser-schnellcheck'")
        cursor.execute("DELETE FROM catalogue_release WHERE package NOT LIKE 'de.fahrwasser.%'")
    mail.outbox = []
    connections["owner"].close()
