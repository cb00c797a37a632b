"""Applications and objections undecided for three months: the person may go to court for that alone (§ 75 VwGO)."""

from datetime import date, datetime, timedelta

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from fahrwasser.core.calendar.periods import may_sue_after
from fahrwasser.web.cases.facts import local_day
from fahrwasser.web.cases.letters import place_in
from fahrwasser.web.cases.models import Event, Letter, Task
from fahrwasser.web.cases.reads import logged_as
from fahrwasser.web.registers.flags import OBJECTION
from fahrwasser.web.tenants.models import Municipality

SHORTEST = timedelta(days=89)  # of three months, February among them


def inactive(town: Municipality, rows: QuerySet[Task], now: datetime) -> list[tuple[Task, date]]:
    """Of these open tasks those whose person may sue, and since when they wait, longest first; 2 queries, 3 if any.

    What an event began nobody has applied for; once a Bescheid has left, only an objection can wait.
    """
    of_case = {"municipality": town, "case": OuterRef("case")}
    decided = Letter.objects.filter(**of_case, kind="bescheid")
    names = logged_as(OBJECTION, rows.order_by().values_list("case__release_id", flat=True).distinct())
    objected = Event.objects.filter(**of_case, activity__in=names).order_by("-sequence").values("completed_at")[:1]
    waiting = rows.annotate(objected=Subquery(objected, output_field=DateTimeField()), is_decided=Exists(decided))
    waiting = waiting.filter(Q(objected__isnull=False) | Q(is_decided=False) & ~Q(case__channel="event"))
    waiting = waiting.annotate(since=Coalesce("objected", F("case__opened_at"))).filter(since__lt=now - SHORTEST)
    found = [(task, local_day(task.since)) for task in waiting.filter(case__is_test=False).order_by("since", "pk")]
    if not found:
        return []
    place, today = place_in(town), local_day(now)
    return [(task, since) for task, since in found if may_sue_after(since, place) < today]
