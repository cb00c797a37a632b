"""A change as answers propose it (keys of reference 7), applied to an instance."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fahrwasser.core.agenda.model.answer import Json
from fahrwasser.core.agenda.model.instance import Instance


@dataclass(frozen=True, slots=True)
class Change:
    """What would be different; `capacity_add` days and `budget_add` EUR in every quarter."""

    capacity_add: float = 0.0
    budget_add: float = 0.0
    running_cap_per_year: float | None = None
    max_parallel: int | None = None
    finish_by: Mapping[str, int] = field(default_factory=dict)
    drop_duties: tuple[str, ...] = ()
    drop_locks: tuple[str, ...] = ()

    def to_json(self) -> Json:
        """Only the keys that change something."""
        values: Json = {
            "capacity_add": self.capacity_add,
            "budget_add": self.budget_add,
            "running_cap_per_year": self.running_cap_per_year,
            "max_parallel": self.max_parallel,
            "finish_by": dict(self.finish_by),
            "drop_duties": list(self.drop_duties),
            "drop_locks": list(self.drop_locks),
        }
        return {key: value for key, value in values.items() if value}


def changed(instance: Instance, change: Change) -> Instance:
    """The instance after the change."""
    cap, parallel = change.running_cap_per_year, change.max_parallel
    return replace(
        instance,
        capacity=tuple(days + change.capacity_add for days in instance.capacity),
        budget=tuple(money + change.budget_add for money in instance.budget),
        running_cap_per_year=instance.running_cap_per_year if cap is None else cap,
        max_parallel=instance.max_parallel if parallel is None else parallel,
        duties=tuple(
            replace(duty, finish_by=change.finish_by.get(duty.project, duty.finish_by))
            for duty in instance.duties
            if duty.project not in change.drop_duties
        ),
        locks=tuple(lock for lock in instance.locks if lock.project not in change.drop_locks),
    )
