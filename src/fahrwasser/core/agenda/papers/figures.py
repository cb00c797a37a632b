"""Figures of a plan as the papers write them."""

from collections.abc import Iterable

from fahrwasser.core.agenda.effects import last_quarter
from fahrwasser.core.agenda.plan import Plan
from fahrwasser.core.costing.ranges import Range
from fahrwasser.core.words import euros, rough_span


def freed(hours: Range) -> str:
    """ "740 bis 1.100", "keine"."""
    return rough_span(hours.low, hours.high) if hours.high > 0 else "keine"


def money(value: float) -> str:
    """ "2.800 €", "keine"."""
    return euros(value) if value else "keine"


def hours_of(plan: Plan, ids: Iterable[str]) -> Range:
    """Hours a year that these projects of the plan free together."""
    result = Range.exactly(0.0)
    for planned in ids:
        result = result.plus(plan.projects[planned].hours)
    return result


def days_of(plan: Plan, ids: Iterable[str]) -> float:
    """Own days that these projects still ask for, as the plan counts them."""
    return sum(plan.value.by_id[planned].person_days for planned in ids)


def cost_of(plan: Plan, ids: Iterable[str]) -> float:
    """Cash of these projects until the end of the plan, as the budget years count it."""
    cost = 0.0
    for planned in ids:
        project = plan.value.by_id[planned]
        running = plan.value.quarters - last_quarter(plan.value, plan.schedule, planned)
        cost += project.cost_once + project.cost_per_year / 4 * running
    return cost


def duties_met(plan: Plan, ids: Iterable[str]) -> int:
    """How many confirmed duties these projects meet."""
    return len({duty.id for planned in ids for duty in plan.duties(planned)})
