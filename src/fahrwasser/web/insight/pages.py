"""The page of figures, put into the words and units in which people read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from fahrwasser.core.eventlog.figures import FEW, Measured
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.languages import page_language

from .periods import PERIOD_NAMES, period
from .reads import ServiceLine, service_lines
from .words import CHANNEL_NAMES

HOURS_OF_A_DAY = 24


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `days` and `waiting_days` are calendar days, shares are percent."""

    title: str
    what: str
    is_application: bool
    cases: int
    is_small: bool
    days: float | None
    waiting_days: float | None
    touch_minutes: Measured
    without_hand: float | None
    asked_back: float | None
    eur_per_case: float | None
    hours_saved: float | None
    citizen_hours: float | None
    channels: tuple[tuple[str | Promise, float | None], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """All rows and the figures above them; `baselines`: title, minutes on paper, source."""

    rows: tuple[Row, ...]
    period: str | Promise
    cases: int
    without_hand: float | None
    hours_saved: float | None
    citizen_hours: float | None
    baselines: tuple[tuple[str, float, str], ...]
    few: int = FEW

    @property
    def has_few(self) -> bool:
        """Some line rests on few cases."""
        return any(row.is_small for row in self.rows)


def page_of(town: Municipality, name: str, now: datetime) -> Page:
    """The figures of a town for one period; 3 queries."""
    lines = service_lines(town, period(name, now))
    language = page_language()
    shares = [line.figures.without_hand for line in lines if line.figures.without_hand.value is not None]
    answered = sum(share.n for share in shares)
    alone = sum(round((share.value or 0) * share.n) for share in shares)
    return Page(
        rows=tuple(_row(line, language) for line in lines),
        period=PERIOD_NAMES[name],
        cases=sum(line.figures.cases for line in lines),
        without_hand=100 * alone / answered if answered else None,
        hours_saved=_sum(line.figures.hours_saved for line in lines),
        citizen_hours=_sum(line.figures.citizen_hours for line in lines),
        baselines=tuple(
            (line.title[language], line.paper_minutes, line.paper_source) for line in lines if line.paper_minutes
        ),
    )


def _sum(amounts: Iterable[float | None]) -> float | None:
    """Of what is known; None when nothing is, which is something else than 0."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def _row(line: ServiceLine, language: str) -> Row:
    found = line.figures
    return Row(
        title=line.title[language],
        what=_in(line.process_name, language),
        is_application=line.is_application,
        cases=found.cases,
        is_small=found.is_small,
        days=_days(found.throughput_hours.value),
        waiting_days=_days(found.waiting_hours.value),
        touch_minutes=found.touch_minutes,
        without_hand=_percent(found.without_hand),
        asked_back=_percent(found.asked_back),
        eur_per_case=found.eur_per_case,
        hours_saved=found.hours_saved,
        citizen_hours=found.citizen_hours,
        channels=tuple((CHANNEL_NAMES[name], _percent(share)) for name, share in found.channels.items()),
    )


def _in(names: Mapping[str, str], language: str) -> str:
    return names[language] or names["de"]


def _days(hours: float | None) -> float | None:
    return None if hours is None else hours / HOURS_OF_A_DAY


def _percent(share: Measured) -> float | None:
    return None if share.value is None else 100 * share.value
