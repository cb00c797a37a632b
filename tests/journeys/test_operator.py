"""The operator opens a town, sees what was given up and has it tried again (web/front/operator.py)."""

from django.utils import timezone

from fahrwasser.web.jobs.models import Job
from fahrwasser.web.tenants.models import Municipality
from people import Clerk
from town_site import TownSite
from towns import make_town, make_user


def test_the_operator_opens_a_town_and_has_work_tried_again(site: TownSite) -> None:
    operator = site.does(make_user, "betrieb@example.org", is_operator=True)
    town = site.does(make_town, "ahorn")
    waiting = site.does(make_town, "birke", joined_at=None)
    site.inside(town, lambda: give_up(town))
    person = Clerk(site, "", operator)

    person.goes_to("/").follows("Open a town, see what waits").reads("Towns on this installation", "TimeoutError")
    person.presses("Try again")
    assert site.inside(town, lambda: Job.objects.of(town).get().failed_at) is None

    person.fills({"ags": waiting.ags, "name": "Erika Muster"})
    person.page.locator("#id_email").fill("erika@example.org")
    person.presses("Open and send invitation").reads("Birke")
    person.refuse_console_errors()


def give_up(town: Municipality) -> None:
    """A job that was tried often enough."""
    Job.objects.create(
        municipality=town, kind="cases.call", args={}, attempts=6, last_error="TimeoutError", failed_at=timezone.now()
    )
