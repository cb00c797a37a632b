"""What desk and portal show of cases. Every read names its town, its order and its queries."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from fahrwasser.web.ports.models import Delivery, Payment, Query
from fahrwasser.web.tenants.models import Municipality

from .history import of_case
from .models import Case, Decision, Event, Letter, Notice, Task, Wait

PAGE = 50
Key = tuple[datetime, uuid.UUID]


def open_tasks(
    town: Municipality, *, units: Sequence[uuid.UUID] | None = None, after: Key | None = None
) -> QuerySet[Task]:
    """What is to be done, deadline first (due, id), with case and service; 1 query when sliced with [:PAGE + 1].

    `units`: only of these offices and of none; `after`: the key of the last row of the page before.
    """
    tasks = Task.objects.of(town).filter(done_at=None)
    if units is not None:
        tasks = tasks.filter(Q(unit__in=units) | Q(unit=None))
    if after is not None:
        tasks = tasks.filter(Q(due__gt=after[0]) | Q(due=after[0], id__gt=after[1])).filter(due__gte=after[0])
    joined = tasks.select_related("case__adoption__release")
    return joined.defer("case__state", "case__facts", "case__adoption__release__content").order_by("due", "id")


def recent_cases(
    town: Municipality, *, adoption: uuid.UUID | None = None, open_only: bool = False, before: Key | None = None
) -> QuerySet[Case]:
    """Newest first (opened, id), without state and facts; 1 query when sliced. `before`: key of the last row."""
    cases = Case.objects.of(town).for_lists()
    if adoption:
        cases = cases.filter(adoption_id=adoption)
    if open_only:
        cases = cases.filter(closed_at=None)
    if before is not None:
        older = Q(opened_at__lt=before[0]) | Q(opened_at=before[0], id__lt=before[1])
        cases = cases.filter(older).filter(opened_at__lte=before[0])
    return cases


def stuck_cases(town: Municipality) -> QuerySet[Case]:
    """Cases that cannot go on until somebody has looked, oldest first; 1 query."""
    return Case.objects.of(town).exclude(incident="").defer("state", "facts").order_by("opened_at", "id")


def by_number(town: Municipality, number: str) -> Case | None:
    """The case with this number, as people type it; 1 query."""
    return Case.objects.of(town).select_related("adoption").filter(number=number.strip().upper()).first()


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything about one case, each list in the order in which it happened."""

    case: Case
    events: list[tuple[Event, Any]]
    decisions: list[Decision]
    tasks: list[Task]
    waits: list[Wait]
    letters: list[Letter]
    notices: list[Notice]
    deliveries: list[Delivery]
    payments: list[Payment]
    queries: list[Query]


def case_page(town: Municipality, case: uuid.UUID) -> CasePage:
    """The whole case; 11 queries. Raises Case.DoesNotExist."""
    found = Case.objects.of(town).select_related("adoption", "unit").get(pk=case)
    return CasePage(
        case=found,
        events=of_case(town, found),
        decisions=list(Decision.objects.of(town).filter(case=found).order_by("sequence")),
        tasks=list(Task.objects.of(town).filter(case=found).order_by("opened_at", "token")),
        waits=list(Wait.objects.of(town).filter(case=found).order_by("token")),
        letters=letters_of(town, found),
        notices=list(Notice.objects.of(town).filter(case=found).order_by("made_at", "id")),
        deliveries=list(Delivery.objects.of(town).filter(cause=found.pk).order_by("made_at", "id")),
        payments=list(Payment.objects.of(town).filter(cause=found.pk).order_by("made_at", "id")),
        queries=list(Query.objects.of(town).filter(cause=found.pk).order_by("asked_at", "id")),
    )


def letters_of(town: Municipality, case: Case) -> list[Letter]:
    """Letters with title and size of their document, not its bytes; 1 query."""
    rows = Letter.objects.of(town).filter(case=case).select_related("document").defer("document__content")
    return list(rows.order_by("made_at", "id"))


@dataclass(frozen=True, slots=True)
class Status:
    """What the person may see of their own case: no names of clerks, no rules, nothing of anybody else."""

    case: Case
    asked: list[str]  # messages the process waits for: the office has asked something
    letters: list[Letter]
    notices: list[Notice]
    payments: list[Payment]


def status(town: Municipality, case: Case) -> Status:
    """For the page behind a link; 4 queries."""
    return Status(
        case=case,
        asked=list(Wait.objects.of(town).filter(case=case).order_by("token").values_list("message", flat=True)),
        letters=letters_of(town, case),
        notices=list(Notice.objects.of(town).filter(case=case).order_by("-made_at", "-id")),
        payments=list(Payment.objects.of(town).filter(cause=case.pk).order_by("made_at", "id")),
    )
