"""Why a project is in the plan, why not, and why just then: one German sentence each (reference 9).

Reasons come from the checker and the plan itself; prices of the opposite choice come from further solves, as long as
the time limit allows, and only if the plan and the other plan are proven.
"""

from fahrwasser.core.agenda.model.answer import Answer, Explanation
from fahrwasser.core.agenda.model.instance import Instance, Schedule
from fahrwasser.core.agenda.model.value import multiplier_values, start_value
from fahrwasser.core.agenda.reasons.obstacles import obstacle_text
from fahrwasser.core.agenda.reasons.prices import Price, Resolve, prices_of
from fahrwasser.core.agenda.reasons.timing import explain_timing
from fahrwasser.core.agenda.reasons.words import euro, listed, named, number, quarter
from fahrwasser.core.agenda.solver.board import Board
from fahrwasser.core.agenda.solver.watch import Watch


def explain_plan(board: Board, answer: Answer, watch: Watch, resolve: Resolve) -> tuple[Explanation, ...]:
    """At least one explanation for every open project, ordered by id; chosen projects have "in" and "timing"."""
    if answer.objective is None:
        return ()
    instance, plan = board.instance, answer.schedule
    prices = prices_of(board, answer, watch, resolve) if answer.status == "optimal" else {}
    explained: list[Explanation] = []
    for p, project in enumerate(board.projects):
        price = prices.get(project.id)
        if project.id in plan:
            explained.append(_in(instance, plan, project.id, p in board.forced, price))
            explained.append(explain_timing(instance, plan, project.id))
        else:
            explained.append(_out(board, plan, p, price))
    return tuple(explained)


def _in(instance: Instance, plan: Schedule, project: str, forced: bool, price: Price | None) -> Explanation:
    reasons, text = _why_in(instance, plan, project)
    if forced:
        return Explanation("in", text, project, reasons, has_delta=True, delta_eur=None)
    if price is None:
        return Explanation("in", text, project, reasons)
    text = f"{text} Ohne dieses Projekt wäre der Plan {euro(price.delta_eur or 0.0)} weniger wert."
    if price.delta_eur is None:
        text = "Ohne dieses Projekt geht kein Plan auf."
    return Explanation("in", text, project, reasons, has_delta=True, delta_eur=price.delta_eur)


def _why_in(instance: Instance, plan: Schedule, project: str) -> tuple[tuple[str, ...], str]:
    name = named(instance, project)
    for duty in instance.duties:
        if duty.project == project:
            kind = "diese Pflicht" if duty.kind == "law" else "dieser Meilenstein"
            norm = f" [{duty.norm}]" if duty.norm else ""
            done_by = quarter(min(duty.finish_by, instance.quarters))
            return (f"duty:{project}",), f"{name} ist im Plan, weil {kind} bis {done_by} erfüllt sein muss{norm}."
    if any(lock.project == project and (lock.choose or lock.start) for lock in instance.locks):
        return (f"lock:{project}",), f"{name} ist im Plan, weil Sie es so festgelegt haben."
    followers = _followers(instance, plan, project)
    worth = start_value(instance, instance.by_id[project], plan[project])
    raised = sum(v for (m, _), v in multiplier_values(instance, plan).items() if m == project)
    reasons = tuple(f"enables:{f}" for f in followers)
    built_on = (
        f"{listed(named(instance, f) for f in followers)} {'baut' if len(followers) == 1 else 'bauen'} darauf auf"
    )
    if worth + raised > 0:
        text = f"{name} bringt im betrachteten Zeitraum {euro(worth + raised)} mehr, als es kostet"
        text += f"; {built_on}." if followers else "."
        return ("value", *reasons), text
    if followers:
        return reasons, f"{name} ist im Plan, weil andere Projekte es brauchen: {built_on}."
    return ("loss",), f"{name} kostet mehr, als es bringt; der Plan ist noch nicht zu Ende gerechnet."


def _followers(instance: Instance, plan: Schedule, project: str) -> list[str]:
    """Chosen projects that name this one as a prerequisite that nothing in `done` satisfies."""
    return [
        other
        for other in sorted(plan)
        if any(
            project in group and not instance.done.intersection(group) for group in instance.by_id[other].prerequisites
        )
    ]


def _out(board: Board, plan: Schedule, p: int, price: Price | None) -> Explanation:
    instance = board.instance
    project = board.projects[p]
    name = named(instance, project.id)
    if any(lock.project == project.id and lock.choose is False for lock in instance.locks):
        text = f"{name} ist nicht im Plan, weil Sie es ausgeschlossen haben."
        return Explanation("out", text, project.id, (f"lock:{project.id}",), has_delta=True, delta_eur=None)
    reasons, text = _why_out(board, plan, p)
    if price is None:
        return Explanation("out", text, project.id, reasons)
    if price.delta_eur is None:
        reasons = price.reasons or ("quarters",)
        text = f"{name} passt in keinen Plan: {obstacle_text(instance, reasons)}"
        return Explanation("out", text, project.id, reasons, has_delta=True, delta_eur=None)
    text = f"{text} Mit diesem Projekt wäre der Plan {euro(price.delta_eur)} weniger wert."
    if price.hours_at_least is None:
        return Explanation("out", text, project.id, reasons, has_delta=True, delta_eur=price.delta_eur)
    text = f"{text} Es lohnt sich ab {number(price.hours_at_least)} ersparten Stunden im Jahr."
    return Explanation(
        "out",
        text,
        project.id,
        reasons,
        has_delta=True,
        delta_eur=price.delta_eur,
        change={"hours_per_year_at_least": price.hours_at_least},
    )


def _why_out(board: Board, plan: Schedule, p: int) -> tuple[tuple[str, ...], str]:
    instance = board.instance
    project = board.projects[p]
    name = named(instance, project.id)
    for group in instance.alternatives:
        rivals = [m for m in group if m != project.id and (m in plan or m in instance.done)]
        if project.id in group and rivals:
            rival = named(instance, rivals[0])
            return (f"alternatives:{rivals[0]}",), f"{name} ist nicht im Plan, weil {rival} gewählt ist."
    worth = max((start_value(instance, project, q) for q in _all_starts(board, p)), default=None)
    if worth is None:
        text = f"{name} passt nicht in den Zeitraum: Es dauert {project.duration} Quartale."
        return ("quarters",), text
    most = max(instance.capacity)
    if project.load > most:
        text = f"{name} braucht {number(project.load)} Personentage je Quartal, verfügbar sind {number(most)}."
        return ("capacity",), text
    raises = any(pair.multiplier == p for pair in board.pairs)
    enables = any(p in group for groups in board.needs for group in groups)
    if worth <= 0 and not raises and not enables:
        text = f"{name} ist nicht im Plan: Es bringt im betrachteten Zeitraum weniger, als es kostet."
        return ("value",), text
    text = f"{name} ist nicht im Plan: Personentage und Geld bringen in anderen Projekten mehr."
    return ("capacity", "budget"), text


def _all_starts(board: Board, p: int) -> range:
    return range(1, board.instance.quarters - board.projects[p].duration + 2)
