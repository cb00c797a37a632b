"""Every night, and after what changes it: the phase is looked at and what is released is copied anew."""

from datetime import datetime

from django.utils import timezone

from fahrwasser.web.jobs.nights import nightly
from fahrwasser.web.jobs.registry import handler
from fahrwasser.web.tenants.models import Municipality

from .actions.coaching import RELEASE, look_at_phase
from .release import release


@handler(RELEASE)
def run(municipality: Municipality) -> None:
    """The sheets are as of now."""
    _copy(municipality, timezone.now())


@nightly("programme.night")
def each_night(town: Municipality, now: datetime) -> None:
    """The same, because days pass and the log of cases grows."""
    _copy(town, now)


def _copy(town: Municipality, now: datetime) -> None:
    look_at_phase(town, now)
    release(town, now)
