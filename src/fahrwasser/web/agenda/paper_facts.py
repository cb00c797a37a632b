"""What the papers know beside the plan: maturity, state of the projects, funding that fits, how sure the plan is."""

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
from fahrwasser.core.agenda.papers.sureness import Sureness
from fahrwasser.core.agenda.robust.verdicts import Cause, Verdict
from fahrwasser.web.agenda.models import FundingProgramme, Progress, Study, Version
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
    sureness: Sureness | None


def beside_the_plan(town: Municipality, plan: Plan, today: date) -> Beside:
    """Maturity, states, funding and the last finished study of this plan; 1 query, 2 with any maturity."""
    levels = Assessment.objects.current(town).filter(service__is_offered=True)
    programmes = FundingProgramme.objects.order_by("collection", "key")
    studies = Study.objects.of(town).filter(version=plan.version, kind=Study.Kind.ROBUST, state=Version.Search.DONE)
    found = Municipality.objects.filter(pk=town.pk).values_list(
        _rows(levels, "scale", "scale_version", "level"),
        _rows(Progress.objects.of(town), "project", "state"),
        _rows(programmes, "content", "is_sample"),
        _rows(studies, "seed", "result"),
    )
    levels_read, states, programmes_read, studies_read = found.get()
    return Beside(
        maturity=_maturity(levels_read),
        notes=Notes(states=_states(plan, states), grants=_grants(town, plan, today, programmes_read)),
        sureness=_sureness(studies_read),
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


def _sureness(rows: Rows) -> Sureness | None:
    """The study as the job has kept it (`robustness.try_draws`)."""
    if not rows:
        return None
    seed, result = rows[0]["seed"], rows[0]["result"]
    verdicts = [
        Verdict(**{**verdict, "cause": Cause(**verdict["cause"]) if verdict.get("cause") else None})
        for verdict in result.get("verdicts") or ()
    ]
    return Sureness(result["draws"], result["proven"], result["gap"], seed, verdicts)


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
