"""The invented months are made by the worker, after the first page is there."""

from datetime import datetime

from django.utils import timezone

from fahrwasser.web.insight.actions import measure
from fahrwasser.web.jobs.nights import plan_town
from fahrwasser.web.jobs.registry import handler
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality

from .opened import open_pages
from .year import STEPS, Year

LIVE = "demo.live"


@handler(LIVE, pace="heavy")
def run(municipality: Municipality, until: str, steps: int = STEPS) -> None:
    """Repeated, it goes on where it stopped. At the end the figures stand in the record."""
    Year(municipality, datetime.fromisoformat(until), steps).run()
    with working_for(municipality):
        measure(municipality, timezone.now())
        plan_town(municipality, timezone.now())
    open_pages(municipality, timezone.localdate())
