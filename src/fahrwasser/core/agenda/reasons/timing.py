"""Why a project starts in its quarter and not one earlier: the first rule that the checker would find broken."""

from fahrwasser.core.agenda.model.answer import Explanation, Json
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
    reason, cause, values = (
        _cause(instance, plan, broken[0], start) if broken else _gain(instance, plan, earlier, start)
    )
    text = f"{name} beginnt in {quarter(start)}: {cause}"
    return Explanation("timing", text, project, (reason,), values={"start": start, **values})


def _cause(instance: Instance, plan: Schedule, broken: Violation, start: int) -> tuple[str, str, Json]:
    k = broken.quarter or start - 1
    if broken.rule == "prerequisite":
        ends = {m: plan[m] + instance.by_id[m].duration - 1 for m in broken.subject.split("|") if m in plan}
        first = min(ends, key=lambda m: (ends[m], m))
        text = f"{named(instance, first)} ist erst in {quarter(ends[first])} fertig."
        return f"prerequisite:{first}", text, {"quarter": ends[first]}
    if broken.rule == "capacity":
        text = f"Ein Quartal früher fehlten in {quarter(k)} {days(broken.excess)}."
        return f"capacity:{k}", text, {"quarter": k, "days": round(broken.excess, 2)}
    if broken.rule == "budget":
        text = f"Ein Quartal früher fehlten bis {quarter(k)} {euro(broken.excess)}."
        return f"budget:{k}", text, {"quarter": k, "eur": round(broken.excess, 2)}
    if broken.rule == "max_parallel":
        most = number(instance.max_parallel or 0)
        text = f"In {quarter(k)} laufen schon {most} Projekte gleichzeitig."
        return f"max_parallel:{k}", text, {"quarter": k, "most": instance.max_parallel}
    return f"{broken.rule}:{broken.project}", "Ein früherer Start widerspricht Ihrer Festlegung.", {}


def _gain(instance: Instance, plan: Schedule, earlier: Schedule, start: int) -> tuple[str, str, Json]:
    loss = evaluate(instance, plan) - evaluate(instance, earlier)
    values: Json = {"eur": round(loss, 2)}
    if loss > 0.5:
        return "value", f"Ein Quartal früher wäre der Plan {euro(loss)} weniger wert.", values
    if loss < -0.5:
        return "value", f"Ein Quartal früher brächte {euro(-loss)} mehr; das Ergebnis ist noch nicht bewiesen.", values
    return "value", f"Ein früherer Beginn als {quarter(start)} brächte keinen Vorteil.", values
