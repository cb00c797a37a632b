"""The one place that tells PostgreSQL which municipality this transaction works for."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from django.db import connection, transaction

from .database.base import DatabaseWrapper, Prepared
from .models import Municipality

ENTER = Prepared("enter", "SELECT set_config('app.municipality', $1, true)")


class NoSuchMunicipality(Exception):
    """Nobody of that id, address or host works with Fahrwasser."""


@contextmanager
def working_for(municipality: Municipality | uuid.UUID) -> Iterator[None]:
    """One transaction for one municipality; committed at the end, rolled back on an exception.

    Durable: it cannot be nested in another transaction, so the setting is never switched half-way.
    """
    key = municipality.pk if isinstance(municipality, Municipality) else municipality
    with transaction.atomic(durable=True):
        database().later(ENTER, key)
        yield


def database() -> DatabaseWrapper:
    """The connection of this thread, for statements whose number matters (`later`, `rows`)."""
    return cast("DatabaseWrapper", connection)


def find(*, slug: str = "", host: str = "") -> Municipality:
    """The joined municipality at this address; 1 query. Raises NoSuchMunicipality."""
    towns = Municipality.objects.filter(joined_at__isnull=False, closed_on=None)
    town = towns.filter(slug=slug).first() if slug else towns.filter(host=host).first()
    if town is None:
        raise NoSuchMunicipality(slug or host)
    return town
