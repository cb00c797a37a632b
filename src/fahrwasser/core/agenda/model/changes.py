"""A change as answers propose it (keys of reference 7 and of explanations), applied to an instance."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fahrwasser.core.agenda.model.answer import Json
from fahrwasser.core.agenda.model.instance import Instance, Lock, Project


@dataclass(frozen=True, slots=True)
class Change:
    """What would be different; `capacity_add` days and `budget_add` EUR in every quarter.

    The last three speak of one project: hours it frees a year, EUR it costs once, and that it is wished by hand.
    """

    capacity_add: float = 0.0
    budget_add: float = 0.0
    running_cap_per_year: float | None = None
    max_parallel: int | None = None
    finish_by: Mapping[str, int] = field(default_factory=dict)
    drop_duties: tuple[str, ...] = ()
    drop_locks: tuple[str, ...] = ()
    hours_per_year_at_least: float | None = None
    cost_once_at_most: float | None = None
    choose: bool = False

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
            "hours_per_year_at_least": self.hours_per_year_at_least,
            "choose": self.choose,
        }
        shown = {key: value for key, value in values.items() if value}
        return shown if self.cost_once_at_most is None else shown | {"cost_once_at_most": self.cost_once_at_most}


def changed(instance: Instance, change: Change, project: str = "") -> Instance:
    """The instance after the change; `project` is the one that the change speaks of."""
    cap, parallel = change.running_cap_per_year, change.max_parallel
    wished = (Lock(project, choose=True),) if change.choose else ()
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
        locks=(*(lock for lock in instance.locks if lock.project not in change.drop_locks), *wished),
        projects=tuple(_changed(own, change) if own.id == project else own for own in instance.projects),
    )


def _changed(project: Project, change: Change) -> Project:
    hours, cost = change.hours_per_year_at_least, change.cost_once_at_most
    return replace(
        project,
        hours_per_year=project.hours_per_year if hours is None else max(project.hours_per_year, hours),
        cost_once=project.cost_once if cost is None else min(project.cost_once, cost),
    )
