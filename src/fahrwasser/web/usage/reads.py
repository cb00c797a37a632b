"""The page of use: sums of days or weeks, means of forms, and nothing that is too few to show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum
from django.utils import timezone
from django.utils.functional import Promise

from fahrwasser.web.tenants.models import Municipality

from .actions import STAFF_FOR_DAYS, monday, staff_of
from .features import FEATURES, STEPS
from .models import CountingSwitch, UseCount

DAYS, WEEKS, WEEKS_OF_FORMS = 7, 8, 13
FEWEST = 5  # forms behind a mean


@dataclass(frozen=True, slots=True)
class Line:
    """One part: how often in each period of the head, and altogether."""

    label: str | Promise
    cells: tuple[tuple[date, int], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Duration:
    """One part: forms handed in, minutes on average; None when they are too few."""

    label: str | Promise
    forms: int
    minutes: float | None


@dataclass(frozen=True, slots=True)
class Page:
    """`periods`: the days, or the Mondays of the weeks."""

    is_on: bool
    since: date | None
    by_day: bool
    may_see_days: bool
    periods: tuple[date, ...]
    lines: tuple[Line, ...]
    opened: int
    durations: tuple[Duration, ...]
    weeks: tuple[date, ...]
    steps: tuple[Line, ...]
    fewest: int = FEWEST
    staff_for_days: int = STAFF_FOR_DAYS


def is_counted(town: Municipality) -> bool:
    """No switch: yes; 1 query."""
    switch = CountingSwitch.objects.of(town).first()
    return switch is None or switch.is_on


def page_of(town: Municipality, today: date, *, by_day: bool) -> Page:
    """What a town sees of its own use; 3 queries."""
    switch = CountingSwitch.objects.of(town).first()
    may_see_days = staff_of(town.pk) >= STAFF_FOR_DAYS
    by_day = by_day and may_see_days
    this_week = monday(today)
    weeks = tuple(this_week - timedelta(weeks=back) for back in reversed(range(WEEKS)))
    days = tuple(today - timedelta(days=back) for back in reversed(range(DAYS)))
    since = this_week - timedelta(weeks=WEEKS_OF_FORMS - 1)
    rows = list(
        UseCount.objects.of(town)
        .filter(day__gte=since)
        .values_list("feature", "day")
        .annotate(Sum("uses"), Sum("seconds_total"), Sum("seconds_n"))
    )
    counted = [(feature, day if by_day else monday(day), uses) for feature, day, uses, _seconds, _n in rows]
    weekly = [(feature, monday(day), uses) for feature, day, uses, _seconds, _n in rows]
    periods, weeks = _begun(days if by_day else weeks, counted), _begun(weeks, weekly)
    lines = tuple(_lines(FEATURES, counted, periods))
    return Page(
        is_on=switch is None or switch.is_on,
        since=timezone.localdate(switch.since) if switch else None,
        by_day=by_day,
        may_see_days=may_see_days,
        periods=periods,
        lines=lines,
        opened=sum(line.total for line in lines),
        durations=tuple(_durations((feature, seconds, n) for feature, _day, _uses, seconds, n in rows)),
        weeks=weeks,
        steps=tuple(_lines(STEPS, weekly, weeks)),
    )


def _begun(periods: tuple[date, ...], rows: Iterable[tuple[str, date, int]]) -> tuple[date, ...]:
    """Without those at the beginning in which nothing was counted: nobody knows whether that means nothing was used."""
    first = min((day for _feature, day, _uses in rows if day >= periods[0]), default=periods[-1])
    return tuple(day for day in periods if day >= first)


def _lines(
    names: Mapping[str, tuple[str | Promise, tuple[str, ...]]],
    rows: Iterable[tuple[str, date, int]],
    periods: tuple[date, ...],
) -> Iterable[Line]:
    """Parts that were used at all in these periods."""
    sums: dict[tuple[str, date], int] = {}
    for feature, day, uses in rows:
        sums[feature, day] = sums.get((feature, day), 0) + uses
    for feature, (label, _names) in names.items():
        cells = tuple((day, sums.get((feature, day), 0)) for day in periods)
        total = sum(uses for _day, uses in cells)
        if total:
            yield Line(label, cells, total)


def _durations(rows: Iterable[tuple[str, int, int]]) -> Iterable[Duration]:
    sums: dict[str, tuple[int, int]] = {}
    for feature, seconds, n in rows:
        before = sums.get(feature, (0, 0))
        sums[feature] = before[0] + seconds, before[1] + n
    for feature, (label, _names) in FEATURES.items():
        seconds, n = sums.get(feature, (0, 0))
        if n:
            yield Duration(label, n, seconds / n / 60 if n >= FEWEST else None)
