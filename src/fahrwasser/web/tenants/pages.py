"""Long lists in pages by key: no counting, no skipped rows, and nothing shifts when a row is added (DESIGN 5)."""

import uuid
from datetime import date, datetime
from typing import TypeVar

from django.db.models import DateTimeField, Model, Q, QuerySet
from django.utils import timezone

PAGE = 50
MOST_DIGITS = 12  # more than any number that is counted here, less than what the database refuses
Row = TypeVar("Row", bound=Model)


def page_by(rows: "QuerySet[Row]", column: str, mark: str, *, newest_first: bool) -> tuple[list[Row], str]:
    """Up to 50 rows after the one that `mark` names, in the order of a day, a moment or a whole number that the rows
    are annotated with, and the mark of the next page.

    "" is the first page and, as an answer, says that this is the last one; so is every mark that cannot be read.
    1 query.
    """
    order, beyond = ("-", "lt") if newest_first else ("", "gt")
    place = _read(rows, column, mark)
    if place is not None:
        value, key = place
        # the plain comparison lets the index begin at the mark; the second one keeps rows of the same moment apart
        rows = rows.filter(**{f"{column}__{beyond}e": value})
        rows = rows.filter(Q(**{f"{column}__{beyond}": value}) | Q(**{column: value, f"pk__{beyond}": key}))
    found = list(rows.order_by(f"{order}{column}", f"{order}pk")[: PAGE + 1])
    if len(found) <= PAGE:
        return found, ""
    last = found[PAGE - 1]
    value = getattr(last, column)
    return found[:PAGE], f"{value if isinstance(value, int) else value.isoformat()}_{last.pk}"


def _read(rows: "QuerySet[Row]", column: str, mark: str) -> tuple[date | int, uuid.UUID] | None:
    first, _underscore, key = mark.partition("_")
    try:
        if column in rows.query.annotations:
            return int(first[:MOST_DIGITS]), uuid.UUID(key)
        if not isinstance(rows.model._meta.get_field(column), DateTimeField):
            return date.fromisoformat(first), uuid.UUID(key)
        moment = datetime.fromisoformat(first)
        return (moment, uuid.UUID(key)) if timezone.is_aware(moment) else None
    except ValueError:
        return None
