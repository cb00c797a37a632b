"""From the rows of a town to the question for the planner, and the quick answer to it (no solver in this process)."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from fahrwasser.core.agenda.catalogue import town as core
from fahrwasser.core.agenda.catalogue.adjustments import Adjustment
from fahrwasser.core.agenda.catalogue.build import build_instance
from fahrwasser.core.agenda.catalogue.placeholders import rests_only_on_placeholders
from fahrwasser.core.agenda.catalogue.projects import Catalogue, base_of, catalogue
from fahrwasser.core.agenda.catalogue.running import keep_running
from fahrwasser.core.agenda.model.instance import Schedule
from fahrwasser.core.agenda.model.reading import parse_instance
from fahrwasser.core.agenda.solve import quick_plan
from fahrwasser.core.inventory.town import Town
from fahrwasser.web.agenda.changes import Change
from fahrwasser.web.agenda.frames import frame_to_json
from fahrwasser.web.agenda.models import Frame, Hold, Progress, Version, Wish
from fahrwasser.web.agenda.reading import ProjectFacts
from fahrwasser.web.agenda.running import running_of, start_holds, stopped_holds, what_is_left
from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.inventory.pictures import own_shares
from fahrwasser.web.inventory.reads import Facts, facts_of
from fahrwasser.web.tenants.models import Municipality

Json = dict[str, Any]
QUICK_S = 0.5


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the instance for the planner and the facts that the version keeps beside it."""

    instance: Json
    facts: Json


def question_of(municipality: Municipality, frame: Frame, current: Version | None, change: Change) -> Question:
    """The planning question of the town as it stands, with `change` tried on top; 8 queries. Raises Refused."""
    known_facts = facts_of(municipality)
    progress = list(Progress.objects.of(municipality))
    running = running_of(progress, frame, current)
    holds = (*stopped_holds(progress), *start_holds(running))
    value = change.on(_with_rows(frame_value(frame), municipality, known_facts, progress))
    town = known_facts.town
    known = catalogue()
    finished = [row.project for row in progress if row.state == Progress.State.DONE]
    costs = core.costs_of_done(known, town, value, finished)
    runs_on = (Adjustment("done", 1, eur=costs),) if costs else ()
    value = replace(value, holds=(*value.holds, *holds), adjustments=(*value.adjustments, *runs_on))
    instance = keep_running(build_instance(known, town, value, instance_id=municipality.slug), running)
    facts = {
        "frame": frame_to_json(value),
        "town": asdict(town),
        "catalogue": known.version,
        "projects": {fact.id: fact.to_json() for fact in _facts(known, town, value, running)},
    }
    return Question(instance, facts)


def frame_value(frame: Frame) -> core.Frame:
    """The assumptions alone, without wishes, holds and what is done; no query."""
    return core.Frame(
        first_quarter=frame.first_quarter,
        hours_per_week=float(frame.hours_per_week),
        budget_per_year=float(frame.budget_per_year),
        quarters=frame.quarters,
        running_cap_per_year=None if frame.running_cap_per_year is None else float(frame.running_cap_per_year),
        confirmed_duties=frozenset(frame.confirmed_duties),
        adjustments=tuple(Adjustment(**adjustment) for adjustment in frame.adjustments),
    )


def _with_rows(value: core.Frame, municipality: Municipality, facts: Facts, progress: Iterable[Progress]) -> core.Frame:
    finished = {base_of(row.project) for row in progress if row.state == Progress.State.DONE}
    return replace(
        value,
        done=core.done_projects(facts.capabilities) | _packaged(municipality) | finished,
        wishes=tuple(wishes_of(municipality)),
        holds=tuple(holds_of(municipality)),
        groups=facts.groups,
        overrides={**_counted(facts), **what_is_left(progress)},
    )


def _packaged(municipality: Municipality) -> frozenset[str]:
    """Projects that a service package does which is switched on here; 1 query."""
    active = Adoption.objects.of(municipality).filter(state=Adoption.State.ACTIVE)
    keys: Iterable[list[str]] = active.values_list("release__manifest__leika", flat=True)
    return core.packaged_projects(catalogue(), (key for of_package in keys for key in of_package))


def _counted(facts: Facts) -> dict[str, core.Override]:
    """What the town has counted itself decides what a project frees."""
    return {project: core.Override(hours_share=share) for project, share in own_shares(facts).items()}


def wishes_of(municipality: Municipality) -> Iterable[core.Wish]:
    """Wishes that lead to a project; 1 query."""
    rows = Wish.objects.of(municipality).filter(withdrawn_at=None).exclude(project="").order_by("made_at", "id")
    return [core.Wish(row.project, row.latest_finish) for row in rows]


def holds_of(municipality: Municipality) -> Iterable[core.Hold]:
    """What was set by hand; 1 query."""
    rows = Hold.objects.of(municipality).order_by("project")
    return [core.Hold(row.project, row.kind, row.start) for row in rows]  # type: ignore[arg-type]


def _facts(known: Catalogue, town: Town, frame: core.Frame, running: Collection[str]) -> Iterable[ProjectFacts]:
    confirmed = [duty for duty in known.duties_in(town.state) if duty.id in frame.confirmed_duties]
    for planned in core.town_projects(known, town, frame):
        variant, project = planned.variant, known.projects[planned.project]
        duties = [duty for duty in confirmed if project.is_duty and duty.id in project.duty_refs]
        yield ProjectFacts(
            id=planned.id,
            title=variant.name.de,
            title_en=variant.name.en,
            of=planned.project,
            variant=variant.kind,
            field=project.field,
            days=(planned.days.low, planned.days.high),
            hours=(planned.hours.low, planned.hours.high),
            origin="counted" if planned.is_own_figure else "estimated",
            is_running=planned.id in running,
            on_placeholders=rests_only_on_placeholders(planned, frame),
            duty=", ".join(duty.norm for duty in duties),
            duty_certainty=duties[0].certainty if duties else "",
            goal=project.goal.de,
            office=known.offices[project.office].de,
            source=variant.source,
        )


def quick_answer(instance: Json, start: Schedule | None) -> Json:
    """A plan of the lists in about half a second, never worse than `start` while that keeps every rule."""
    return quick_plan(parse_instance(instance), start, time_limit_s=QUICK_S).to_json()
