"""Why a project starts in its quarter and not one earlier: the first rule that the checker would find broken."""

from fahrwasser.core.agenda.model.answer import Explanation
from fahrwasser.core.agenda.model.check import Violation, violations
from fahrwasser.core.agenda.model.instance import Instance, Schedule
from fahrwasser.core.agenda.model.value import evaluate
from fahrwasser.core.agenda.reasons.words import days, euro, named, number, quarter


def explain_timing(instance: Instance, plan: Schedule, project: str) -> Explanation:
    """The "timing" sentence of a chosen project."""
    start = plan[project]
    name = named(instance, project)
    if start == 1:
        return Explanation("timing", f"{name} beginnt sofort, in {quarter(1)}.", project, ("start",))
    earlier = {**plan, project: start - 1}
    broken = violations(instance, earlier)
    reason, cause = _cause(instance, plan, broken[0], start) if broken else _gain(instance, plan, earlier, start)
    return Explanation("timing", f"{name} beginnt in {quarter(start)}: {cause}", project, (reason,))


def _cause(instance: Instance, plan: Schedule, broken: Violation, start: int) -> tuple[str, str]:
    k = broken.quarter or start - 1
    if broken.rule == "prerequisite":
        ends = {m: plan[m] + instance.by_id[m].duration - 1 for m in broken.subject.split("|") if m in plan}
        first = min(ends, key=lambda m: (ends[m], m))
        return f"prerequisite:{first}", f"{named(instance, first)} ist erst in {quarter(ends[first])} fertig."
    if broken.rule == "capacity":
        return f"capacity:{k}", f"Ein Quartal früher fehlten in {quarter(k)} {days(broken.excess)}."
    if broken.rule == "budget":
        return f"budget:{k}", f"Ein Quartal früher fehlten bis {quarter(k)} {euro(broken.excess)}."
    if broken.rule == "max_parallel":
        most = number(instance.max_parallel or 0)
        return f"max_parallel:{k}", f"In {quarter(k)} laufen schon {most} Projekte gleichzeitig."
    return f"{broken.rule}:{broken.project}", "Ein früherer Start widerspricht Ihrer Festlegung."


def _gain(instance: Instance, plan: Schedule, earlier: Schedule, start: int) -> tuple[str, str]:
    loss = evaluate(instance, plan) - evaluate(instance, earlier)
    if loss > 0.5:
        return "value", f"Ein Quartal früher wäre der Plan {euro(loss)} weniger wert."
    if loss < -0.5:
        return "value", f"Ein Quartal früher brächte {euro(-loss)} mehr; das Ergebnis ist noch nicht bewiesen."
    return "value", f"Ein früherer Beginn als {quarter(start)} brächte keinen Vorteil."
