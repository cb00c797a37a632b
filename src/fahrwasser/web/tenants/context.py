"""The one place that tells PostgreSQL which municipality this transaction works for."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection, transaction

from .models import Municipality

ENTER = "BEGIN; SELECT set_config('app.municipality', '{}', true)"


class NoSuchMunicipality(Exception):
    """Nobody of that id, address or host works with Fahrwasser."""


@contextmanager
def working_for(municipality: Municipality | uuid.UUID) -> Iterator[None]:
    """One transaction for one municipality; committed at the end, rolled back on an exception.

    Durable: it cannot be nested in another transaction, so the setting is never switched half-way.
    """
    key = municipality.pk if isinstance(municipality, Municipality) else municipality
    with transaction.atomic(durable=True):
        _enter(key)
        yield


def _enter(town: uuid.UUID) -> None:
    """Begin and setting in one round trip: every request and every event of a case pays for it."""
    with connection.wrap_database_errors:
        raw: psycopg.Connection[object] = connection.connection
        result = raw.pgconn.exec_(ENTER.format(uuid.UUID(str(town))).encode())
        if result.status != psycopg.pq.ExecStatus.TUPLES_OK:
            raise psycopg.errors.error_from_result(result)


def find(*, slug: str = "", host: str = "") -> Municipality:
    """The joined municipality at this address; 1 query. Raises NoSuchMunicipality."""
    towns = Municipality.objects.filter(joined_at__isnull=False, closed_on=None)
    town = towns.filter(slug=slug).first() if slug else towns.filter(host=host).first()
    if town is None:
        raise NoSuchMunicipality(slug or host)
    return town
