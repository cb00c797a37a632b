"""V, the value of a plan in EUR (reference 6): written down once, independent of every solver."""

from fahrwasser.core.agenda.model.instance import Instance, Project, Schedule


def evaluate(instance: Instance, schedule: Schedule) -> float:
    """Value of the plan over the horizon in EUR: benefit − cost − own staff (if charged)."""
    own = sum(start_value(instance, instance.by_id[project], start) for project, start in schedule.items())
    return own + sum(multiplier_values(instance, schedule).values())


def start_value(instance: Instance, project: Project, start: int) -> float:
    """V(p, q): what project p alone brings when it starts in quarter q."""
    end = start + project.duration
    benefit = yearly_benefit(instance, project) / 4
    value = sum(instance.discount(k) for k in range(end, instance.horizon + 1)) * benefit
    value -= instance.discount(start) * project.cost_once
    if instance.charge_own_staff:
        wage = project.load * instance.hours_per_person_day * instance.hour_rate
        value -= sum(instance.discount(k) for k in range(start, end)) * wage
    return value


def yearly_benefit(instance: Instance, project: Project) -> float:
    """4 · b_p: hours at the rate (raised by multipliers in `done`) + citizens + risk − running cost."""
    factor = 1.0 + sum(
        m.factor
        for m in instance.multipliers
        if m.project in instance.done and m.project != project.id and project.id in m.targets
    )
    hours = project.hours_per_year * instance.hour_rate * factor
    return hours + project.citizen_eur_per_year + project.risk_eur_per_year - project.cost_per_year


def multiplier_pairs(instance: Instance) -> dict[tuple[str, str], float]:
    """(multiplier m, target p) → EUR per quarter while both are complete; only m that can still be planned.

    Several entries for one pair add. A target in `done` is complete from the start, so raising it counts.
    A target with negative hours is never raised (in the model e stays 0 because it would only lose).
    """
    pairs: dict[tuple[str, str], float] = {}
    for multiplier in instance.multipliers:
        if multiplier.project in instance.done:
            continue
        for target in dict.fromkeys(multiplier.targets):
            gain = multiplier.factor * instance.by_id[target].hours_per_year * instance.hour_rate / 4
            if target != multiplier.project and gain > 0:
                key = (multiplier.project, target)
                pairs[key] = pairs.get(key, 0.0) + gain
    return pairs


def multiplier_values(instance: Instance, schedule: Schedule) -> dict[tuple[str, str], float]:
    """(m, p) → EUR that the plan gains because m and p are both complete; pairs without gain are left out."""
    values: dict[tuple[str, str], float] = {}
    for (multiplier, target), gain in multiplier_pairs(instance).items():
        first = _both_complete_from(instance, schedule, multiplier, target)
        if first is not None:
            quarters = range(first, instance.horizon + 1)
            values[multiplier, target] = gain * sum(instance.discount(k) for k in quarters)
    return values


def _both_complete_from(instance: Instance, schedule: Schedule, *pair: str) -> int | None:
    first = 1
    for project in pair:
        if project in instance.done:
            continue
        if project not in schedule:
            return None
        first = max(first, schedule[project] + instance.by_id[project].duration)
    return first
