"""What two plans differ by, in what people count: own days, euros, hours of relief."""

from dataclasses import asdict, dataclass

from fahrwasser.core.agenda.model.answer import Json
from fahrwasser.core.agenda.model.instance import Instance, Schedule


@dataclass(frozen=True, slots=True)
class Totals:
    """Of a whole plan: own days, EUR once, EUR a year, hours freed a year when everything runs, hours freed within
    the plan's quarters."""

    days: float = 0.0
    cost_once: float = 0.0
    cost_per_year: float = 0.0
    hours_per_year: float = 0.0
    hours_in_plan: float = 0.0

    def minus(self, other: "Totals") -> "Totals":
        """What this plan has more; negative = less. Rounded to hundredths."""
        mine, theirs = asdict(self), asdict(other)
        return Totals(**{key: round(mine[key] - theirs[key], 2) for key in mine})

    def to_json(self) -> Json:
        """All five figures."""
        return dict(asdict(self))


def totals(instance: Instance, schedule: Schedule) -> Totals:
    """The figures of a plan; hours count from the quarter after a project's completion."""
    chosen = [(instance.by_id[name], start) for name, start in sorted(schedule.items())]
    return Totals(
        days=sum(project.person_days for project, _ in chosen),
        cost_once=sum(project.cost_once for project, _ in chosen),
        cost_per_year=sum(project.cost_per_year for project, _ in chosen),
        hours_per_year=sum(project.hours_per_year for project, _ in chosen),
        hours_in_plan=sum(
            project.hours_per_year / 4 * max(0, instance.quarters - start - project.duration + 1)
            for project, start in chosen
        ),
    )
