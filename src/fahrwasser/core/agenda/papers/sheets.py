"""The Maßnahmenblätter of the council paper: every field of the reference (10), also where nothing is known yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fahrwasser.core.agenda.catalogue.small_steps import steps_for
from fahrwasser.core.agenda.papers.duties import certainty_words, modality_words
from fahrwasser.core.agenda.papers.figures import freed, money
from fahrwasser.core.agenda.papers.reasons import place
from fahrwasser.core.agenda.papers.shapes import Fact, MeasureSheet
from fahrwasser.core.agenda.plan import Plan
from fahrwasser.core.words import counted, span

PLANNED = "geplant"
NO_GRANT = "keine bekannt"
NOT_IN_EUR = "erwartet, noch nicht beziffert"
_PRIORITY = {
    "duty": "hoch: Pflicht",
    "relief": "hoch: Entlastung",
    "basis": "Grundlage für andere Maßnahmen",
}
_BENEFITS = (("citizen", "Nutzen für Bürgerinnen und Bürger", "keiner"), ("risk", "Geringeres Risiko", "keines"))


@dataclass(frozen=True, slots=True)
class Notes:
    """What is known of the projects beside the plan, by id of the plan: state in words, funding programmes that fit."""

    states: Mapping[str, str] = field(default_factory=dict)
    grants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def sheet(plan: Plan, planned: str, notes: Notes) -> MeasureSheet:
    """The Maßnahmenblatt of one project of the plan."""
    behind = plan.behind(planned)
    return MeasureSheet(
        number=plan.number(planned),
        project=planned,
        title=plan.name(planned),
        field=plan.catalogue.fields[behind.field].de,
        kind=plan.kind(planned),  # type: ignore[arg-type]
        goal=behind.goal.de,
        reason=place(plan, planned),
        facts=(
            *_effects(plan, planned),
            *_work(plan, planned),
            *_costs(plan, planned, notes),
            *_standing(plan, planned, notes),
        ),
    )


def target(plan: Plan, planned: str) -> str:
    """What is aimed at: hours for relief, "erledigt" otherwise."""
    hours = plan.projects[planned].hours
    return f"{freed(hours)} Stunden im Jahr frei" if plan.kind(planned) == "relief" else "erledigt"


def participants(plan: Plan, planned: str) -> Sequence[str]:
    """Who takes part beside the responsible office: whoever has a small step in it, and whom the way of doing it
    brings along."""
    variant, responsible = plan.catalogue.variant(planned), plan.behind(planned).office
    owners = dict.fromkeys(step.owner for step in steps_for(plan.catalogue, planned))
    extra = {"shared": ("Nachbargemeinden",), "central": ("Dienstleister",)}.get(variant.kind, ())
    return [*(plan.catalogue.offices[owner].de for owner in owners if owner != responsible), *extra]


def _effects(plan: Plan, planned: str) -> Sequence[Fact]:
    project, kinds = plan.projects[planned], plan.behind(planned).benefit_kinds
    facts = [Fact("Stunden frei im Jahr", freed(project.hours), _sure(plan, planned) if project.hours.likely else "")]
    for kind, label, none in _BENEFITS:
        is_there = kind in kinds
        facts.append(Fact(label, NOT_IN_EUR if is_there else none, "zählt nicht mit" if is_there else ""))
    return facts


def _work(plan: Plan, planned: str) -> Sequence[Fact]:
    project, behind, variant = plan.projects[planned], plan.behind(planned), plan.catalogue.variant(planned)
    days = f"{counted(project.days.likely, 'Tag', 'Tage', 1)} ({span(project.days.low, project.days.high, 1)})"
    needs = [n for group in plan.value.by_id[planned].prerequisites for n in group if n in plan.schedule]
    return [
        Fact("Zuständig", plan.catalogue.offices[behind.office].de),
        Fact("Beteiligt", ", ".join(participants(plan, planned)) or "niemand sonst"),
        Fact("Weg", plan.catalogue.kinds[variant.kind].de),
        Fact("Zeitraum", plan.period(planned)),
        Fact("Voraussetzungen", ", ".join(f"„{plan.name(need)}“" for need in needs) or "keine"),
        Fact("Eigene Arbeitstage", days, _sure(plan, planned)),
    ]


def _costs(plan: Plan, planned: str, notes: Notes) -> Sequence[Fact]:
    project, sure = plan.projects[planned], _sure(plan, planned)
    return [
        Fact("Kosten einmalig", money(project.cost_once), sure if project.cost_once else ""),
        Fact("Kosten im Jahr", money(project.cost_per_year), sure if project.cost_per_year else ""),
        Fact("Förderung", "; ".join(notes.grants.get(planned, ())) or NO_GRANT),
    ]


def _standing(plan: Plan, planned: str, notes: Notes) -> Sequence[Fact]:
    behind, variant = plan.behind(planned), plan.catalogue.variant(planned)
    facts = [_duty(plan, planned), Fact("Vorrang", _PRIORITY[plan.kind(planned)])]
    facts.append(Fact("Messgröße und Ziel", f"{behind.indicator.de}: {target(plan, planned)} bis {plan.end(planned)}"))
    facts.append(Fact("Stand", notes.states.get(planned, PLANNED)))
    if variant.note is not None:
        facts.append(Fact("Zu beachten", variant.note.de))
    facts.append(Fact("Quelle der Werte", variant.source))
    return facts


def _duty(plan: Plan, planned: str) -> Fact:
    duties = plan.duties(planned)
    if not duties:
        return Fact("Pflicht", "keine bestätigt")
    words = "; ".join(f"{duty.norm} ({modality_words(duty)}; {certainty_words(duty)})" for duty in duties)
    return Fact("Pflicht", words, f"von der {plan.town.people} bestätigt")


def _sure(plan: Plan, planned: str) -> str:
    return "eigene Angabe" if plan.projects[planned].is_own_figure else "geschätzt"
