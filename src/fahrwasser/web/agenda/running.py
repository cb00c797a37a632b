"""What runs or was stopped, as the next plan has to take it. No query."""

from collections.abc import Iterable

from fahrwasser.core.agenda.catalogue import town as core
from fahrwasser.core.agenda.catalogue.running import Running
from fahrwasser.core.agenda.model.reading import parse_instance
from fahrwasser.web.agenda.models import Frame, Progress, Version
from fahrwasser.web.agenda.quarters import Calendar


def stopped_holds(progress: Iterable[Progress]) -> list[core.Hold]:
    """What was stopped does not come back by itself."""
    return [core.Hold(row.project, "forbidden") for row in progress if row.state == Progress.State.STOPPED]


def start_holds(running: dict[str, Running]) -> list[core.Hold]:
    """What runs stays in the plan, in the way in which it runs."""
    return [core.Hold(planned, "start", place.start) for planned, place in running.items()]


def what_is_left(progress: Iterable[Progress]) -> dict[str, core.Override]:
    """A running project asks only for the days not yet spent; what it cost once has been spent."""
    running = [row for row in progress if row.state == Progress.State.RUNNING]
    return {row.project: core.Override(days_spent=float(row.days_spent), cost_once=0) for row in running}


def running_of(progress: Iterable[Progress], frame: Frame, current: Version | None) -> dict[str, Running]:
    """Where each running project stands in a plan that begins with the frame, and for how many quarters more.

    One that runs without a place in the plan begins with the plan.
    """
    rows = [row.project for row in progress if row.state == Progress.State.RUNNING]
    schedule = (current.answer.get("schedule") or {}) if current and rows else {}
    if current is None or not schedule:
        return {planned: Running(1) for planned in rows}
    planned_before, shift = parse_instance(current.instance).by_id, quarters_between(frame, current)
    found = {}
    for planned in rows:
        if planned not in schedule:
            found[planned] = Running(1)
            continue
        begin = schedule[planned] - shift
        end, start = begin + planned_before[planned].duration - 1, max(1, begin)
        found[planned] = Running(start, max(1, end - start + 1))
    return found


def quarters_between(frame: Frame, current: Version) -> int:
    """By how many quarters the plan begins later than the current version."""
    before = Calendar(frame.first_quarter.fromisoformat(current.facts["frame"]["first_quarter"]), frame.quarters)
    return before.quarter_of(frame.first_quarter) - 1


def progress_mark(rows: Iterable[Progress]) -> int:
    """Grows with every change of any project."""
    return sum(row.revision for row in rows)
