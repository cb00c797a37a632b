"""What a transaction must say anyway waits for the next statement and travels with it: one round trip instead of two.

A case that takes an event says two things: "begin, for this town, lock this" and "write this, commit". A write that
waits is sent before anything else is asked, so nobody sees the difference, except that its error comes with the next
statement or the commit. Why: docs/decisions/0017-fewer-round-trips.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base
from psycopg.adapt import Transformer
from psycopg.pq import ExecStatus, TransactionStatus

FINE: Final = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement with $1, $2 …, planned once for each connection; every parameter has a type of its own there."""

    name: str
    sql: str


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection with `later` and `rows` for statements that matter by their number."""

    def get_new_connection(self, conn_params: Mapping[str, Any]) -> Any:
        """Nothing is prepared or waits on a new connection. Raises ImproperlyConfigured for a server from long ago."""
        raw = super().get_new_connection(conn_params)
        if raw.pgconn.parameter_status(b"standard_conforming_strings") != b"on":
            raise ImproperlyConfigured("The database must run with standard_conforming_strings = on.")
        self._waiting: list[str] = []
        self._prepared: set[str] = set()
        self._loads = Transformer(raw)
        return raw

    def later(self, prepared: Prepared, *values: object) -> None:
        """Said with the next statement of this transaction, at the latest with its commit."""
        self._waiting.append(self._call(prepared, values))

    def rows(self, prepared: Prepared, *values: object) -> list[tuple[Any, ...]]:
        """What it answers; one round trip with all that waits."""
        result = self._say(self._call(prepared, values))
        self._loads.set_pgresult(result)
        found: list[tuple[Any, ...]] = self._loads.load_rows(0, result.ntuples, tuple)
        return found

    def create_cursor(self, name: str | None = None) -> Any:
        """Somebody is about to speak: what waits comes first."""
        if self._waiting:
            self._say()
        return super().create_cursor(name)

    def _commit(self) -> None:
        if self.connection is not None and (self._waiting or not self._is_idle()):
            self._say("COMMIT")

    def rollback(self) -> None:
        """Also what waits is taken back."""
        self._waiting.clear()
        super().rollback()

    def _call(self, prepared: Prepared, values: tuple[object, ...]) -> str:
        """Values are written as PostgreSQL reads them; None is NULL."""
        if prepared.name not in self._prepared:
            self._say(f"PREPARE {prepared.name} AS {prepared.sql}")
            self._prepared.add(prepared.name)
        return f"EXECUTE {prepared.name}({','.join(map(_literal, values))})"

    def _say(self, *statements: str) -> psycopg.pq.abc.PGresult:
        """All of it at once; the result of the last. What follows an error is not done, also not the commit."""
        begins = ("BEGIN",) if self._is_idle() and not self.connection.autocommit else ()
        text = ";".join((*begins, *self._waiting, *statements))
        self._waiting.clear()
        with self.wrap_database_errors:
            if "\0" in text:
                raise psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
            result: psycopg.pq.abc.PGresult = self.connection.pgconn.exec_(text.encode())
            if result.status not in FINE:
                raise psycopg.errors.error_from_result(result)
        return result

    def _is_idle(self) -> bool:
        status: TransactionStatus = self.connection.pgconn.transaction_status
        return status == TransactionStatus.IDLE


def _literal(value: object) -> str:
    return "NULL" if value is None else "'" + str(value).replace("'", "''") + "'"
