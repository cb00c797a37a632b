"""Work that was given up: for the operator, by town, kind and error. Never what it was about."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min
from django.utils import timezone

from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality

from .models import Job


@dataclass(frozen=True, slots=True)
class DeadLetters:
    """`count` jobs of one kind that failed in the same way; `since`: the oldest of them."""

    town: Municipality
    kind: str
    error: str
    count: int
    since: datetime


def dead_letters() -> list[DeadLetters]:
    """Of every open town; one short transaction each, outside of any other."""
    found = []
    for town in Municipality.objects.open_towns():
        with working_for(town):
            rows = Job.objects.of(town).filter(failed_at__isnull=False).values_list("kind", "last_error")
            grouped = list(rows.annotate(Count("id"), Min("failed_at")).order_by("kind", "last_error"))
        found += [DeadLetters(town, *row) for row in grouped]
    return found


def try_all_again(town: Municipality) -> int:
    """Everything the town's worker has given up is tried once more; how many."""
    with working_for(town):
        rows = Job.objects.of(town).filter(failed_at__isnull=False)
        return rows.update(failed_at=None, attempts=0, due=timezone.now())
