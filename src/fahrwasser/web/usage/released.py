"""What a town may release of its use: one sum a part over eight weeks, nothing by day or week, nothing of few."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Sum

from fahrwasser.web.tenants.models import Municipality

from .actions import STAFF_FOR_DAYS, monday, staff_of
from .features import FEATURES
from .models import UseCount
from .reads import FEWEST, WEEKS, is_counted


def used_parts(town: Municipality, today: date) -> list[dict[str, Any]]:
    """[{"part", "uses", "minutes": mean of a form or null}] of the last eight full weeks, by part; 3 queries.

    Empty while fewer than three people work there (a sum would be one person's) or nothing is counted. Parts opened
    fewer than five times are left out, a mean needs five forms. Pages of citizens are not among them.
    """
    if staff_of(town.pk) < STAFF_FOR_DAYS or not is_counted(town):
        return []
    end = monday(today)
    rows = (
        UseCount.objects.of(town)
        .filter(day__gte=end - timedelta(weeks=WEEKS), day__lt=end, feature__in=FEATURES)
        .order_by("feature")
        .values_list("feature")
        .annotate(Sum("uses"), Sum("seconds_total"), Sum("seconds_n"))
    )
    return [
        {"part": part, "uses": uses, "minutes": round(seconds / n / 60, 1) if n >= FEWEST else None}
        for part, uses, seconds, n in rows
        if uses >= FEWEST
    ]
