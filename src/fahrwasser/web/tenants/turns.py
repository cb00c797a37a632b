"""One after the other: people, requests and jobs that write the same thing of a town wait for each other."""

import uuid

from django.db import connection
from django.http import HttpRequest

from .models import Municipality


def wait_turn(town: Municipality | uuid.UUID, what: str) -> None:
    """Nobody else passes here with the same words until this transaction has ended.

    To be called before looking at what will be written, also where there is no row yet that could be locked.
    """
    key = getattr(town, "pk", town)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{what}:{key}"])


def turn(request: HttpRequest, what: str) -> None:
    """The same for the view of a form: waits when the form was sent, does nothing when it is only shown."""
    if request.method == "POST":
        wait_turn(request.municipality, what)  # type: ignore[attr-defined]
