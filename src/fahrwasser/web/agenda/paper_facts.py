"""What the papers know beside the plan: maturity of the services, state of the projects, funding that fits."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import get_language

from fahrwasser.core.agenda.catalogue.projects import base_of, catalogue
from fahrwasser.core.agenda.papers.report_words import STATE_WORDS
from fahrwasser.core.agenda.papers.sheets import Notes
from fahrwasser.core.agenda.papers.situation import Maturity
from fahrwasser.web.agenda.models import FundingProgramme, Progress
from fahrwasser.web.agenda.project_money import ShownProgramme, fitting, shown_programme
from fahrwasser.web.agenda.reading import Plan
from fahrwasser.web.inventory.models import Assessment
from fahrwasser.web.inventory.scales import all_scales
from fahrwasser.web.tenants.models import Municipality

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Beside:
    """What the council paper says beside the plan."""

    maturity: tuple[Maturity, ...]
    notes: Notes


def beside_the_plan(town: Municipality, plan: Plan, today: date) -> Beside:
    """Maturity, states and funding; 1 query, 2 where somebody has looked at the maturity."""
    levels = Assessment.objects.current(town).filter(service__is_offered=True)
    programmes = FundingProgramme.objects.order_by("collection", "key")
    found = Municipality.objects.filter(pk=town.pk).values_list(
        _rows(levels, "scale", "scale_version", "level"),
        _rows(Progress.objects.of(town), "project", "state"),
        _rows(programmes, "content", "is_sample"),
    )
    levels_read, states, programmes_read = found.get()
    return Beside(
        maturity=_maturity(levels_read),
        notes=Notes(states=_states(plan, states), grants=_grants(town, plan, today, programmes_read)),
    )


def _rows(rows: QuerySet[Any], *fields: str) -> ArraySubquery:
    return ArraySubquery(rows.values(row=JSONObject(**{field: field for field in fields})))


def _maturity(rows: Rows) -> tuple[Maturity, ...]:
    """How many services of the town stand on which level."""
    counts = Counter((row["scale"], row["scale_version"], row["level"]) for row in rows)
    if not counts:
        return ()
    known, language = {(scale.id, scale.version): scale for scale in all_scales()}, get_language() or "de"
    found = []
    for (key, version, level), services in counts.items():
        scale = known.get((key, version))
        title = scale.title.in_language(language) if scale else f"{key} {version}"
        has_name = scale is not None and level is not None and level <= scale.top
        name = scale.levels[level].in_language(language) if scale and has_name else ""
        found.append(Maturity(title, level, name, services))
    return tuple(found)


def _states(plan: Plan, rows: Rows) -> Mapping[str, str]:
    """State of each project of the plan, also when another variant of it was chosen since."""
    known = {base_of(row["project"]): STATE_WORDS[row["state"]] for row in rows}
    return {planned: known[base_of(planned)] for planned in plan.schedule if base_of(planned) in known}


def _grants(town: Municipality, plan: Plan, today: date, rows: Rows) -> Mapping[str, tuple[str, ...]]:
    programmes = fitting(((row["content"], row["is_sample"]) for row in rows), town, today)
    usable = [(programme, sample) for programme, sample in programmes if programme.state_on(today) != "expired"]
    return {
        planned: tuple(
            _words(shown_programme(programme, today, is_sample=sample, cost=plan.instance.by_id[planned].cost_once))
            for programme, sample in usable
            if programme.fits_project(catalogue(), planned)
        )
        for planned in plan.schedule
    }


def _words(shown: ShownProgramme) -> str:
    return ", ".join(part for part in (shown.name, shown.grant, shown.deadline) if part)
