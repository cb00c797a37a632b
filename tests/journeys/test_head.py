"""The head: who leaves and what stays, a notebook, a wish with its price, the plan and the paper."""

from fahrwasser.web.agenda.models import Version, Wish
from planned import at_work, keeps_for_the_council, planned_town
from town_site import TownSite


def test_the_head_sees_who_leaves_and_makes_a_wish(site: TownSite) -> None:
    them = planned_town(site)
    site.does(keeps_for_the_council, them)
    with at_work(site, them, them.head) as head:
        head.reads("Tasks without a substitute").follows("Who leaves, what stays")
        head.reads("Jahresabschluss", "What the plan wins back")
        head.fills({"retirement_age": "66", "refill": "50"}).presses("Show with these").reads("Jahresabschluss")
        head.follows("Back to ours").follows("Jahresabschluss")
        head.follows("Write the next piece").fills({"text": "Immer im Januar."}).presses("Save").reads(
            "Immer im Januar."
        )
        head.reads("Immer im Januar.").follows("Print view").reads("Jahresabschluss").follows("Back to the notebook")

        head.follows("This week", exact=True)
        assert head.downloads("PDF").startswith(b"%PDF")
        head.follows("Make a wish").fills({"text": "Rechnungen ohne Papier"}).presses("Find matching projects")
        head.presses("Show the price")
        head.clicks(head.page.locator("main form[action$='/verwerfen/'] button"))
        head.follows("Agenda", exact=True).follows("Board of projects").follows("How is it going?")
        head.follows("Papers", exact=True).follows("Open the paper").goes_to(f"{them.home}/nutzung/")
    assert site.inside(them.town, lambda: Version.objects.of(them.town).council() is not None)
    assert not site.inside(them.town, Wish.objects.exists)
