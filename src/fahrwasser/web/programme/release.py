"""What a town has released is copied into its sheets; nobody outside reads the town's own rows (reference 11)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q
from django.utils import timezone

from fahrwasser.core.programme.sizes import size_class
from fahrwasser.web.agenda.models import Progress, Resolution, Version
from fahrwasser.web.agenda.reading import plan_of
from fahrwasser.web.catalogue.models import Activation, Adoption
from fahrwasser.web.insight.pages import page_of
from fahrwasser.web.insight.periods import USUAL
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.usage.released import used_parts

from .facts import Known, known_of, open_phase
from .models import Appointment, CoachQuestion, Obstacle, Question, Share, SharedSheet, Sheet
from .models.sheet import SheetColumns
from .sharing import COACH, NETWORK, columns_of

MILESTONES = ("has_mandate", "check_finished", "has_plan", "has_council", "has_resolution", "has_done")
ALL = tuple(field.name for field in SheetColumns._meta.local_fields if field.name != "as_of")


def release(town: Municipality, now: datetime) -> None:
    """Both sheets hold exactly what is released now; the row of an audience without any part is gone."""
    parts: dict[str, set[str]] = {COACH: set(), NETWORK: set()}
    for audience, part in Share.objects.of(town).filter(withdrawn_at=None).values_list("audience", "part"):
        parts[audience].add(part)
    wanted = columns_of(parts[COACH] | parts[NETWORK])
    values = _values(town, wanted, now) if wanted else {}
    _write(Sheet, town, columns_of(parts[COACH]), values, now, {})
    about = {
        "size_class": size_class(town.population),
        "state": town.state,
        "district": town.district,
        "is_sample": town.is_sample,
    }
    _write(SharedSheet, town, columns_of(parts[NETWORK]), values, now, about)


def _write(
    model: type[Sheet] | type[SharedSheet],
    town: Municipality,
    columns: frozenset[str],
    values: Mapping[str, Any],
    now: datetime,
    about: Mapping[str, Any],
) -> None:
    if not columns:
        model.objects.of(town).delete()
        return
    row = {name: values[name] if name in columns else None for name in ALL}
    model.objects.update_or_create(municipality=town, defaults={**row, **about, "as_of": now})


def _values(town: Municipality, wanted: frozenset[str], now: datetime) -> dict[str, Any]:
    """Every column that is wanted; about ten queries."""
    known = known_of(town, now)
    return {
        **_coaching(town, known, now),
        **_agenda(town),
        **_projects(town),
        **(_services(town) if "packages" in wanted else {"services_live": None, "packages": None}),
        "hours_measured": _measured(town, now) if "hours_measured" in wanted else None,
        "used_parts": used_parts(town, timezone.localdate(now)) if "used_parts" in wanted else None,
        "obstacles": list(
            Obstacle.objects.of(town).filter(solved_at=None).order_by("code", "id").values("code", "hours", "project")
        ),
    }


def _coaching(town: Municipality, known: Known, now: datetime) -> dict[str, Any]:
    phase = open_phase(town)
    coming = Appointment.objects.of(town).filter(cancelled_at=None, at__gte=now).aggregate(first=Min("at"))
    asked = CoachQuestion.objects.of(town).filter(answered_at=None).count()
    asked += Question.objects.of(town).still_open().count()
    return {
        "phase": phase.kind if phase else None,
        "phase_since": phase.entered_on if phase else None,
        "last_entry_on": known.last_entry_on,
        "stuck_reason": phase.stuck_reason if phase else "",
        "stuck_since": phase.stuck_since if phase else None,
        "next_appointment": coming["first"],
        "milestones": [{"key": key, "done": known.flags[key]} for key in MILESTONES],
        "open_questions": asked,
    }


def _agenda(town: Municipality) -> dict[str, Any]:
    current = Version.objects.of(town).current()
    decided = Resolution.objects.of(town).order_by("-decided_on").values_list("decided_on", flat=True).first()
    council = Version.objects.of(town).council()
    status = "none" if current is None else "decided" if decided else "council" if council else "draft"
    plan = plan_of(current) if current else None
    hours = round(plan.hours()[1]) if plan and plan.schedule else None  # no plan is no plan that frees nothing
    return {"agenda_status": status, "agenda_decided_on": decided, "hours_planned": hours}


def _measured(town: Municipality, now: datetime) -> int | None:
    """Hours of the last twelve months, below zero where it takes longer than on paper; None: nothing was measured."""
    known = [row.hours_saved for row in page_of(town, USUAL, now).rows if row.hours_saved is not None]
    return round(sum(known)) if known else None


def _projects(town: Municipality) -> dict[str, Any]:
    running, done = Q(state=Progress.State.RUNNING), Q(state=Progress.State.DONE)
    counts = Progress.objects.of(town).aggregate(
        projects_running=Count("pk", filter=running), projects_done=Count("pk", filter=done)
    )
    return dict(counts)


def _services(town: Municipality) -> dict[str, Any]:
    first = dict(
        Activation.objects.of(town)
        .order_by()
        .values("adoption")
        .annotate(first=Min("at"))
        .values_list("adoption", "first")
    )
    live = Adoption.objects.of(town).open_to_citizens()
    packages = [
        {
            "package": row.package,
            "version": row.release.version,
            "since": timezone.localdate(first[row.pk]).isoformat() if row.pk in first else None,
        }
        for row in live
    ]
    return {"services_live": len(packages), "packages": packages}
