"""How long registers keep what they were told, and how long they keep files of others."""

import uuid
from datetime import date, datetime, timedelta

from django.db.models import Exists, ExpressionWrapper, IntegerField, OuterRef, Q
from django.db.models.functions import ExtractYear

from fahrwasser.web.records.reads import Files
from fahrwasser.web.tenants.models import Municipality

from .models import Change, RegisterEvent

CONTENT_LASTS = timedelta(days=30)
EVENTS_LAST = timedelta(days=366)
"""So long the same event may come again and must be recognised."""


def in_force(rows: Files, today: date) -> Files:
    """Without files of cases whose rights are in force, or ended less long ago than the file itself is kept.

    A dog is taxed for all its life: the retention of its first case begins when the tax ends, not with that case.
    """
    touched = Change.objects.filter(municipality_id=OuterRef("municipality_id"), case_id=OuterRef("cause"))
    years = ExpressionWrapper(
        ExtractYear("entry__valid_until") + OuterRef("retention_years"), output_field=IntegerField()
    )
    held = touched.annotate(last=years).filter(Q(entry__valid_until=None) | Q(last__gte=today.year))
    return rows.exclude(Exists(held))


def ends_of(town: Municipality, case: uuid.UUID) -> list[date | None]:
    """The last days of the rights that this case granted or changed, None for one without an end; 1 query."""
    rows = Change.objects.of(town).filter(case_id=case).order_by()
    return list(rows.values_list("entry__valid_until", flat=True).distinct())


def cases_of_the_same_rights(town: Municipality, case: uuid.UUID) -> list[uuid.UUID]:
    """This case and all that granted, changed or followed the same rights: they carry copies of its answers.

    2 queries for each step from a right to its successor.
    """
    found, fresh = {case}, {case}
    while fresh:
        entries = Change.objects.of(town).filter(case__in=fresh).values("entry")
        others = Change.objects.of(town).filter(entry__in=entries, case__isnull=False).order_by()
        fresh = set(others.values_list("case_id", flat=True).distinct()) - found
        found |= fresh
    return sorted(found)


def forget(town: Municipality, now: datetime) -> None:
    """What an event carried goes a month after it was worked off (its cases have it), the event itself a year after."""
    handled = RegisterEvent.objects.of(town).filter(handled_at__lt=now - CONTENT_LASTS)
    handled.filter(handled_at__lt=now - EVENTS_LAST).delete()
    handled.exclude(data={}).update(data={})
