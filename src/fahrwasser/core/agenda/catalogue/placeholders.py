"""Which projects are only worth their place because of flat placeholder values (1,500 and 3,000 EUR, E)."""

from fahrwasser.core.agenda.catalogue.adjustments import HOURS_PER_DAY
from fahrwasser.core.agenda.catalogue.build import DISCOUNT, HORIZON_AFTER_PLAN, duration
from fahrwasser.core.agenda.catalogue.town import Frame, TownProject
from fahrwasser.core.costing.defaults import hour_rate


def has_placeholder(project: TownProject) -> bool:
    """Whether a flat value for citizens or risk stands in this project."""
    return project.citizen_eur > 0 or project.risk_eur > 0


def rests_only_on_placeholders(project: TownProject, frame: Frame) -> bool:
    """True if the project pays only when the flat placeholders count, and not by hours and money alone.

    Compared is an immediate start with effects until the horizon of the plan. Our plans leave the placeholders out, so
    a project of which this is true gets a place only as duty, by wish, or because others need it; screens say so.
    """
    return has_placeholder(project) and _worth(project, frame, 0.0) <= 0 < _worth(project, frame, 1.0)


def _worth(project: TownProject, frame: Frame, weight: float) -> float:
    rate = hour_rate()
    placeholders = weight * (project.citizen_eur + project.risk_eur)
    per_quarter = (project.hours.likely * rate + placeholders - project.cost_per_year) / 4
    done_in = duration(project.days.likely, frame)
    quarters = range(done_in + 1, frame.quarters + HORIZON_AFTER_PLAN + 1)
    effect: float = sum((1 + DISCOUNT) ** (-(quarter - 1) / 4) for quarter in quarters) * per_quarter
    return effect - project.cost_once - project.days.likely * HOURS_PER_DAY * rate
