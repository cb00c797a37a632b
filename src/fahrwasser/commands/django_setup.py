"""Commands that write reference data or people connect as the owner of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

import django

from fahrwasser.run.database import database_for


@contextmanager
def as_owner() -> Iterator[None]:
    """Django is ready and DATABASE_URL is the owner's; the embedded server is used, or started for the moment.

    Raises CannotStart (fahrwasser.run) with the reason in words.
    """
    with database_for("owner"):
        django.setup()
        from fahrwasser.web.prepare import ready

        ready()  # a command may be the first thing that is ever done here
        yield
