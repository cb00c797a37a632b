"""A coach's portfolio: every town with a standing mandate, from what it has released alone; 1 query."""

import json
import uuid
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise

from fahrwasser.core.programme.obstacles import obstacle_title
from fahrwasser.core.programme.phases import phase, phases, standing
from fahrwasser.web.accounts.models import User
from fahrwasser.web.ui.languages import page_language

from .use import Used, used_in
from .words import AGENDA, STUCK, STUCK_BY_DAYS

SAME_PROBLEM = 2
SHOWN = 100
JSON = ("may_edit", "milestones", "packages", "obstacles", "used_parts")
COACHED = "SELECT * FROM coached_sheets(%s)"


@dataclass(frozen=True, slots=True)
class Line:
    """One town in the portfolio. Empty strings and None: not released (`is_open` False: nothing at all is)."""

    slug: str
    name: str
    population: int
    is_open: bool
    phase: str
    phase_title: str
    days: int | None
    is_late: bool
    stuck: str | Promise
    next_at: datetime | None
    questions: int | None
    agenda: str | Promise
    projects_running: int | None
    projects_done: int | None
    services_live: int | None
    last_entry_on: date | None
    obstacles: tuple[str, ...]
    may_edit: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """The same obstacle in several towns; `hours` a year of the `named` towns that have said how many."""

    title: str
    towns: tuple[str, ...]
    hours: int
    named: int


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All towns of a coach, what needs a call first, and what several have in common."""

    lines: tuple[Line, ...]
    following: int
    """First line of the next page; 0 when there is none."""
    phases: tuple[tuple[str, str, int], ...]
    problems: tuple[Problem, ...]
    used: tuple[Used, ...]
    stuck: int
    questions: int


def portfolio_of(person: uuid.UUID, now: datetime, only: str = "", begin: int = 0) -> Portfolio:
    """Stuck towns first, then by next appointment; `only` = a phase, "stuck" or "" for all. 1 query.

    A hundred lines from line `begin` on; the counts are those of all towns.
    """
    rows = _rows(person)
    language = page_language()
    today = timezone.localdate(now)
    lines = [_line(row, today, language) for row in rows]
    chosen = [line for line in lines if not only or line.phase == only or (only == "stuck" and line.stuck)]
    far = datetime.max.replace(tzinfo=now.tzinfo)
    chosen.sort(key=lambda line: (not line.stuck, line.next_at or far, line.name))
    counts = Counter(line.phase for line in lines)
    steps = tuple((kind.key, kind.title.in_language(language), counts[kind.key]) for kind in phases())
    end = begin + SHOWN
    return Portfolio(
        lines=tuple(chosen[begin:end]),
        following=end if end < len(chosen) else 0,
        phases=steps,
        problems=_problems(rows, language),
        used=used_in(rows),
        stuck=sum(bool(line.stuck) for line in lines),
        questions=sum(line.questions or 0 for line in lines),
    )


def is_coach(person: User) -> bool:
    """Whether any town has given this person a mandate, or the operator the mark of the programme; at most 1 query."""
    if person.is_programme_coach:
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM coached_sheets(%s))", [person.pk])
        return bool(cursor.fetchone()[0])


def guides_invented(person: User) -> bool:
    """Whether this coach works with invented towns only: their meetings and news are not for real ones; 1 query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(bool_and(is_sample), false) FROM coached_sheets(%s)", [person.pk])
        return person.is_sample or bool(cursor.fetchone()[0])


def _rows(person: uuid.UUID) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(COACHED, [person])
        names = [column.name for column in cursor.description]
        return [_row(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def _row(raw: dict[str, Any]) -> dict[str, Any]:
    """JSON comes as text from a bare cursor."""
    return {**raw, **{name: json.loads(raw[name]) if raw[name] else [] for name in JSON}}


def _line(row: Mapping[str, Any], today: date, language: str) -> Line:
    known = row["phase"]
    where = None
    if known:
        where = standing(
            phase(known),
            entered_on=row["phase_since"],
            last_entry_on=row["last_entry_on"],
            today=today,
            facts={},
            said=row["stuck_reason"] or "",
        )
    stuck: str | Promise = ""
    if where and where.stuck:
        stuck = STUCK_BY_DAYS.get(where.stuck) or STUCK[row["stuck_reason"]]
    elif row["stuck_reason"]:
        stuck = STUCK[row["stuck_reason"]]
    obstacles = tuple(obstacle_title(item["code"], language) for item in row["obstacles"])
    return Line(
        slug=row["slug"],
        name=row["name"],
        population=row["population"],
        is_open=row["as_of"] is not None,
        phase=known or "",
        phase_title=where.phase.title.in_language(language) if where else "",
        days=where.days if where else None,
        is_late=bool(where and where.phase.days and where.days > where.phase.days),
        stuck=stuck,
        next_at=row["next_appointment"],
        questions=row["open_questions"],
        agenda=AGENDA[row["agenda_status"]] if row["agenda_status"] else "",
        projects_running=row["projects_running"],
        projects_done=row["projects_done"],
        services_live=row["services_live"],
        last_entry_on=row["last_entry_on"],
        obstacles=tuple(dict.fromkeys(obstacles)),
        may_edit=bool(row["may_edit"]),
    )


def _problems(rows: Collection[Mapping[str, Any]], language: str) -> tuple[Problem, ...]:
    """Obstacles that at least two towns have named, the most frequent first."""
    names = {row["slug"]: row["name"] for row in rows}
    towns: dict[str, dict[str, list[int]]] = {}
    for row in rows:
        for item in row["obstacles"]:
            of_town = towns.setdefault(item["code"], {}).setdefault(row["slug"], [])
            of_town += [item["hours"]] if item["hours"] is not None else []
    found = [
        Problem(
            obstacle_title(code, language),
            tuple(sorted(names[slug] for slug in of_code)),
            sum(map(sum, of_code.values())),
            sum(bool(hours) for hours in of_code.values()),
        )
        for code, of_code in towns.items()
        if len(of_code) >= SAME_PROBLEM
    ]
    return tuple(sorted(found, key=lambda problem: (-len(problem.towns), -problem.hours, problem.title)))
