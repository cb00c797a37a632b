"""»Was haben Sie davon?«: what each project changes for an office, and what is learnt before it goes live."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from fahrwasser.core.agenda.catalogue.projects import catalogue
from fahrwasser.core.agenda.colleagues import (
    Eased,
    fewer_interruptions,
    minutes_saved,
    offices_named,
    trainings_for,
)
from fahrwasser.core.costing.ranges import Range
from fahrwasser.core.inventory.services import starter_services
from fahrwasser.core.words import rough
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.models import Unit, UnitMember
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda.models import Progress, TrainingDone, Version
from fahrwasser.web.agenda.reading import Plan, plan_of
from fahrwasser.web.inventory.models import Service
from fahrwasser.web.inventory.reads import service_line, work_figures
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.templatetags.ui import number, span

IN_HOURS = 180  # minutes a case from which on people think in hours


@dataclass(frozen=True, slots=True)
class Offices:
    """Whose page it is: names and keys of the person's offices; `sees_all` for who plans."""

    names: tuple[str, ...]
    units: frozenset[uuid.UUID]
    keys: frozenset[str]
    sees_all: bool


@dataclass(frozen=True, slots=True)
class Gain:
    """What one project changes, in words."""

    project: str
    title: str
    period: str
    lines: tuple[str, ...]
    services: tuple[str, ...]
    origin: str
    trainings: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """One training before one project."""

    project: str
    title: str
    training: str
    name: str
    length: str
    who: str
    until: str
    is_done: bool
    is_late: bool


def offices_of(member: Member) -> Offices:
    """2 queries for a Multiplikator, none for who plans."""
    if member.may(Right.PLAN):
        return Offices((), frozenset(), frozenset(), sees_all=True)
    town = member.municipality
    own = UnitMember.objects.of(town).filter(membership__user_id=member.user_id, membership__revoked_at=None)
    units = list(Unit.objects.of(town).filter(closed_at=None, pk__in=own.values("unit")).order_by("name"))
    names = tuple(unit.name for unit in units)
    keys = offices_named(catalogue(), names)
    return Offices(names, frozenset(unit.pk for unit in units), keys, sees_all=False)


def current_plan_of(town: Municipality) -> Plan | None:
    """The plan the town works with, when it has projects; 1 query."""
    version = Version.objects.of(town).current()
    plan = plan_of(version) if version else None
    return plan if plan and plan.schedule else None


def eased_services(town: Municipality) -> Mapping[str, Sequence[tuple[Service, Eased]]]:
    """Project of the catalogue → services it eases, with minutes and cases as recorded; 2 queries."""
    eased = {service.id: service.project for service in starter_services() if service.project}
    figures = work_figures(town)
    found: dict[str, list[tuple[Service, Eased]]] = {}
    for service in Service.objects.of(town).filter(is_offered=True, key__in=eased).order_by("sort_key", "id"):
        line = service_line(service, figures)
        if line.volume and line.minutes and line.volume.value and line.minutes.value:
            known = Eased(service.name, float(line.minutes.value), float(line.volume.value))
            found.setdefault(eased[service.key], []).append((service, known))
    return found


def touching(plan: Plan, offices: Offices, services: Mapping[str, Sequence[tuple[Service, Eased]]]) -> list[str]:
    """Projects that begin or end in these offices: carried there, or easing one of their services."""
    if offices.sees_all:
        return plan.in_order()
    return [
        project
        for project in plan.in_order()
        if catalogue().projects[_of(plan, project)].office in offices.keys
        or any(service.unit_id in offices.units for service, _eased in services.get(_of(plan, project), ()))
    ]


def gains(plan: Plan, projects: Sequence[str], services: Mapping[str, Sequence[tuple[Service, Eased]]]) -> list[Gain]:
    """In the order of the plan; no query."""
    return [_gain(plan, project, [eased for _s, eased in services.get(_of(plan, project), ())]) for project in projects]


def _of(plan: Plan, project: str) -> str:
    facts = plan.projects.get(project)
    return facts.of if facts else project


def _gain(plan: Plan, project: str, eased: Sequence[Eased]) -> Gain:
    language = get_language() or "de"
    likely = plan.instance.by_id[project].hours_per_year
    facts = plan.projects.get(project)
    low, high = facts.hours if facts else (likely, likely)
    hours = Range(min(low, likely), likely, max(high, likely))
    lines = []
    if saved := minutes_saved(hours, eased):
        lines.append(_less_a_case(saved))
    elif hours.high > 0:
        words = _("In all %(hours)s hours a year less of this work.")
        lines.append(words % {"hours": span(rough(hours.low), rough(hours.high))})
    if fewer := fewer_interruptions(project):
        lines.append(fewer.in_language(language))
    if not lines:
        lines.append(_("No relief of its own: it is the basis for others, or a duty."))
    return Gain(
        project=project,
        title=plan.title(project),
        period=plan.period(project),
        lines=tuple(lines),
        services=tuple(service.name for service in eased),
        origin=(facts.origin if facts else "estimated") if hours.high > 0 else "",
        trainings=len(trainings_for(project)),
    )


def _less_a_case(saved: Range) -> str:
    """In minutes; in hours where nobody would count minutes."""
    if saved.low >= IN_HOURS:
        hours = span(saved.low / 60, saved.high / 60)
        return _("About %(hours)s hours less a case.") % {"hours": hours}
    return _("About %(minutes)s minutes less a case.") % {"minutes": span(round(saved.low), max(1, round(saved.high)))}


def lessons(town: Municipality, plan: Plan, projects: Collection[str], today: date) -> list[Lesson]:
    """What has to be learnt before which go-live, soonest first; finished projects are left out. 2 queries."""
    done = set(TrainingDone.objects.of(town).values_list("project", "training"))
    closed = Progress.objects.of(town).filter(state__in=(Progress.State.DONE, Progress.State.STOPPED))
    gone = set(closed.values_list("project", flat=True))
    known = catalogue()
    language = get_language() or "de"
    found: list[tuple[date, Lesson]] = []
    for project in plan.in_order():
        if project not in projects or project in gone:
            continue
        until = plan.calendar.starts_on(plan.end(project)) - timedelta(days=1)
        for training in trainings_for(project):
            offices = [known.offices[key].in_language(language) for key in training.offices(known, project)]
            is_done = (project, training.id) in done
            lesson = Lesson(
                project=project,
                title=plan.title(project),
                training=training.id,
                name=training.title.in_language(language),
                length=_length(training.minutes),
                who=", ".join(offices) or _("everybody"),
                until=date_format(until, "DATE_FORMAT"),
                is_done=is_done,
                is_late=not is_done and until < today,
            )
            found.append((until, lesson))
    return [lesson for _until, lesson in sorted(found, key=lambda row: (row[0], row[1].project, row[1].training))]


def _length(minutes: int) -> str:
    if minutes % 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": number(hours)}
