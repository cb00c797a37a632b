"""Names of projects and of who works on them, also of projects that a plan no longer knows because they are done."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fahrwasser.core.agenda.catalogue.projects import base_of, catalogue
from fahrwasser.core.agenda.catalogue.small_steps import SmallStep, steps_for
from fahrwasser.web.agenda.reading import Plan

NAVIGATOR = "navigator"


def is_known(planned: str) -> bool:
    """Whether the catalogue has this project."""
    return base_of(planned) in catalogue().projects


def project_title(key: str) -> str:
    """Name of a project of the catalogue in the page's language; "" for none, the key if it is not known (any more)."""
    found = catalogue().projects.get(key)
    return found.name.in_language(get_language() or "de") if found else key


def name_of(plan: Plan, planned: str) -> str:
    """As the plan calls it, else as the catalogue does; the id when neither knows it."""
    if planned in plan.projects:
        return plan.title(planned)
    if not is_known(planned):
        return planned
    return catalogue().variant(planned).name.in_language(get_language() or "de")


def goal_of(plan: Plan, planned: str) -> str:
    """What it is for, in the reader's language; else as the version has kept it."""
    if not is_known(planned):
        return plan.projects[planned].goal
    return catalogue().projects[base_of(planned)].goal.in_language(get_language() or "de")


def office_of(planned: str) -> str:
    """Who is responsible: an office, never a person."""
    known = catalogue()
    return known.offices[known.projects[base_of(planned)].office].in_language(get_language() or "de")


def participants_of(planned: str) -> list[str]:
    """Offices and functions that have a step in it, the responsible one left out."""
    known, language = catalogue(), get_language() or "de"
    responsible = known.projects[base_of(planned)].office
    owners = dict.fromkeys(step.owner for step in steps_for(known, planned))
    return [known.offices[owner].in_language(language) for owner in owners if owner != responsible]


def owner_words(step: SmallStep) -> str:
    """Who does a step."""
    if step.owner == NAVIGATOR:
        return _("Digital-Navigator")
    return catalogue().offices[step.owner].in_language(get_language() or "de")
