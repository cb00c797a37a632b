"""From counts of the event log to the figures of a service. Few cases make no figure: below five it is marked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fahrwasser.core.costing.costs import citizen_hours, cost_of_case
from fahrwasser.core.costing.ranges import Range

FEW = 5
"""Fewer than this say nothing about the next ones."""
BY_ITSELF = frozenset({"online", "api", "event"})
"""Ways in by which nobody in the town hall types the application."""
SPARES_THE_WAY = frozenset({"online", "api"})


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted in the log of one process of one service, for cases that began within a period.

    `answered`: those that got their first letter which is no question, or ended without one; `median_hours` until
    then. `waiting_hours` until somebody took up a task and `touch_hours` from then until it was done are sums; a task
    that was done without being taken up first has no touch time, so only `timed_tasks` have one. `spared`: answered,
    and came in by itself.
    """

    cases: int
    answered: int = 0
    median_hours: float | None = None
    tasks: int = 0
    timed_tasks: int = 0
    waiting_hours: float = 0.0
    touch_hours: float = 0.0
    without_hand: int = 0
    asked_back: int = 0
    channels: Mapping[str, int] = field(default_factory=dict)
    spared: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """A value and how many observations stand behind it; None where there is none."""

    value: float | None
    n: int

    @property
    def is_small(self) -> bool:
        """Too few to rely on."""
        return self.n < FEW


@dataclass(frozen=True, slots=True)
class ServiceFigures:
    """Hours and minutes as named; shares between 0 and 1; euros of staff time without overhead.

    `hours_saved` and `citizen_hours` are sums over the period, None without a declared paper baseline: only
    applications that came in by themselves count, because the others were typed in the town hall. What still lies there
    has saved the office nothing yet.
    """

    cases: int
    throughput_hours: Measured
    waiting_hours: Measured
    touch_minutes: Measured
    minutes_per_case: Measured
    without_hand: Measured
    asked_back: Measured
    channels: Mapping[str, Measured]
    eur_per_case: float | None
    hours_saved: float | None
    citizen_hours: float | None

    @property
    def is_small(self) -> bool:
        """Fewer than five cases."""
        return self.cases < FEW


def figures(tally: Tally, paper_minutes: float | None = None) -> ServiceFigures:
    """The figures of one process. `paper_minutes`: declared minutes of a case on paper, None where there are none."""
    minutes = _minutes_per_case(tally)
    without_way = sum(count for channel, count in tally.channels.items() if channel in SPARES_THE_WAY)
    has_baseline = paper_minutes is not None
    saved = (
        None if paper_minutes is None or minutes.value is None else tally.spared * (paper_minutes - minutes.value) / 60
    )
    return ServiceFigures(
        cases=tally.cases,
        throughput_hours=Measured(tally.median_hours, tally.answered),
        waiting_hours=_mean(tally.waiting_hours, tally.tasks),
        touch_minutes=_mean(tally.touch_hours * 60, tally.timed_tasks),
        minutes_per_case=minutes,
        without_hand=_mean(tally.without_hand, tally.answered),
        asked_back=_mean(tally.asked_back, tally.cases),
        channels={channel: _mean(count, tally.cases) for channel, count in tally.channels.items()},
        eur_per_case=None if minutes.value is None else cost_of_case(minutes.value),
        hours_saved=saved,
        citizen_hours=citizen_hours(Range.exactly(without_way)).likely if has_baseline else None,
    )


def _minutes_per_case(tally: Tally) -> Measured:
    """Touch time of the measured tasks, times tasks per answered case; cases without any task cost no minute."""
    if not tally.answered:
        return Measured(None, 0)
    if not tally.tasks:
        return Measured(0.0, tally.answered)
    mean = _mean(tally.touch_hours * 60, tally.timed_tasks).value
    return Measured(None if mean is None else mean * tally.tasks / tally.answered, tally.answered)


def _mean(total: float, n: int) -> Measured:
    return Measured(total / n if n else None, n)
