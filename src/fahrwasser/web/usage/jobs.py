"""Every night old sums go."""

from datetime import datetime

from django.utils import timezone

from fahrwasser.web.jobs.nights import nightly
from fahrwasser.web.tenants.models import Municipality

from .actions import FORGET, forget_old


@nightly(FORGET)
def run(town: Municipality, now: datetime) -> None:
    """Nothing older than two years is left."""
    forget_old(town, timezone.localdate(now))
