"""The first picture of a town as it stands: the record goes in, the core decides, JSON is kept with the round."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils import timezone

from fahrwasser.core.agenda.catalogue.options import duties_to_check, relief_options
from fahrwasser.core.agenda.catalogue.projects import catalogue
from fahrwasser.core.agenda.catalogue.town import Frame, done_projects
from fahrwasser.core.inventory.picture import Picture, Recorded, first_picture, own_share
from fahrwasser.core.inventory.questions import Text
from fahrwasser.core.inventory.starter import HOURS_PER_WEEK, StarterService, starter_record

from .reads import Facts, ServiceLine, core_figure


def picture_of(facts: Facts) -> Picture:
    """Hours, duties, posts at risk, candidates and gaps from what is recorded now; no query."""
    frame = Frame(
        first_quarter=_quarter(timezone.localdate()),
        hours_per_week=facts.number("hours_per_week") or HOURS_PER_WEEK,
        done=done_projects(facts.capabilities),
        groups=facts.groups,
    )
    return first_picture(
        facts.town,
        recorded_of(facts),
        findings_of(facts),
        relief_options(catalogue(), facts.town, frame),
        duties_to_check(catalogue(), facts.town.state),
    )


def recorded_of(facts: Facts) -> list[Recorded]:
    """The town's services as the core compares them with the defaults."""
    starters = _starters(facts.town.population)
    return [_recorded(line, starters.get(line.service.key)) for line in facts.services]


def own_shares(facts: Facts) -> dict[str, float]:
    """Project → how the hours this town has counted compare with the default (1 = the same).

    Only projects for which the town has entered a volume or minutes of its own.
    """
    eased: dict[str, list[Recorded]] = {}
    own: set[str] = set()
    for line, record in zip(facts.services, recorded_of(facts), strict=True):
        if record.project:
            eased.setdefault(record.project, []).append(record)
            own.update({record.project} if line.has_own_figure else ())
    return {project: own_share(records) for project, records in eased.items() if project in own}


def findings_of(facts: Facts) -> dict[str, Any]:
    """The record as findings of a quick check: what nobody in the town has said yet is left out."""
    found: dict[str, Any] = {f"capability:{key}": state for key, state in facts.capabilities.items()}
    for (subject, key), row in facts.figures.items():
        if subject == "town" and row.origin != "default":
            number = None if row.value is None else float(row.value)
            found[f"figure:{key}"] = row.text if number is None else int(number) if number.is_integer() else number
    return found


def kept(picture: Picture) -> dict[str, Any]:
    """The picture as JSON, texts in both languages; the town itself and the gaps belong to the moment only."""
    content = asdict(picture)
    del content["town"], content["gaps"]
    return content


def _recorded(line: ServiceLine, starter: StarterService | None) -> Recorded:
    hours = starter.hours if starter else None
    return Recorded(
        id=line.service.key,
        name=starter.default.name if starter else Text(line.service.name),
        is_offered=line.service.is_offered,
        volume=core_figure(line.volume) if line.volume else None,
        minutes=core_figure(line.minutes) if line.minutes else None,
        project=starter.default.project if starter else "",
        default_hours=hours.likely if hours else 0.0,
    )


@lru_cache(maxsize=64)
def _starters(population: int) -> Mapping[str, StarterService]:
    return {starter.default.id: starter for starter in starter_record(population)}


def _quarter(day: date) -> date:
    """First day of the next quarter."""
    year, quarter = day.year, (day.month - 1) // 3 + 1
    return date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
