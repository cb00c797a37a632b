"""»How is it going?«: every project planned against actual, with a light and its reason in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fahrwasser.core.agenda.catalogue.projects import base_of
from fahrwasser.core.agenda.monitor import Actual, Finding, Light, Planned, light
from fahrwasser.web.agenda.baseline import Baseline, baseline_of
from fahrwasser.web.agenda.measured import Figures, Measured
from fahrwasser.web.agenda.models import Progress
from fahrwasser.web.agenda.names import name_of
from fahrwasser.web.agenda.quarters import Calendar
from fahrwasser.web.agenda.reading import Plan
from fahrwasser.web.agenda.review import actual_words, state_word
from fahrwasser.web.ui.templatetags.ui import euro, number

ORDER = {"red": 0, "yellow": 1, "green": 2, "none": 3}


@dataclass(frozen=True, slots=True)
class GoingRow:
    """One project in words; `colour` is that of its light, `light` the same as a word."""

    project: str
    title: str
    colour: str
    light: str
    reasons: Sequence[str]
    state: str
    planned: str
    actual: str
    days: str
    euros: str
    is_paid: bool
    """Something was paid: its bills are worth a look."""
    minutes: str


@dataclass(frozen=True, slots=True)
class Going:
    """The whole page."""

    lead: str
    rows: Sequence[GoingRow]


def going_of(
    plan: Plan, progress: Mapping[str, Progress], measured: Mapping[str, Sequence[Measured]], today: date
) -> Going:
    """`plan` is the one that is answered for: what the council has kept, else the plan of today. No query."""
    others = sorted(key for key, row in progress.items() if row.planned and key not in plan.schedule)
    rows = [_row(plan, project, progress.get(project), measured, today) for project in (*plan.in_order(), *others)]
    rows.sort(key=lambda row: ORDER[row.colour])  # within a colour the order of the plan stays
    return Going(_lead(rows, progress), rows)


def light_of(plan: Plan, baseline: Baseline, row: Progress | None, today: date) -> Light:
    """The light of one project; `plan` gives the quarters in which is counted."""
    quarter = plan.calendar.quarter_of
    planned = Planned(quarter(baseline.begin), quarter(baseline.end), baseline.days, baseline.euros)
    return light(planned, _actual(row, plan.calendar), quarter(today))


def _actual(row: Progress | None, calendar: Calendar) -> Actual:
    if row is None:
        return Actual()
    return Actual(
        state=row.state,  # type: ignore[arg-type]
        begun=calendar.quarter_of(row.started_on) if row.started_on else None,
        finished=calendar.quarter_of(row.finished_on) if row.finished_on else None,
        days=float(row.days_spent),
        euros=None if row.euros_spent is None else float(row.euros_spent),
    )


def _row(
    plan: Plan, project: str, row: Progress | None, measured: Mapping[str, Sequence[Measured]], today: date
) -> GoingRow:
    planned = baseline_of(plan, project, row)
    assert planned is not None  # noqa: S101 - the caller asks only for projects that have one
    found, quarter = light_of(plan, planned, row, today), plan.calendar.quarter_of
    services = measured.get(base_of(project), ())
    before, now = minutes_words(services, row)
    return GoingRow(
        project=project,
        title=name_of(plan, project),
        colour=found.colour,
        light=light_word(found.colour),
        reasons=[finding_words(finding) for finding in found.findings],
        state=state_word(row.state if row else Progress.State.PLANNED),
        planned=plan.calendar.period(quarter(planned.begin), quarter(planned.end)),
        actual=actual_words(row),
        days=pair(number(planned.days, 1), number(row.days_spent, 1) if row and row.days_spent else "–"),
        euros=pair(euro(planned.euros), euro(row.euros_spent) if row else "–"),
        is_paid=row is not None and row.euros_spent is not None,
        minutes=pair(before, now),
    )


def pair(before: str, now: str) -> str:
    """Two figures of one cell; a single dash when neither is known."""
    return "–" if before == now == "–" else f"{before} · {now}"


def minutes_words(services: Sequence[Measured], row: Progress | None) -> tuple[str, str]:
    """Minutes a case before and now; what was measured counts more than what somebody entered."""
    before = [line.before for line in services if line.before]
    now = [line.now for line in services if line.now]
    entered = number(row.minutes_per_case, 1) if row and row.minutes_per_case is not None else "–"
    return _values(before) or "–", _values(now) or entered


def _values(figures: Sequence[Figures]) -> str:
    if not figures:
        return ""
    least, most = min(figure.value for figure in figures), max(figure.value for figure in figures)
    if least == most:
        return number(least, 1)
    return _("%(low)s to %(high)s") % {"low": number(least, 1), "high": number(most, 1)}


def light_word(colour: str) -> str:
    """The colour as a word, for everybody who does not see it."""
    return {
        "green": _("on course"),
        "yellow": _("keep an eye on it"),
        "red": _("off course"),
        "none": _("not due"),
    }[colour]


def finding_words(finding: Finding) -> str:
    """Why the light is not green."""
    count = round(finding.amount)
    values = {"count": count, "percent": number(finding.amount * 100)}
    if finding.kind == "start":
        if finding.is_open:
            text = ngettext(
                "Should have begun %(count)s quarter ago.", "Should have begun %(count)s quarters ago.", count
            )
        else:
            text = ngettext("Began %(count)s quarter late.", "Began %(count)s quarters late.", count)
        return text % values
    if finding.kind == "finish":
        if finding.is_open:
            text = ngettext(
                "Should have been finished %(count)s quarter ago.",
                "Should have been finished %(count)s quarters ago.",
                count,
            )
        else:
            text = ngettext("Was finished %(count)s quarter late.", "Was finished %(count)s quarters late.", count)
        return text % values
    if finding.kind == "days":
        return _("Takes %(percent)s %% more own days than planned.") % values
    if finding.kind == "cost":
        return _("Costs %(percent)s %% more than planned.") % values
    return _("%(euros)s were spent, none were planned.") % {"euros": euro(finding.amount)}


def _lead(rows: Sequence[GoingRow], progress: Mapping[str, Progress]) -> str:
    values = {
        "running": sum(row.state == Progress.State.RUNNING for row in progress.values()),
        "done": sum(row.state == Progress.State.DONE for row in progress.values()),
        "off": sum(row.colour == "red" for row in rows),
    }
    return _("Running: %(running)s. Done: %(done)s. Off course: %(off)s.") % values
