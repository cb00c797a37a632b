"""The judge of every plan, in plain arithmetic: which rules does it break, what does it use (reference 6)?

No plan leaves this package without passing here, whatever a solver said: solvers work with tolerances.
"""

from dataclasses import dataclass

from fahrwasser.core.agenda.model.instance import Instance, Lock, Project, Schedule

MONEY_TOLERANCE_EUR = 0.01
DAYS_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule. `rule`: "start", "prerequisite", "duty", "lock", "alternatives" (index in `subject`),
    "capacity" (days), "max_parallel" (projects), "budget" or "running_cap" (EUR); `excess`: how much."""

    rule: str
    subject: str = ""
    project: str | None = None
    quarter: int | None = None
    excess: float = 0.0


@dataclass(frozen=True, slots=True)
class Usage:
    """What a plan uses in each quarter (index 0 = quarter 1): days, EUR once and running, projects."""

    days: tuple[float, ...]
    once_eur: tuple[float, ...]
    running_eur: tuple[float, ...]
    parallel: tuple[int, ...]

    def spent_eur(self, *, with_running: bool) -> tuple[float, ...]:
        """EUR per quarter that count against the budget."""
        if not with_running:
            return self.once_eur
        return tuple(a + b for a, b in zip(self.once_eur, self.running_eur, strict=True))


def violations(instance: Instance, schedule: Schedule) -> list[Violation]:
    """Every rule the plan breaks, the simplest first; an empty list means: this plan can be carried."""
    foreign = [p for p in schedule if p not in instance.by_id or p in instance.done]
    if foreign:
        return [Violation("start", project=p) for p in foreign]
    outside = _starts(instance, schedule)
    if outside:
        return outside
    return [
        *_prerequisites(instance, schedule),
        *_duties(instance, schedule),
        *_locks(instance, schedule),
        *_alternatives(instance, schedule),
        *_resources(instance, schedule),
        *_running_cap(instance, schedule),
    ]


def usage(instance: Instance, schedule: Schedule) -> Usage:
    """Days, euros and parallel projects of every quarter; running cost from the quarter after completion."""
    days = [0.0] * instance.quarters
    once = [0.0] * instance.quarters
    running = [0.0] * instance.quarters
    parallel = [0] * instance.quarters
    for name, start in sorted(schedule.items()):
        project = instance.by_id[name]
        end = start + project.duration
        once[start - 1] += project.cost_once
        for k in range(start - 1, min(end - 1, instance.quarters)):
            days[k] += project.load
            parallel[k] += 1
        for k in range(end - 1, instance.quarters):
            running[k] += project.cost_per_year / 4
    return Usage(tuple(days), tuple(once), tuple(running), tuple(parallel))


def _starts(instance: Instance, schedule: Schedule) -> list[Violation]:
    return [
        Violation("start", project=name, quarter=start)
        for name, start in schedule.items()
        if not 1 <= start <= instance.quarters - instance.by_id[name].duration + 1
    ]


def _prerequisites(instance: Instance, schedule: Schedule) -> list[Violation]:
    return [
        Violation("prerequisite", "|".join(group), project=name, quarter=start)
        for name, start in schedule.items()
        for group in instance.by_id[name].prerequisites
        if not any(_complete_before(instance, schedule, member, start) for member in group)
    ]


def _complete_before(instance: Instance, schedule: Schedule, member: str, start: int) -> bool:
    if member in instance.done:
        return True
    return member in schedule and schedule[member] + instance.by_id[member].duration <= start


def _duties(instance: Instance, schedule: Schedule) -> list[Violation]:
    broken = []
    for duty in instance.duties:
        if duty.project in instance.done:
            continue
        start = schedule.get(duty.project)
        late = start is None or start + instance.by_id[duty.project].duration - 1 > duty.finish_by
        if late:
            broken.append(Violation("duty", duty.norm, project=duty.project, quarter=duty.finish_by))
    return broken


def _locks(instance: Instance, schedule: Schedule) -> list[Violation]:
    return [
        Violation("lock", word, project=lock.project, quarter=schedule.get(lock.project))
        for lock in instance.locks
        if lock.project not in instance.done
        for word in _broken_words(lock, instance.by_id[lock.project], schedule.get(lock.project))
    ]


def _broken_words(lock: Lock, project: Project, start: int | None) -> list[str]:
    broken = {
        "start": lock.start is not None and start != lock.start,
        "choose": lock.choose is not None and lock.choose != (start is not None),
    }
    if start is not None:
        end = start + project.duration - 1
        broken["earliest"] = lock.earliest is not None and start < lock.earliest
        broken["latest_finish"] = lock.latest_finish is not None and end > lock.latest_finish
    return [word for word, is_broken in broken.items() if is_broken]


def _alternatives(instance: Instance, schedule: Schedule) -> list[Violation]:
    broken = []
    for index, group in enumerate(instance.alternatives):
        taken = [p for p in dict.fromkeys(group) if p in schedule]
        already = any(p in instance.done for p in group)
        if len(taken) + already > 1 and taken:
            broken.append(Violation("alternatives", str(index), taken[-1], excess=len(taken) + already - 1))
    return broken


def _resources(instance: Instance, schedule: Schedule) -> list[Violation]:
    used = usage(instance, schedule)
    broken = []
    spent = allowed = 0.0
    money = used.spent_eur(with_running=instance.running_in_budget)
    for k in range(instance.quarters):
        over = used.days[k] - instance.capacity[k]
        if over > DAYS_TOLERANCE:
            broken.append(Violation("capacity", quarter=k + 1, excess=over))
        if instance.max_parallel is not None and used.parallel[k] > instance.max_parallel:
            crowd = used.parallel[k] - instance.max_parallel
            broken.append(Violation("max_parallel", quarter=k + 1, excess=crowd))
        spent += money[k]
        allowed += instance.budget[k]
        if spent - allowed > MONEY_TOLERANCE_EUR:
            broken.append(Violation("budget", quarter=k + 1, excess=spent - allowed))
    return broken


def _running_cap(instance: Instance, schedule: Schedule) -> list[Violation]:
    if instance.running_cap_per_year is None:
        return []
    total = sum(instance.by_id[p].cost_per_year for p in sorted(schedule))
    over = total - instance.running_cap_per_year
    return [Violation("running_cap", excess=over)] if over > MONEY_TOLERANCE_EUR else []
