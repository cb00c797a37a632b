"""A town's own series of numbers: without gaps as long as the transaction that took one commits."""

import uuid
from datetime import datetime
from functools import partial
from typing import Final

from fahrwasser.web.tenants.context import database
from fahrwasser.web.tenants.database.base import Prepared

from .facts import local_day

_NEXT: Final = Prepared(
    "cases_number",
    "UPDATE cases_counter SET last = last + $1 WHERE municipality_id = $2 AND series = $3 RETURNING last",
)
_TAKE: Final = Prepared(
    "cases_first_number",
    "INSERT INTO cases_counter (id, municipality_id, series, last) VALUES (gen_random_uuid(), $2, $3, $1) "
    "ON CONFLICT (municipality_id, series) DO UPDATE SET last = cases_counter.last + excluded.last RETURNING last",
)


def take(town: uuid.UUID, series: str, count: int = 1) -> range:
    """The next `count` numbers of the series. Others wait until this transaction has ended; 1 or 2 queries."""
    values = count, town, series
    ((last,),) = database().rows(_NEXT, *values) or database().rows(_TAKE, *values)
    return range(last - count + 1, last + 1)


def case_numbers(town: uuid.UUID, now: datetime, count: int, *, is_test: bool) -> list[str]:
    """Numbers like 2026-000123; test cases have a series of their own: T-2026-000001."""
    year = local_day(now).year
    prefix = "T-" if is_test else ""
    return list(map(partial(_shown, f"{prefix}{year}"), take(town, f"case/{prefix}{year}", count)))


def _shown(start: str, number: int) -> str:
    return f"{start}-{number:06d}"
