"""Sentences of the progress report: what came, what was changed, what is at risk."""

from collections.abc import Collection, Sequence

from fahrwasser.core.agenda.catalogue.projects import base_of
from fahrwasser.core.agenda.effects import quarter_name
from fahrwasser.core.agenda.monitor import Colour, Finding, State
from fahrwasser.core.agenda.papers.report_facts import Compared
from fahrwasser.core.agenda.plan import Plan
from fahrwasser.core.words import counted, day, euros, number

STATE_WORDS: dict[State, str] = {
    "planned": "geplant",
    "next": "in Vorbereitung",
    "running": "läuft",
    "done": "fertig",
    "stopped": "gestoppt",
}
LIGHT_WORDS: dict[Colour, str] = {"green": "grün: im Plan", "yellow": "gelb", "red": "rot", "none": "–"}


def came_words(line: Compared) -> str:
    """ "seit 1. März 2027", "1. März 2027 bis 30. Juni 2027", "–"."""
    begun, finished = line.stand.begun, line.stand.finished
    if begun and finished:
        return f"{day(begun)} bis {day(finished)}"
    if begun:
        return f"seit {day(begun)}"
    return f"bis {day(finished)}" if finished else "–"


def change_words(adopted: Plan, now: Plan, settled: Collection[str]) -> Sequence[str]:
    """What the plan of today does otherwise than the adopted one; what is done or stopped is no change of the plan."""
    closed = {base_of(planned) for planned in settled} | now.frame.done
    before, after = _begins(adopted), _begins(now)
    found = []
    for base in sorted({*before, *after} - closed, key=lambda b: (after.get(b, before.get(b, (0, "", "")))[0], b)):
        old, new = before.get(base), after.get(base)
        if old is None and new is not None:
            found.append(f"Neu: {new[1]}, ab {new[2]}.")
        elif new is None and old is not None:
            found.append(f"Nicht mehr im Plan: {old[1]}.")
        elif old and new and old[0] != new[0]:
            later = "Später" if new[0] > old[0] else "Früher"
            found.append(f"{later}: {new[1]}, {new[2]} statt {old[2]}.")
        if old and new and old[1] != new[1]:
            found.append(f"Anderer Weg: {new[1]} statt {old[1]}.")
    return [*_frame_words(adopted, now), *found]


def _begins(plan: Plan) -> dict[str, tuple[int, str, str]]:
    """Base of a project → begin as count of calendar quarters, name, begin in words."""
    first = plan.frame.first_quarter.year * 4 + (plan.frame.first_quarter.month - 1) // 3
    return {
        base_of(p): (first + plan.schedule[p], plan.name(p), quarter_name(plan.schedule[p], plan.frame))
        for p in plan.order
    }


def _frame_words(adopted: Plan, now: Plan) -> Sequence[str]:
    found = []
    old, new = adopted.frame, now.frame
    if old.hours_per_week != new.hours_per_week:
        hours = number(new.hours_per_week, 1), number(old.hours_per_week, 1)
        found.append(f"Zeit für die Digitalisierung: {hours[0]} statt {hours[1]} Stunden in der Woche.")
    if old.budget_per_year != new.budget_per_year:
        found.append(
            f"Geld für die Digitalisierung: {euros(new.budget_per_year)} statt {euros(old.budget_per_year)} im Jahr."
        )
    return found


def risk_words(lines: Sequence[Compared]) -> Sequence[str]:
    """A sentence for each project that is late, dearer or stopped; the worst first."""
    off = [line for line in lines if line.light.findings]
    found = []
    for line in sorted(off, key=lambda line: (line.light.colour != "red", line.number)):
        reasons = ", ".join(_finding_words(finding) for finding in line.light.findings)
        found.append(_with_note(f"{line.name} ({'rot' if line.light.colour == 'red' else 'gelb'}): {reasons}.", line))
    stopped = [line for line in lines if line.actual.state == "stopped"]
    return [*found, *(_with_note(f"{line.name}: gestoppt.", line) for line in stopped)]


def _with_note(words: str, line: Compared) -> str:
    return f"{words} {line.stand.note}".strip()


def _finding_words(finding: Finding) -> str:
    if finding.kind in ("start", "finish"):
        late = counted(finding.amount, "Quartal", "Quartale")
        if finding.kind == "start":
            return f"noch nicht begonnen, {late} zu spät" if finding.is_open else f"{late} später begonnen"
        return f"noch nicht fertig, {late} zu spät" if finding.is_open else f"{late} später fertig"
    if finding.kind == "unplanned":
        return f"{euros(finding.amount)} ausgegeben, die nicht geplant waren"
    share = f"{number(finding.amount * 100)} Prozent"
    return f"{share} mehr Arbeitstage als geplant" if finding.kind == "days" else f"{share} teurer als geplant"
