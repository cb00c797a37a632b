"""The half-yearly report to the council: the adopted plan beside what has happened, in German (reference 10)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date

from fahrwasser.core.agenda.monitor import Actual
from fahrwasser.core.agenda.papers import report_tables as tables
from fahrwasser.core.agenda.papers.report_digital import DigitalService, Share, digital_points, digital_table
from fahrwasser.core.agenda.papers.report_facts import Compared, MeasuredService, ProjectStand, Stands
from fahrwasser.core.agenda.papers.report_words import change_words, risk_words
from fahrwasser.core.agenda.papers.shapes import Letterhead, ProgressReport, Section, Table
from fahrwasser.core.agenda.papers.texts import text_parts, written
from fahrwasser.core.agenda.plan import Plan
from fahrwasser.core.words import counted, day, euros, number

NO_CHANGE = "Seit dem Beschluss ist der Plan nicht geändert."
NOT_DECIDED = "Der Plan ist noch nicht beschlossen."
NO_RISK = "Keine Maßnahme liegt zurück, keine ist teurer als geplant."


@dataclass(frozen=True, slots=True)
class ReportInput:
    """What the report is made from.

    `plan` is the version that lies before the council, `today` the plan the town works with now (None = the same).
    `stands` by id of the plan; `measured` by project of the catalogue ("P04"); `digital`: services of its projects.
    """

    plan: Plan
    letterhead: Letterhead
    made_on: date
    today: Plan | None = None
    decided_on: date | None = None
    resolution: str = ""
    stands: Mapping[str, ProjectStand] = field(default_factory=dict)
    measured: Mapping[str, tuple[MeasuredService, ...]] = field(default_factory=dict)
    digital: tuple[DigitalService, ...] = ()
    is_example: bool = False
    edited: Mapping[str, str] = field(default_factory=dict)


def progress_report(given: ReportInput) -> ProgressReport:
    """The report; every text part with the town's own wording where it has one."""
    plan, compared = given.plan, Stands(given.plan, given.stands, given.made_on)
    sections = []
    for part in text_parts("report"):
        text, is_edited = written(part, given.edited, {"town": plan.town.name, "council": plan.town.council})
        key = part.key.removeprefix("report.")
        section = Section(key, part.title, part.key, text, is_edited)  # type: ignore[arg-type]
        sections.append(_FILLED[key](section, given, compared.lines))
    return ProgressReport(
        letterhead=given.letterhead,
        title=f"Fortschrittsbericht zur {plan.title.replace('Digitale ', 'Digitalen ', 1)}",
        subtitle=f"Bericht für den {plan.town.council}",
        status=f"Stand {compared.quarter_words}",
        date=given.made_on.isoformat(),
        is_example=given.is_example,
        key_points=tuple(_key_points(given, compared.lines)),
        sections=tuple(sections),
        sources=tuple(_sources(given)),
        data=_data(given, compared.lines),
    )


def _key_points(given: ReportInput, lines: Sequence[Compared]) -> Sequence[str]:
    done, running = (sum(line.actual.state == state for line in lines) for state in ("done", "running"))
    every = counted(len(lines), "Maßnahme", "Maßnahmen")
    points = [f"Von {every} {'ist' if done == 1 else 'sind'} {done} fertig, {running} {_runs(running)}."]
    points.append(_lights(lines))
    days = sum(line.actual.days for line in lines)
    planned = sum(line.planned.days for line in lines)
    points.append(f"Eingesetzt sind {number(days, 1)} von {number(planned, 1)} geplanten Arbeitstagen.")
    known = [line.actual.euros for line in lines if line.actual.euros is not None]
    if known:
        points.append(f"Einmalig ausgegeben sind {euros(sum(known))}, soweit es erfasst ist.")
    if given.decided_on is None:
        points.append(NOT_DECIDED)
    return points


def _lights(lines: Sequence[Compared]) -> str:
    red = sum(line.light.colour == "red" for line in lines)
    if red:
        return f"{counted(red, 'Maßnahme weicht', 'Maßnahmen weichen')} deutlich vom Plan ab."
    is_calm = not any(line.light.findings for line in lines)
    return NO_RISK if is_calm else "Keine Maßnahme weicht deutlich vom Plan ab."


def _runs(count: int) -> str:
    return "läuft" if count == 1 else "laufen"


def _standing(section: Section, _given: ReportInput, lines: Sequence[Compared]) -> Section:
    return replace(section, tables=(tables.standing_table(lines),))


def _spent(section: Section, given: ReportInput, lines: Sequence[Compared]) -> Section:
    budget = tables.budget_table(given.plan, is_decided=given.decided_on is not None)
    return replace(section, tables=(tables.spent_table(lines), budget))


def _effect(section: Section, given: ReportInput, lines: Sequence[Compared]) -> Section:
    found: Table | None = tables.effect_table(given.plan, lines, given.measured)
    points = () if found else ("Noch keine Maßnahme, die Zeit frei macht, läuft oder ist fertig.",)
    found_tables = tuple(table for table in (found, digital_table(given.digital)) if table)
    return replace(section, points=(*points, *digital_points(given.digital)), tables=found_tables)


def _changes(section: Section, given: ReportInput, lines: Sequence[Compared]) -> Section:
    if given.decided_on is None:
        return replace(section, points=(NOT_DECIDED,))
    settled = {line.project for line in lines if line.actual.state in ("done", "stopped")}
    found = change_words(given.plan, given.today, settled) if given.today else ()
    return replace(section, points=tuple(found) or (NO_CHANGE,))


def _outlook(section: Section, given: ReportInput, lines: Sequence[Compared]) -> Section:
    closed = {line.project for line in lines if line.actual.state in ("done", "stopped")}
    running = {line.project for line in lines if line.actual.state == "running"}
    found = tables.outlook_table(given.today or given.plan, given.made_on, closed, running)
    return replace(section, points=() if found.rows else ("Nichts.",), tables=(found,) if found.rows else ())


def _risks(section: Section, given: ReportInput, lines: Sequence[Compared]) -> Section:
    return replace(section, points=tuple(risk_words(lines)) or (NO_RISK,))


_FILLED: dict[str, Callable[[Section, ReportInput, Sequence[Compared]], Section]] = {
    "stand": _standing,
    "aufwand": _spent,
    "wirkung": _effect,
    "aenderungen": _changes,
    "ausblick": _outlook,
    "risiken": _risks,
}


def _sources(given: ReportInput) -> Sequence[str]:
    sources = ["Stand, Tage und Geld: Einträge des Digital-Navigators"]
    if given.decided_on is not None:
        number_words = f", Beschluss {given.resolution}" if given.resolution else ""
        sources.append(f"Beschluss des {_of(given.plan.town.council)} vom {day(given.decided_on)}{number_words}")
    return sources


def _of(council: str) -> str:
    """ "Stadtrat" → "Stadtrats"."""
    return f"{council}s"


def _data(given: ReportInput, lines: Sequence[Compared]) -> dict[str, object]:
    return {
        "first_quarter": given.plan.frame.first_quarter.isoformat(),
        "schedule": dict(given.plan.schedule),
        "projects": {line.project: _plain(line.actual, line.light.colour) for line in lines},
        "decided_on": given.decided_on.isoformat() if given.decided_on else None,
        "resolution": given.resolution,
        "services": [_plain_service(line) for line in given.digital],
    }


def _plain_service(line: DigitalService) -> dict[str, object]:
    shares = {name: _plain_share(share) for name, share in (("before", line.before), ("now", line.now))}
    levels = [{**asdict(found), "as_of": found.as_of.isoformat()} for found in line.levels]
    return {"service": line.service, "online": shares, "levels": levels}


def _plain_share(share: Share | None) -> dict[str, object] | None:
    return {**asdict(share), "as_of": share.as_of.isoformat()} if share else None


def _plain(actual: Actual, colour: str) -> dict[str, object]:
    return {
        "state": actual.state,
        "begun": actual.begun,
        "finished": actual.finished,
        "days": actual.days,
        "euros": actual.euros,
        "light": colour,
    }
