"""The special inbox: what a register has blocked is handled by somebody who leads and by nobody else (desk/special)."""

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases.models import Letter, Task
from people import Citizen, Clerk
from services import adopted
from test_permit import PERMIT
from town_site import TownSite
from towns import make_member, make_town
from web.registers.moves import JANA, LINDEN, car, enter

DONE = "Die Person war im Rathaus; der Ausweis ist von Hand erteilt."


def test_a_case_with_a_block_is_handled_by_hand_by_somebody_who_leads(site: TownSite) -> None:
    town = site.does(make_town, "musterhafen")
    site.does(adopted, town)
    site.does(enter, town, "resident", "p-100", {**JANA, "sperre": True, "anschrift": LINDEN})
    site.does(car, town)
    usual, _member = site.does(make_member, town, Role.CLERK)
    leading, _member = site.does(make_member, town, Role.HEAD, Role.CLERK)
    citizen = Citizen(site, town.slug)
    citizen.opens_service("bewohnerparkausweis").answers_all(PERMIT).sends().sees_where_it_stands()
    (task,) = site.inside(town, lambda: list(Task.objects.of(town)))

    clerk = Clerk(site, town.slug, usual).opens_today()
    clerk.reads("Nothing waits for you.")
    clerk.does_not_read("Beispiel, Jana")
    head = Clerk(site, town.slug, leading).opens_today().takes("Beispiel, Jana")
    head.reads("What did you do?").fills({"reasons": DONE}).presses("Next")
    head.clicks(head.page.locator("main button[name=confirm]"))

    assert site.inside(town, lambda: Task.objects.of(town).get(pk=task.pk).done_by) == leading.pk
    assert not site.inside(town, lambda: Letter.objects.of(town).exists())
    head.refuse_console_errors()
