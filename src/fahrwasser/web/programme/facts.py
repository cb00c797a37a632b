"""What the phases of coaching ask of a town, read from the rows of record, plan and network."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, Subquery
from django.utils import timezone

from fahrwasser.web.accounts.models import Membership
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.agenda.models import Frame, Progress, Version
from fahrwasser.web.agenda.standing import milestones
from fahrwasser.web.inventory.models import Check, Figure, System
from fahrwasser.web.tenants.models import Act, Municipality

from .models import Answer, Phase, Solution

HALF_A_YEAR = timedelta(days=183)
OWN_FIGURES = 5
OWN_ORIGINS = ("measured", "counted", "estimated")
LOTSE = Role.LOTSE.value


@dataclass(frozen=True, slots=True)
class Known:
    """Flags by name (`core.programme.phases.fact_names`) and the day of the town's last own entry."""

    flags: Mapping[str, bool]
    last_entry_on: date | None


def known_of(town: Municipality, now: datetime) -> Known:
    """1 query. A coach's own acts are no entries of the town."""
    last = Act.objects.of(town).exclude(role=LOTSE).exclude(actor=None).order_by("-at").values("at")[:1]
    flags = _flags(town, now)
    row = dict(
        Municipality.objects.filter(pk=town.pk).annotate(**flags, last=Subquery(last)).values(*flags, "last").get()
    )
    last_at: datetime | None = row.pop("last")
    return Known({name: bool(value) for name, value in row.items()}, timezone.localdate(last_at) if last_at else None)


def _flags(town: Municipality, now: datetime) -> dict[str, Any]:
    own = Figure.objects.of(town).filter(origin__in=OWN_ORIGINS).exclude(author=None)
    versions = Version.objects.of(town).newest_first()
    progress = Progress.objects.of(town)
    running = progress.filter(state__in=(Progress.State.RUNNING, Progress.State.DONE))
    return {
        **milestones(town),
        "has_navigator": Exists(Membership.objects.of(town).current().filter(role=Role.NAVIGATOR)),
        "check_finished": Exists(Check.objects.of(town).filter(finished_at__isnull=False)),
        "has_figures": Exists(own.order_by("number")[OWN_FIGURES - 1 : OWN_FIGURES]),
        "has_systems": Exists(System.objects.of(town)),
        "has_plan": Exists(versions),
        "has_duties": Exists(Frame.objects.of(town).exclude(confirmed_duties=[])),
        "has_running": Exists(running),
        "has_done": Exists(progress.filter(state=Progress.State.DONE)),
        "has_measured": Exists(Figure.objects.of(town).filter(origin="measured")),
        "has_replanned": Exists(versions.filter(made_at__gte=now - HALF_A_YEAR)),
        "has_shared": Exists(Solution.objects.of(town).filter(withdrawn_at=None)),
        "has_answered": Exists(Answer.objects.of(town).filter(withdrawn_at=None)),
    }


def open_phase(town: Municipality) -> Phase | None:
    """Where the town stands; 1 query."""
    return Phase.objects.of(town).filter(left_on=None).first()
