"""The rules that can be given up one by one, as conflicts name them (reference 7), and the instance without them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from fahrwasser.core.agenda.model.answer import Json
from fahrwasser.core.agenda.model.instance import Instance

INFINITY = float("inf")


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """type "duty" | "lock" (of `project`), "alternatives" (at `index`), "capacity", "budget", "running_cap",
    "max_parallel"."""

    type: str
    project: str = ""
    index: int = -1

    def to_json(self) -> Json:
        """The rule as an entry of `conflict`."""
        if self.project:
            return {"type": self.type, "project": self.project}
        return {"type": self.type, "index": self.index} if self.index >= 0 else {"type": self.type}


def rules_of(instance: Instance) -> list[Rule]:
    """Every rule of the instance, those first that a town gives up most easily."""
    rules = [Rule("alternatives", index=i) for i in range(len(instance.alternatives))]
    rules += [Rule("max_parallel")] if instance.max_parallel is not None else []
    rules += [Rule("running_cap")] if instance.running_cap_per_year is not None else []
    rules += [Rule("budget")]
    rules += [Rule("lock", p) for p in dict.fromkeys(lock.project for lock in instance.locks)]
    latest_first = sorted(instance.duties, key=lambda duty: -duty.finish_by)
    rules += [Rule("duty", p) for p in dict.fromkeys(duty.project for duty in latest_first)]
    rules += [Rule("capacity")]
    return [rule for rule in rules if not rule.project or rule.project not in instance.done]


def without(instance: Instance, dropped: Iterable[Rule]) -> Instance:
    """The instance with these rules given up; project data and prerequisites stay."""
    gone = set(dropped)
    types = {rule.type for rule in gone}
    endless = (INFINITY,) * instance.quarters
    return replace(
        instance,
        capacity=endless if "capacity" in types else instance.capacity,
        budget=endless if "budget" in types else instance.budget,
        running_cap_per_year=None if "running_cap" in types else instance.running_cap_per_year,
        max_parallel=None if "max_parallel" in types else instance.max_parallel,
        duties=tuple(duty for duty in instance.duties if Rule("duty", duty.project) not in gone),
        locks=tuple(lock for lock in instance.locks if Rule("lock", lock.project) not in gone),
        alternatives=tuple(
            group for i, group in enumerate(instance.alternatives) if Rule("alternatives", index=i) not in gone
        ),
    )


def required_part(instance: Instance) -> Instance:
    """Only what duties and locks force, with every possible predecessor: feasible exactly if the instance is."""
    wanted = [duty.project for duty in instance.duties]
    wanted += [lock.project for lock in instance.locks if lock.choose or lock.start is not None]
    keep = set(instance.done)
    while wanted:
        name = wanted.pop()
        if name not in keep:
            keep.add(name)
            wanted += [m for group in instance.by_id[name].prerequisites for m in group]
    return replace(
        instance,
        projects=tuple(p for p in instance.projects if p.id in keep),
        locks=tuple(lock for lock in instance.locks if lock.project in keep),
        alternatives=tuple(tuple(m for m in group if m in keep) for group in instance.alternatives),
        multipliers=(),
    )
