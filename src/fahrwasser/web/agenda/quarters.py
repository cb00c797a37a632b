"""Quarters of the calendar: the plan counts them from 1, people say »2. Quartal 2027«."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

WEEKS_A_QUARTER = 13
HOURS_A_DAY = 8


@dataclass(frozen=True, slots=True)
class Calendar:
    """The quarters of one plan; `first` is the first day of quarter 1."""

    first: date
    quarters: int

    def starts_on(self, quarter: int) -> date:
        """First day of this quarter of the plan."""
        months = self.first.year * 12 + self.first.month - 1 + 3 * (quarter - 1)
        return date(months // 12, months % 12 + 1, 1)

    def ends_on(self, quarter: int) -> date:
        """Last day of this quarter of the plan."""
        return self.starts_on(quarter + 1) - timedelta(days=1)

    def quarter_of(self, day: date) -> int:
        """The plan's quarter in which the day lies; 0 or less before the plan begins."""
        return (day.year - self.first.year) * 4 + (day.month - 1) // 3 - (self.first.month - 1) // 3 + 1

    def first_open(self, today: date) -> int:
        """First quarter of a plan that is made today: 1, or the next one when the plan's first quarter is over."""
        return self.quarter_of(next_quarter(today)) if self.quarter_of(today) > 1 else 1

    def open_quarters(self, today: date) -> list[tuple[str, str]]:
        """What can still be chosen, for a select field."""
        return [(str(q), self.name(q)) for q in range(self.first_open(today), self.quarters + 1)]

    def year(self, quarter: int) -> int:
        """Calendar year of this quarter."""
        return self.starts_on(quarter).year

    def quarter_of_year(self, quarter: int) -> int:
        """1 to 4."""
        return (self.starts_on(quarter).month - 1) // 3 + 1

    @property
    def last_year(self) -> int:
        """Calendar year in which the plan ends."""
        return self.year(self.quarters)

    def name(self, quarter: int) -> str:
        """»2. Quartal 2027«."""
        return _("quarter %(quarter)s of %(year)s") % {
            "quarter": self.quarter_of_year(quarter),
            "year": self.year(quarter),
        }

    def period(self, start: int, end: int) -> str:
        """»2. Quartal 2027«, »1. bis 2. Quartal 2027«, »2. Quartal 2027 bis 1. Quartal 2028«; both ends included."""
        if start == end:
            return self.name(start)
        if self.year(start) == self.year(end):
            return _("quarters %(start)s to %(end)s of %(year)s") % {
                "start": self.quarter_of_year(start),
                "end": self.quarter_of_year(end),
                "year": self.year(start),
            }
        return _("%(start)s to %(end)s") % {"start": self.name(start), "end": self.name(end)}


def next_quarter(today: date) -> date:
    """First day of the quarter after today's: a plan never begins in the past."""
    month = (today.month - 1) // 3 * 3 + 4
    return date(today.year + (month > 12), month - 12 * (month > 12), 1)


def days_a_quarter(hours_per_week: float) -> float:
    """Four hours a week are 6.5 days a quarter."""
    return hours_per_week * WEEKS_A_QUARTER / HOURS_A_DAY
