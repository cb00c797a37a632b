"""A town in the middle of its way: a record, a plan whose reasons and draws are known, three people and a coach."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.models import Study, Version
from fahrwasser.web.agenda.reading import Plan, plan_of
from fahrwasser.web.inventory import actions as inventory
from fahrwasser.web.inventory.models import PostGroup, Service, SoloTask
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from people import Clerk
from town_site import TownSite
from towns import make_member, make_town
from web.agenda.plans import propose
from web.agenda.test_studies import DIFFERENCE, entry, verdict, worked_out

POSTS = {"under_40": 4, "40_49": 3, "60_plus": 7}
CHANGES = [{"hours_per_year_at_least": 310.0}, {"capacity_add": 6.5}]


@dataclass(frozen=True, slots=True)
class PlannedTown:
    """People as (user, member)."""

    town: Municipality
    plan: Plan
    office: Unit
    task: SoloTask
    outside: str
    """A project that is not in the plan, with what would have to change."""
    navigator: Any
    head: Any
    colleague: Any

    @property
    def home(self) -> str:
        """Begin of every address."""
        return f"/{self.town.slug}"


def planned_town(site: TownSite) -> PlannedTown:
    """Fourteen posts, the Kämmerei with the invoices, one task that hangs on one person."""
    return site.does(_made)


def _made() -> PlannedTown:
    town = make_town("musterhafen")
    navigator, head = make_member(town, Role.NAVIGATOR), make_member(town, Role.HEAD)
    with working_for(town):
        inventory.start_record(navigator[1])
        office = Unit.objects.create(municipality=town, name="Kämmerei")
        Service.objects.filter(key="dog-tax").update(unit=office)
        for band, posts in POSTS.items():
            PostGroup.objects.create(municipality=town, unit=office, age_band=band, posts=posts)
        task = inventory.add_solo_task(head[1], "Jahresabschluss", office, 2)
    plan = plan_of(propose(navigator[1], hours_per_week=12, budget_per_year=30000))
    outside = next(key for key in plan.projects if key not in plan.schedule and key in plan.instance.by_id)
    found = entry("out", outside, delta_eur=5000.0, difference=DIFFERENCE, changes=CHANGES)
    worked_out(navigator[1], Study.Kind.REASONS, {"explanations": [found]})
    draws = {"draws": 30, "infeasible": 2, "failed": 0, "proven": 25, "gap": 0.02, "verdicts": verdicts(plan)}
    worked_out(navigator[1], Study.Kind.ROBUST, draws)
    colleague = make_member(town, Role.MULTIPLIKATOR, units=[office])
    return PlannedTown(town, plan, office, task, outside, navigator, head, colleague)


def verdicts(plan: Plan) -> list[dict[str, Any]]:
    """One project of each kind."""
    first, second = (plan.projects[project].of for project in plan.in_order()[:2])
    cause = {"project": second, "kind": "hours", "mean_with": 812.4, "mean_without": 500.0}
    return [verdict("core", first, 1.0), verdict("depends", second, 0.5, cause=cause)]


def keeps_for_the_council(them: PlannedTown) -> None:
    """The plan of today is the version the council has before it."""
    with working_for(them.town):
        current = Version.objects.of(them.town).current()
        assert current
        actions.freeze(them.navigator[1], current)


def finds_no_plan(them: PlannedTown) -> None:
    """What the job finds that holds the plan against what has happened."""
    with working_for(them.town):
        waiting = Study.objects.filter(kind=Study.Kind.REPLAN)
        assert waiting.update(state=Version.Search.DONE, result={"verdict": "none", "mark": 1}) == 1


@contextmanager
def at_work(site: TownSite, them: PlannedTown, person: Any) -> Iterator[Clerk]:
    """Somebody of the town. With scripts they use the keyboard alone, without them a phone."""
    clerk = Clerk(site, them.town.slug, person[0])
    clerk.by_keyboard = site.mode.with_scripts
    clerk.goes_to(f"{them.home}/")
    yield clerk
    clerk.refuse_console_errors()
