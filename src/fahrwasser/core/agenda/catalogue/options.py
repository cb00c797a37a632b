"""What planning gives to the first picture: ways to a first relief, and duties to check."""

from fahrwasser.core.agenda.catalogue.build import RELIEF_HOURS, first_relief
from fahrwasser.core.agenda.catalogue.projects import Catalogue
from fahrwasser.core.agenda.catalogue.town import Frame, town_projects
from fahrwasser.core.inventory.picture import DutyToCheck, ReliefOption
from fahrwasser.core.inventory.town import Town

DEMANDING = ("must", "should", "must_conditional", "must_partial")
"""Modalities of duties that can be open; "optional" and "allowed" cannot."""


def relief_options(catalogue: Catalogue, town: Town, frame: Frame) -> tuple[ReliefOption, ...]:
    """Variants that bring hours and need nothing before them but the mandate; the lightest of each project suffices."""
    projects = town_projects(catalogue, town, frame)
    soon = set(first_relief(catalogue, projects, frame).candidates)
    return tuple(
        ReliefOption(
            project=p.project,
            planned=p.id,
            name=p.variant.name,
            days=p.days,
            hours=p.hours,
            cost_once=p.cost_once,
            cost_per_year=p.cost_per_year,
            is_soon=p.id in soon,
        )
        for p in projects
        if p.hours.likely >= RELIEF_HOURS and not set(p.variant.prerequisites) - frame.done - {"P01"}
    )


def duties_to_check(catalogue: Catalogue, state: str) -> tuple[DutyToCheck, ...]:
    """The duties that may bind a town of this state."""
    return tuple(
        DutyToCheck(duty.id, duty.title, duty.what, duty.norm, duty.modality, duty.certainty, duty.met_by)
        for duty in catalogue.duties_in(state)
        if duty.modality in DEMANDING
    )
