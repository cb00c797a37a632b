"""A town's own series of numbers: without gaps as long as the transaction that took one commits."""

import uuid
from datetime import datetime
from functools import partial

from .facts import local_day
from .store import fetch_one

_NEXT = "UPDATE cases_counter SET last = last + %s WHERE municipality_id = %s AND series = %s RETURNING last"
_TAKE = (
    "INSERT INTO cases_counter (id, municipality_id, series, last) VALUES (gen_random_uuid(), %s, %s, %s) "
    "ON CONFLICT (municipality_id, series) DO UPDATE SET last = cases_counter.last + excluded.last RETURNING last"
)


def take(town: uuid.UUID, series: str, count: int = 1) -> range:
    """The next `count` numbers of the series. Others wait until this transaction has ended; 1 or 2 queries."""
    (last,) = fetch_one(_NEXT, [count, town, series]) or fetch_one(_TAKE, [town, series, count]) or (0,)
    return range(last - count + 1, last + 1)


def case_numbers(town: uuid.UUID, now: datetime, count: int, *, is_test: bool) -> list[str]:
    """Numbers like 2026-000123; test cases have a series of their own: T-2026-000001."""
    year = local_day(now).year
    prefix = "T-" if is_test else ""
    return list(map(partial(_shown, f"{prefix}{year}"), take(town, f"case/{prefix}{year}", count)))


def _shown(start: str, number: int) -> str:
    return f"{start}-{number:06d}"
