"""How sure each Maßnahme is: what many plans with drawn figures say of it, in German (reference 9)."""

from collections.abc import Sequence
from dataclasses import dataclass

from fahrwasser.core.agenda.papers.shapes import Column, Table
from fahrwasser.core.agenda.plan import Plan
from fahrwasser.core.agenda.robust.verdicts import Cause, Verdict
from fahrwasser.core.words import number

NOT_TESTED = "Wie sicher die Auswahl ist, wenn die Zahlen anders ausfallen, ist für diese Fassung nicht geprüft worden."
WORDS = {"core": "robuster Kern", "depends": "hängt ab von …", "rather_not": "eher nicht"}


@dataclass(frozen=True, slots=True)
class Sureness:
    """A finished study: so many draws, in `proven` of them the plan is within `gap` (share) of the best; its number."""

    draws: int
    proven: int
    gap: float
    seed: int
    verdicts: Sequence[Verdict]


def sureness_words(plan: Plan, found: Sureness | None) -> tuple[str, ...]:
    """What was tested and how much of the plan is its robust core; without a study a sentence that says so."""
    if found is None or not found.verdicts:
        return (NOT_TESTED,)
    chosen = {plan.behind(planned).id for planned in plan.order}
    core = sum(verdict.kind == "core" and verdict.project in chosen for verdict in found.verdicts)
    tested = (
        f"{found.draws} Mal wurden Arbeitstage und frei werdende Stunden aus ihren Spannen gezogen und der Plan neu "
        f"gemacht (Ziehung Nr. {found.seed}). Bei {found.proven} dieser Pläne ist bewiesen, dass höchstens "
        f"{number(found.gap * 100)} Prozent mehr Nutzen möglich wären."
    )
    return (
        tested,
        f"{core} von {len(chosen)} Maßnahmen sind robuster Kern: Sie stehen in mindestens neun von zehn Plänen.",
    )


def sureness_table(plan: Plan, found: Sureness | None) -> Table | None:
    """The projects of the plan, and others that stand in one of ten plans or more; None without a study."""
    if found is None or not found.verdicts:
        return None
    chosen = {plan.behind(planned).id for planned in plan.order}
    shown = [verdict for verdict in found.verdicts if verdict.kind != "rather_not" or verdict.project in chosen]
    rows = tuple(
        (
            _name(plan, verdict.project),
            WORDS[verdict.kind],
            "ja" if verdict.project in chosen else "nein",
            f"{number(verdict.share * 100)} %",
            _cause(plan, verdict),
        )
        for verdict in shown
    )
    columns = (
        Column("Maßnahme"),
        Column("Urteil"),
        Column("in diesem Plan"),
        Column("in so vielen Plänen", "right"),
        Column("woran es hängt"),
    )
    rest = len(found.verdicts) - len(shown)
    note = "Robuster Kern: in mindestens neun von zehn Plänen. Eher nicht: in weniger als einem von zehn."
    if rest:
        note += f" Nicht gezeigt: {rest} weitere, eher nicht."
    return Table("Wie sicher die Auswahl ist", columns, rows, note=note)


def _cause(plan: Plan, verdict: Verdict) -> str:
    if verdict.kind != "depends":
        return "–"
    cause = verdict.cause
    return "nicht an einer einzelnen Zahl" if cause is None else _words(plan, cause)


def _words(plan: Plan, cause: Cause) -> str:
    what = "Arbeitstage" if cause.kind == "days" else "frei werdende Stunden"
    values = f"{number(cause.mean_with)} mit, {number(cause.mean_without)} ohne die Maßnahme"
    return f"{what} von „{_name(plan, cause.project)}“: im Mittel {values}"


def _name(plan: Plan, project: str) -> str:
    return plan.catalogue.projects[project].name.de
