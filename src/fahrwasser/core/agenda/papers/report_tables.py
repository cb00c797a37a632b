"""Tables of the progress report."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from fahrwasser.core.agenda.catalogue.projects import base_of
from fahrwasser.core.agenda.effects import last_quarter, quarter_name
from fahrwasser.core.agenda.monitor import LATE_QUARTERS, OVER
from fahrwasser.core.agenda.papers.figures import freed
from fahrwasser.core.agenda.papers.report_facts import Compared, MeasuredService, quarter_of
from fahrwasser.core.agenda.papers.report_words import LIGHT_WORDS, STATE_WORDS, came_words
from fahrwasser.core.agenda.papers.shapes import Column, Table
from fahrwasser.core.agenda.plan import Plan
from fahrwasser.core.words import euros, fixed, number

UNKNOWN = "nicht erfasst"
NOT_MEASURED = "noch nicht gemessen"
HALF_YEAR = 2  # quarters


def standing_table(lines: Sequence[Compared]) -> Table:
    """Planned and actual period, state, light in words."""
    rows = tuple(
        (
            f"{line.number}. {line.name}",
            line.period,
            came_words(line),
            STATE_WORDS[line.actual.state],
            LIGHT_WORDS[line.light.colour],
        )
        for line in lines
    )
    heads = ("Maßnahme", "geplant", "tatsächlich", "Stand", "Ampel")
    note = (
        f"Rot: mehr als {'ein Quartal' if LATE_QUARTERS == 1 else f'{LATE_QUARTERS} Quartale'} später oder mehr als "
        f"{OVER * 100:.0f} Prozent teurer als geplant. Gelb: weniger. Ohne Farbe: noch nicht dran oder gestoppt."
    )
    return Table("Stand der Maßnahmen", tuple(map(Column, heads)), rows, note=note)


def spent_table(lines: Sequence[Compared]) -> Table:
    """Days and euros, planned and so far; the sums count only what somebody has entered."""
    rows = tuple(
        (
            f"{line.number}. {line.name}",
            fixed(line.planned.days),
            fixed(line.actual.days),
            euros(line.planned.euros),
            _spent_words(line),
        )
        for line in lines
    )
    known = [line.actual.euros for line in lines if line.actual.euros is not None]
    total = (
        "Summe",
        fixed(sum(line.planned.days for line in lines)),
        fixed(sum(line.actual.days for line in lines)),
        euros(sum(line.planned.euros for line in lines)),
        euros(sum(known)) if known else "–",
    )
    heads = ("Tage geplant", "Tage bisher", "einmalig geplant", "einmalig bisher")
    columns = (Column("Maßnahme"), *(Column(head, "right") for head in heads))
    missing = sum(line.actual.euros is None and line.actual.state in ("running", "done") for line in lines)
    note = "" if not missing else f"Bei {missing} laufenden oder fertigen Maßnahmen ist das Geld nicht erfasst."
    if missing == 1:
        note = "Bei einer laufenden oder fertigen Maßnahme ist das Geld nicht erfasst."
    return Table("Arbeitstage und Geld", columns, rows, total, note)


def _spent_words(line: Compared) -> str:
    if line.actual.euros is not None:
        return euros(line.actual.euros)
    return UNKNOWN if line.actual.state in ("running", "done") else "–"


def budget_table(plan: Plan, *, is_decided: bool) -> Table:
    """What the plan asks of each budget year, for comparison with the budget."""
    rows = tuple((str(y.year), euros(y.cost_once), euros(y.cost_running), euros(y.cost)) for y in plan.years)
    heads = ("einmalig", "laufend", "Summe")
    caption = "Beschlossene Haushaltsjahre" if is_decided else "Haushaltsjahre des Plans, noch nicht beschlossen"
    return Table(caption, (Column("Jahr"), *(Column(head, "right") for head in heads)), rows)


def effect_table(
    plan: Plan, lines: Sequence[Compared], measured: Mapping[str, tuple[MeasuredService, ...]]
) -> Table | None:
    """Expected and measured effect of what runs or is done; None where nothing could have an effect yet."""
    rows = []
    for line in lines:
        if line.actual.state not in ("running", "done"):
            continue
        services = measured.get(base_of(line.project), ())
        hours = plan.projects[line.project].hours
        if hours.high <= 0 and not services:
            continue
        expected = f"{freed(hours)} Stunden im Jahr (geschätzt)"
        rows.append((f"{line.number}. {line.name}", expected, _measured(line, services)))
    heads = ("Maßnahme", "erwartet", "gemessen")
    return Table("Erwartet und gemessen", tuple(map(Column, heads)), tuple(rows)) if rows else None


def _measured(line: Compared, services: Sequence[MeasuredService]) -> str:
    words = [_service_words(service) for service in services if service.now is not None]
    if not words and line.stand.minutes_per_case is not None:
        words.append(f"{number(line.stand.minutes_per_case, 1)} Minuten je Fall (Angabe des Digital-Navigators)")
    return "; ".join(words) or NOT_MEASURED


def _service_words(service: MeasuredService) -> str:
    now = f"{number(service.now or 0, 1)} Minuten je Fall"
    if service.before is not None:
        now = f"{number(service.before, 1)} → {now}"
    hours = service.hours_freed
    effect = ""
    if hours is not None:
        effect = f", {number(abs(hours))} Stunden im Jahr {'weniger' if hours >= 0 else 'mehr'} Arbeit"
    return f"{service.service}: {now}{effect}" + (f" ({service.source})" if service.source else "")


def outlook_table(plan: Plan, made_on: date, closed: Collection[str], running: Collection[str]) -> Table:
    """What begins and what is finished in the next two quarters, by the plan the town works with now."""
    now = max(0, quarter_of(made_on, plan))
    quarters = range(now + 1, now + 1 + HALF_YEAR)
    gone, begun = {base_of(p) for p in closed}, {base_of(p) for p in running}
    rows = []
    for planned in plan.order:
        end = last_quarter(plan.value, plan.schedule, planned)
        if base_of(planned) in gone:
            continue
        if plan.schedule[planned] in quarters and base_of(planned) not in begun:
            rows.append((plan.schedule[planned], 0, plan.name(planned), "beginnt"))
        if end in quarters:
            rows.append((end, 1, plan.name(planned), "wird fertig"))
    shown = tuple((quarter_name(quarter, plan.frame), name, what) for quarter, _, name, what in sorted(rows))
    return Table("Was ansteht", (Column("Wann"), Column("Maßnahme"), Column("Was")), shown)
