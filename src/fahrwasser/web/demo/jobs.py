"""The invented months, and the ways of the towns around, are made by the worker, after the first page is there."""

from datetime import datetime

from django.utils import timezone

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.insight.actions import measure
from fahrwasser.web.jobs.nights import plan_town
from fahrwasser.web.jobs.registry import handler
from fahrwasser.web.programme.models import Share
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality

from .coaching import walk
from .opened import open_pages
from .region import REGION, REGION_WAYS
from .year import STEPS, Year

LIVE, WALK = "demo.live", "demo.walk"


@handler(LIVE, pace="heavy")
def run(municipality: Municipality, until: str, steps: int = STEPS) -> None:
    """Repeated, it goes on where it stopped. At the end the figures stand in the record."""
    Year(municipality, datetime.fromisoformat(until), steps).run()
    with working_for(municipality):
        measure(municipality, timezone.now())
        plan_town(municipality, timezone.now())
    open_pages(municipality, timezone.localdate())


@handler(WALK, pace="heavy")
def run_walk(municipality: Municipality) -> None:
    """All in one transaction; nothing is there twice."""
    town = next(town for town in REGION if town.slug == municipality.slug)
    (person,) = town.people
    by = Member(municipality, person.key, person.name, frozenset(person.roles))
    with working_for(municipality):
        if not Share.objects.of(municipality).exists():
            walk(town, REGION_WAYS[town.slug], by, by)
