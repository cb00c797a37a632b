"""How often the invented towns have opened which part, in the weeks before today; written as a web process does it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from fahrwasser.web.cases.models import Case
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.usage.actions import monday, write_down
from fahrwasser.web.usage.book import Count, Key, Noted
from fahrwasser.web.usage.models import UseCount
from fahrwasser.web.usage.reads import WEEKS

WORKDAYS = 5
ONLINE = "online"


@dataclass(frozen=True, slots=True)
class Habit:
    """Pages opened on a working day, forms handed in for each hundred of them, and seconds for one form."""

    pages: float
    forms: int = 0
    seconds: int = 0


# Estimates for a small town hall.
HABITS: Mapping[str, Habit] = {
    "week": Habit(5, 8, 50),
    "check": Habit(0.4, 60, 95),
    "record": Habit(3, 25, 140),
    "plan": Habit(2.5, 10, 160),
    "whatif": Habit(0.6, 20, 75),
    "money": Habit(0.7, 25, 240),
    "papers": Habit(0.8, 15, 310),
    "adopt": Habit(0.5, 35, 180),
    "desk": Habit(14, 30, 130),
    "counter": Habit(3, 40, 210),
    "files": Habit(0.8),
    "registers": Habit(1.5, 10, 110),
    "figures": Habit(0.9),
    "coaching": Habit(0.5, 20, 120),
    "network": Habit(0.8, 10, 190),
}
# Pages of citizens for each application that came online; not everybody who reads applies.
STEPS: Mapping[str, float] = {
    "citizen_read": 3.4,
    "citizen_fill": 6.2,
    "citizen_check": 1.3,
    "citizen_sent": 1,
    "citizen_follow": 2.1,
    "citizen_paper": 0.2,
}


def open_pages(town: Municipality, today: date) -> None:
    """Eight weeks until yesterday; nothing if this town was counted before this week already."""
    begin = monday(today) - timedelta(weeks=WEEKS - 1)
    with working_for(town):
        if UseCount.objects.of(town).filter(day__lt=monday(today)).exists():
            return
        opened = Case.objects.of(town).filter(opened_at__date__gte=begin, opened_at__date__lt=today, channel=ONLINE)
        moments = list(opened.values_list("opened_at", flat=True))
    applied = Counter(monday(timezone.localdate(moment)) for moment in moments)
    dice = Random(town.slug)  # noqa: S311 - invented days, the same at each start
    rows = {**dict(_worked(begin, today, dice)), **dict(_asked(applied))}
    write_down(Noted(None, {town.pk: rows}))


def _worked(begin: date, today: date, dice: Random) -> Iterator[tuple[Key, Count]]:
    days = [begin + timedelta(days=number) for number in range((today - begin).days)]
    for day in (day for day in days if day.weekday() < WORKDAYS):
        for feature, habit in HABITS.items():
            pages = round(habit.pages * dice.uniform(0.2, 1.8))
            if not pages:
                continue
            forms = sum(dice.random() * 100 < habit.forms for _page in range(pages))
            seconds = sum(round(habit.seconds * dice.uniform(0.5, 1.6)) for _form in range(forms))
            yield (day, feature), Count(pages, seconds, forms)


def _asked(applied: Mapping[date, int]) -> Iterator[tuple[Key, Count]]:
    for week, cases in applied.items():
        for step, pages in STEPS.items():
            yield (week, step), Count(round(cases * pages))
