"""From when to when is looked at: a few periods that people ask for, each ending today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Period:
    """Cases that began at or after `start` and before `end`."""

    start: datetime
    end: datetime


LENGTHS: Mapping[str, timedelta] = {
    "3": timedelta(days=91),
    "12": YEAR,
    "18": timedelta(days=548),
    "60": 5 * YEAR,
}
PERIOD_NAMES: Mapping[str, str | Promise] = {
    "3": _("last 3 months"),
    "12": _("last 12 months"),
    "18": _("last 18 months"),
    "60": _("last 5 years"),
}
USUAL = "12"


def period(name: str, now: datetime) -> Period:
    """KeyError for a name that is not offered."""
    return Period(now - LENGTHS[name], now)
