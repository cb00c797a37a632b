"""Counts from the event log, in one statement for all services of a town. Test cases never count."""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from fahrwasser.core.eventlog.figures import BY_ITSELF, ServiceFigures, Tally, figures
from fahrwasser.core.eventlog.marks import marks_of
from fahrwasser.web.cases.actions import CHANNELS
from fahrwasser.web.cases.models import Case
from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.tenants.models import Municipality

from .periods import Period

_BY_CHANNEL = ", ".join(f"count(*) FILTER (WHERE channel = '{channel}')" for channel in CHANNELS)
_BY_ITSELF = ", ".join(f"'{channel}'" for channel in sorted(BY_ITSELF))
_TALLIES = f"""
WITH marks AS (SELECT * FROM jsonb_to_recordset(%(marks)s::jsonb) AS m(release uuid, activity text, mark text)),
one AS (
    SELECT c.adoption_id, c.process, c.channel, c.opened_at,
        coalesce(min(e.completed_at) FILTER (WHERE m.mark = 'answer'), c.closed_at) AS answered_at,
        count(*) FILTER (WHERE m.mark = 'task') AS tasks,
        count(*) FILTER (WHERE m.mark = 'task' AND e.completed_at > e.started_at) AS timed,
        sum(e.started_at - e.enabled_at) FILTER (WHERE m.mark = 'task') AS waiting,
        sum(e.completed_at - e.started_at) FILTER (WHERE m.mark = 'task') AS touch,
        bool_or(m.mark = 'question') AS asked
    FROM cases_case c
    LEFT JOIN cases_event e ON e.municipality_id = c.municipality_id AND e.case_id = c.id
    LEFT JOIN marks m ON m.release = c.release_id AND m.activity = e.activity
    WHERE c.municipality_id = %(town)s AND NOT c.is_test AND c.opened_at >= %(start)s AND c.opened_at < %(end)s
    GROUP BY c.municipality_id, c.id
)
SELECT adoption_id, process, count(*), count(answered_at),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answered_at - opened_at) / 3600.0),
    coalesce(sum(tasks), 0), coalesce(sum(timed), 0),
    extract(epoch FROM sum(waiting)) / 3600.0, extract(epoch FROM sum(touch)) / 3600.0,
    count(*) FILTER (WHERE answered_at IS NOT NULL AND tasks = 0 AND channel IN ({_BY_ITSELF})),
    count(*) FILTER (WHERE asked), count(*) FILTER (WHERE answered_at IS NOT NULL AND channel IN ({_BY_ITSELF})),
    {_BY_CHANNEL}
FROM one GROUP BY adoption_id, process
"""  # noqa: S608 our own list of channels


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One process of one service with its figures; titles by language ("de", "en").

    Only the process that an application starts has a declared paper baseline.
    """

    adoption: Adoption
    title: Mapping[str, str]
    process: str
    process_name: Mapping[str, str]
    is_application: bool
    figures: ServiceFigures
    paper_minutes: float | None
    paper_source: str


def tallies(town: Municipality, releases: Iterable[uuid.UUID], span: Period) -> dict[tuple[uuid.UUID, str], Tally]:
    """(adoption, process) → what was counted for cases that began in this time; 1 query."""
    values: dict[str, Any] = {
        "marks": json.dumps(_marks(releases)),
        "town": town.pk,
        "start": span.start,
        "end": span.end,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TALLIES, values)
        rows = cursor.fetchall()
    return {(row[0], row[1]): _tally(row[2:]) for row in rows}


def service_lines(town: Municipality, span: Period) -> list[ServiceLine]:
    """All services with cases in this time: applications first, then what events began; 3 queries."""
    adoptions = {row.pk: row for row in Adoption.objects.of(town).with_release()}
    counted = tallies(town, releases_in_use(town), span)
    lines = [_line(adoptions[key], process, tally) for (key, process), tally in counted.items()]
    return sorted(lines, key=lambda line: (line.title["de"], not line.is_application, -line.figures.cases))


def releases_in_use(town: Municipality) -> list[uuid.UUID]:
    """Releases that a case of the town is pinned to; 1 query."""
    return list(Case.objects.of(town).order_by().values_list("release_id", flat=True).distinct())


def first_case_at(adoption: Adoption) -> datetime | None:
    """When the first real case of the service began; 1 query."""
    cases = Case.objects.of(adoption.municipality_id).filter(adoption=adoption, is_test=False)
    return cases.order_by("opened_at").values_list("opened_at", flat=True).first()


def _marks(releases: Iterable[uuid.UUID]) -> list[dict[str, str]]:
    return [
        {"release": str(release), "activity": activity, "mark": mark}
        for release in releases
        for graph in compiled(release).processes.values()
        for activity, mark in marks_of(graph).pairs()
    ]


def _tally(row: tuple[Any, ...]) -> Tally:
    cases, answered, median, tasks, timed, waiting, touch, without_hand, asked, spared, *channels = row
    return Tally(
        cases=cases,
        answered=answered,
        median_hours=None if median is None else float(median),
        tasks=int(tasks),
        timed_tasks=int(timed),
        waiting_hours=float(waiting or 0),
        touch_hours=float(touch or 0),
        without_hand=without_hand,
        asked_back=asked,
        channels={channel: count for channel, count in zip(CHANNELS, channels, strict=True) if count},
        spared=spared,
    )


def _line(adoption: Adoption, process: str, tally: Tally) -> ServiceLine:
    package = compiled(adoption.release_id)
    manifest = adoption.release.manifest
    graph = package.processes.get(process)
    german, english = graph.names[0] if graph else (process, process)
    is_application = process == package.manifest.process
    minutes = float(manifest["paper_minutes"]) if is_application else None
    return ServiceLine(
        adoption=adoption,
        title=manifest["title"],
        process=process,
        process_name={"de": german, "en": english},
        is_application=is_application,
        figures=figures(tally, minutes),
        paper_minutes=minutes,
        paper_source=manifest["paper_source"] if is_application else "",
    )
