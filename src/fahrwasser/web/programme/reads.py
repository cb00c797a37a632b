"""What the town's page of coaching shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from fahrwasser.core.programme.obstacles import obstacle_title
from fahrwasser.core.programme.phases import Standing, phase, phases, reached, standing
from fahrwasser.web.agenda.models import Progress, Resolution, Version
from fahrwasser.web.agenda.names import name_of
from fahrwasser.web.agenda.reading import plan_of
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.languages import page_language

from .facts import known_of, open_phase
from .models import Appointment, CoachQuestion, Obstacle, Question, Share
from .words import MEETING, STUCK

SHOWN = 10


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """One phase on the way."""

    title: str
    aim: str
    is_here: bool
    is_done: bool


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One line of the checklist."""

    title: str
    evidence: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Coaching:
    """The page; `appointments`, `questions`, `obstacles` are rows with their words."""

    standing: Standing
    phases: tuple[PhaseLine, ...]
    items: tuple[ItemLine, ...]
    target_on: Any
    is_past_target: bool
    stuck: str | Promise
    stuck_reason: str
    stuck_note: str
    appointments: tuple[tuple[Appointment, str | Promise], ...]
    questions: tuple[CoachQuestion, ...]
    asked: tuple[Question, ...]
    """What the town has asked all towns and nobody has solved yet; the coach's portfolio counts it, too."""
    obstacles: tuple[tuple[Obstacle, str], ...]
    shared: Mapping[str, tuple[str, ...]]

    @property
    def waits(self) -> bool:
        """Some question has no answer yet."""
        return bool(self.asked) or any(row.answered_at is None for row in self.questions)


def coaching_of(town: Municipality, now: datetime) -> Coaching:
    """6 queries."""
    language = page_language()
    known, row = known_of(town, now), open_phase(town)
    today = timezone.localdate(now)
    kind = phase(row.kind) if row else reached(known.flags)
    where = standing(
        kind,
        entered_on=row.entered_on if row else today,
        last_entry_on=known.last_entry_on,
        today=today,
        facts=known.flags,
        said=row.stuck_reason if row else "",
    )
    order = phases()
    here = order.index(kind)
    lines = tuple(
        PhaseLine(one.title.in_language(language), one.aim.in_language(language), i == here, i < here)
        for i, one in enumerate(order)
    )
    items = tuple(
        ItemLine(item.title.in_language(language), item.evidence.in_language(language), known.flags[item.fact])
        for item in kind.items
    )
    return Coaching(
        standing=where,
        phases=lines,
        items=items,
        target_on=row.target_on if row else None,
        is_past_target=bool(row and row.target_on and row.target_on < today),
        stuck=STUCK[row.stuck_reason] if row and row.stuck_reason else "",
        stuck_reason=row.stuck_reason if row else "",
        stuck_note=row.stuck_note if row else "",
        appointments=_appointments(town, now),
        questions=tuple(
            CoachQuestion.objects.of(town).order_by("-asked_at", "id")[:SHOWN],
        ),
        asked=tuple(Question.objects.of(town).still_open().order_by("-asked_at", "id")[:SHOWN]),
        obstacles=tuple((one, obstacle_title(one.code, language)) for one in open_obstacles(town)),
        shared=_shared(town),
    )


@dataclass(frozen=True, slots=True)
class Visit:
    """One page before a visit: where the town stands, what runs, what comes, what waits."""

    coaching: Coaching
    agenda: str
    running: tuple[str, ...]
    coming: tuple[str, ...]
    past: tuple[Appointment, ...]


def visit_of(town: Municipality, now: datetime) -> Visit:
    """10 queries."""
    version = Version.objects.of(town).current()
    plan = plan_of(version) if version else None
    states = dict(Progress.objects.of(town).values_list("project", "state"))
    running = [key for key, state in states.items() if state == Progress.State.RUNNING]
    soon = max(1, plan.calendar.quarter_of(timezone.localdate(now))) + 1 if plan else 0
    coming = [key for key, start in plan.schedule.items() if start <= soon and key not in states] if plan else []
    decided = Resolution.objects.of(town).exists()
    title = partial(name_of, plan) if plan else str  # what runs may have left the plan
    return Visit(
        coaching=coaching_of(town, now),
        agenda="decided" if decided else "draft" if plan else "none",
        running=tuple(title(key) for key in running),
        coming=tuple(title(key) for key in coming),
        past=tuple(Appointment.objects.of(town).filter(at__lt=now, cancelled_at=None).order_by("-at")[:3]),
    )


def open_obstacles(town: Municipality) -> QuerySet[Obstacle]:
    """What stands in the way, oldest first, with the service it is about; 1 query."""
    return Obstacle.objects.of(town).filter(solved_at=None).select_related("service").order_by("named_at", "id")


def _appointments(town: Municipality, now: datetime) -> tuple[tuple[Appointment, str | Promise], ...]:
    coming = Q(at__gte=now, cancelled_at=None)
    return tuple((row, MEETING[row.kind]) for row in Appointment.objects.of(town).filter(coming).order_by("at")[:SHOWN])


def _shared(town: Municipality) -> dict[str, tuple[str, ...]]:
    rows = Share.objects.of(town).filter(withdrawn_at=None).order_by("part").values_list("audience", "part")
    found: dict[str, list[str]] = {"coach": [], "network": []}
    for audience, part in rows:
        found[audience].append(part)
    return {audience: tuple(parts) for audience, parts in found.items()}
