"""Why a project is in the plan, why not, and why just then: one German sentence each (reference 9).

Reasons come from the checker and the plan itself; prices of the opposite choice come from further solves, as long as
the time limit allows. Each sentence also stands as codes and figures (`reasons`, `values`), for other languages.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fahrwasser.core.agenda.model.answer import Answer, Explanation, Json
from fahrwasser.core.agenda.model.instance import Instance, Schedule
from fahrwasser.core.agenda.model.value import multiplier_values, start_value
from fahrwasser.core.agenda.reasons.obstacles import obstacle_text
from fahrwasser.core.agenda.reasons.prices import Price, Resolve, prices_of
from fahrwasser.core.agenda.reasons.timing import explain_timing
from fahrwasser.core.agenda.reasons.words import euro, listed, named, number, quarter
from fahrwasser.core.agenda.solver.board import Board
from fahrwasser.core.agenda.solver.watch import Watch

Why = tuple[tuple[str, ...], str, Json]
"""Codes, sentence, figures."""


@dataclass(frozen=True, slots=True)
class Found:
    """What further solves have found: prices of the opposite choice, of an earlier start, and what else would do."""

    prices: Mapping[str, Price] = field(default_factory=dict)
    earlier: Mapping[str, Price] = field(default_factory=dict)
    levers: Mapping[tuple[str, str], tuple[Json, ...]] = field(default_factory=dict)
    """(project, "out" or "timing") → changes."""


def explain_plan(board: Board, answer: Answer, watch: Watch, resolve: Resolve) -> tuple[Explanation, ...]:
    """At least one explanation for every open project, ordered by id; chosen projects have "in" and "timing"."""
    if answer.objective is None:
        return ()
    prices = prices_of(board, answer, watch, resolve) if answer.status == "optimal" else {}
    return explain_with(board, answer, Found(prices))


def explain_with(board: Board, answer: Answer, found: Found) -> tuple[Explanation, ...]:
    """The sentences with what has been found; no solve."""
    instance, plan = board.instance, answer.schedule
    explained: list[Explanation] = []
    for p, project in enumerate(board.projects):
        price = found.prices.get(project.id)
        if project.id in plan:
            explained.append(_in(instance, plan, project.id, p in board.forced, price))
            timing = explain_timing(instance, plan, project.id)
            explained.append(_earlier(timing, found.earlier.get(project.id), found.levers.get((project.id, "timing"))))
        else:
            explained.append(_out(board, plan, p, price, found.levers.get((project.id, "out"), ())))
    return tuple(explained)


def _in(instance: Instance, plan: Schedule, project: str, forced: bool, price: Price | None) -> Explanation:
    reasons, text, values = _why_in(instance, plan, project)
    base = Explanation("in", text, project, reasons, values=values)
    if forced:
        return replace(base, has_delta=True)
    if price is None:
        return base
    if price.is_impossible:
        text = "Ohne dieses Projekt geht kein Plan auf."
    elif price.delta_eur is not None:
        text = f"{text} Ohne dieses Projekt wäre der Plan {euro(price.delta_eur)} weniger wert."
    return _priced(replace(base, text=text), price)


def _priced(explanation: Explanation, price: Price) -> Explanation:
    known = price.is_impossible or price.delta_eur is not None
    return replace(explanation, difference=price.difference, has_delta=known, delta_eur=price.delta_eur)


def _earlier(timing: Explanation, price: Price | None, levers: tuple[Json, ...] | None) -> Explanation:
    able = replace(timing, changes=levers or ())
    return able if price is None else _priced(able, price)


def _why_in(instance: Instance, plan: Schedule, project: str) -> Why:
    name = named(instance, project)
    for duty in instance.duties:
        if duty.project == project:
            kind = "diese Pflicht" if duty.kind == "law" else "dieser Meilenstein"
            norm = f" [{duty.norm}]" if duty.norm else ""
            last = min(duty.finish_by, instance.quarters)
            text = f"{name} ist im Plan, weil {kind} bis {quarter(last)} erfüllt sein muss{norm}."
            return (f"duty:{project}",), text, {"quarter": last, "norm": duty.norm, "kind": duty.kind}
    if any(lock.project == project and (lock.choose or lock.start) for lock in instance.locks):
        return (f"lock:{project}",), f"{name} ist im Plan, weil Sie es so festgelegt haben.", {}
    return _why_worth(instance, plan, project)


def _why_worth(instance: Instance, plan: Schedule, project: str) -> Why:
    name, followers = named(instance, project), _followers(instance, plan, project)
    raised = sum(v for (m, _), v in multiplier_values(instance, plan).items() if m == project)
    worth = start_value(instance, instance.by_id[project], plan[project]) + raised
    values: Json = {"eur": round(worth, 2)}
    reasons = tuple(f"enables:{f}" for f in followers)
    built_on = (
        f"{listed(named(instance, f) for f in followers)} {'baut' if len(followers) == 1 else 'bauen'} darauf auf"
    )
    if worth > 0:
        text = f"{name} bringt im betrachteten Zeitraum {euro(worth)} mehr, als es kostet"
        text += f"; {built_on}." if followers else "."
        return ("value", *reasons), text, values
    if followers:
        return reasons, f"{name} ist im Plan, weil andere Projekte es brauchen: {built_on}.", values
    return ("loss",), f"{name} kostet mehr, als es bringt; der Plan ist noch nicht zu Ende gerechnet.", values


def _followers(instance: Instance, plan: Schedule, project: str) -> list[str]:
    """Chosen projects that name this one as a prerequisite that nothing in `done` satisfies."""
    return [
        other
        for other in sorted(plan)
        if any(
            project in group and not instance.done.intersection(group) for group in instance.by_id[other].prerequisites
        )
    ]


def _out(board: Board, plan: Schedule, p: int, price: Price | None, levers: tuple[Json, ...]) -> Explanation:
    instance = board.instance
    project = board.projects[p].id
    name = named(instance, project)
    if any(lock.project == project and lock.choose is False for lock in instance.locks):
        text = f"{name} ist nicht im Plan, weil Sie es ausgeschlossen haben."
        return Explanation("out", text, project, (f"lock:{project}",), has_delta=True, changes=levers)
    reasons, text, values = _why_out(board, plan, p)
    base = Explanation("out", text, project, reasons, changes=levers, values=values)
    if price is None:
        return base
    if price.is_impossible:
        reasons = price.reasons or ("quarters",)
        text = f"{name} passt in keinen Plan: {obstacle_text(instance, reasons)}"
        return _priced(replace(base, text=text, reasons=reasons), price)
    if price.delta_eur is not None:
        text = f"{text} Mit diesem Projekt wäre der Plan {euro(price.delta_eur)} weniger wert."
    changes = (*price.changes, *(lever for lever in levers if lever not in price.changes))
    hours = next((c["hours_per_year_at_least"] for c in changes if "hours_per_year_at_least" in c), None)
    if isinstance(hours, float):
        text = f"{text} Es lohnt sich ab {number(hours)} ersparten Stunden im Jahr."
    return _priced(replace(base, text=text, changes=changes), price)


def _why_out(board: Board, plan: Schedule, p: int) -> Why:
    instance = board.instance
    project = board.projects[p]
    name = named(instance, project.id)
    for group in instance.alternatives:
        rivals = [m for m in group if m != project.id and (m in plan or m in instance.done)]
        if project.id in group and rivals:
            rival = named(instance, rivals[0])
            return (f"alternatives:{rivals[0]}",), f"{name} ist nicht im Plan, weil {rival} gewählt ist.", {}
    worth = max((start_value(instance, project, q) for q in _all_starts(board, p)), default=None)
    if worth is None:
        text = f"{name} passt nicht in den Zeitraum: Es dauert {project.duration} Quartale."
        return ("quarters",), text, {"quarters": project.duration}
    most = max(instance.capacity)
    if project.load > most:
        text = f"{name} braucht {number(project.load)} Personentage je Quartal, verfügbar sind {number(most)}."
        return ("capacity",), text, {"days": project.load, "days_there": most}
    raises = any(pair.multiplier == p for pair in board.pairs)
    enables = any(p in group for groups in board.needs for group in groups)
    if worth <= 0 and not raises and not enables:
        text = f"{name} ist nicht im Plan: Es bringt im betrachteten Zeitraum weniger, als es kostet."
        return ("value",), text, {"eur": round(worth, 2)}
    text = f"{name} ist nicht im Plan: Personentage und Geld bringen in anderen Projekten mehr."
    return ("capacity", "budget"), text, {"eur": round(worth, 2)}


def _all_starts(board: Board, p: int) -> range:
    return range(1, board.instance.quarters - board.projects[p].duration + 2)
