"""The Navigator's year: voices, what if, how sure, board, timeline, money, trainings, council (issue C, done 1)."""

from decimal import Decimal

from fahrwasser.web.agenda.actions import colleagues
from fahrwasser.web.agenda.models import Comparison, Invoice, Progress, StepDone, TrainingDone, Voice
from fahrwasser.web.catalogue import actions as catalogue
from fahrwasser.web.inventory.models import Figure
from fahrwasser.web.programme.models import Remark
from fahrwasser.web.records.models import Document
from fahrwasser.web.usage.reads import is_counted
from people import Clerk, day
from planned import PlannedTown, at_work, finds_no_plan, planned_town
from services import published
from town_site import TownSite


def test_the_navigator_keeps_the_plan_alive(site: TownSite) -> None:
    them = planned_town(site)
    first = them.plan.in_order()[0]
    said = colleagues.Said("hinders", "Lieferanten schicken weiter Papier", project=first)
    site.inside(them.town, lambda: colleagues.say(them.colleague[1], said))
    with at_work(site, them, them.navigator) as navigator:
        answers_the_voice(navigator)
        asks_what_if(navigator)
        moves_a_project(site, them, navigator, first)
        if navigator.by_keyboard:  # on a phone: test_board
            gives_a_later_begin(navigator, them.plan.in_order()[-1])
        reads_a_project(navigator, them, first)
        enters_a_bill(navigator, first)
        looks_at_the_money(navigator, first)
        navigator.goes_to(f"{them.home}/").follows("What to learn before").presses("mark as done")
        navigator.reads("open again")
    assert site.inside(them.town, lambda: Voice.objects.get().answer) == "Wir schreiben sie im Januar an."
    assert site.inside(them.town, lambda: Progress.objects.get(project=first).state) == "running"
    assert site.inside(them.town, lambda: StepDone.objects.count() == TrainingDone.objects.count() == 1)
    assert site.inside(them.town, Comparison.objects.count) == 1
    (counting,) = site.inside(them.town, lambda: list(Invoice.objects.of(them.town).counting()))
    assert counting.amount == Decimal("1190.5")


def answers_the_voice(navigator: Clerk) -> None:
    """From the week to the sentence of a colleague."""
    navigator.clicks(navigator.page.locator("main a[href$='/stimmen/']"))
    navigator.clicks(navigator.page.locator("main table a").first).reads("Lieferanten schicken weiter Papier")
    navigator.fills({"answer": "Wir schreiben sie im Januar an."})
    navigator.presses("Answer", exact=True).reads("Wir schreiben sie im Januar an.")


def asks_what_if(navigator: Clerk) -> None:
    """Another plan beside today's, thrown away; then how sure today's is."""
    navigator.follows("Agenda", exact=True).follows("What if …")
    navigator.fills({"hours_per_week": "16", "grant_eur": "9000"}).presses("Show the plan")
    assert navigator.page.locator(".fw-errors li").count() == 1, "the quarter of the grant is missing"
    navigator.fills({"grant_eur": "9000", "grant_quarter": "2"}).presses("Show the plan")
    navigator.reads("Both plans in figures").presses("Discard")
    navigator.goes_to(f"/{navigator.slug}/agenda/").follows("How sure is this plan?")
    navigator.reads("What decides most", "812").follows("Back to the plan")


def moves_a_project(site: TownSite, them: PlannedTown, navigator: Clerk, project: str) -> None:
    """On the board without a mouse; the plan does not fit any more, and stays."""
    navigator.follows("Board of projects")
    card = navigator.page.locator(f"[data-card]:has(form[action*='/{project}/'])")
    navigator.unfolds(card.locator("summary"))
    navigator.clicks(card.locator("button[value=running]"))
    assert navigator.page.locator(f"[data-state=running] form[action*='/{project}/']").count() == 1
    site.does(finds_no_plan, them)
    navigator.follows("How is it going?").reads("Another plan would fit better now")
    navigator.presses("Leave the plan as it is").follows("Timeline")


def gives_a_later_begin(navigator: Clerk, project: str) -> None:
    """The list beside the project says its price; it stays where it was."""
    form = navigator.page.locator(f"form[data-begin='{project}']")
    quarters = form.locator("option").evaluate_all("options => options.map(option => option.value)")
    now = form.locator("select").input_value()
    other = quarters[quarters.index(now) + (1 if now != quarters[-1] else -1)]
    navigator.fills_in(form.locator("select"), other).clicks(form.locator("button"))
    navigator.presses("Discard")


def reads_a_project(navigator: Clerk, them: PlannedTown, project: str) -> None:
    """Its sheet, what happened, and what would have to change for one that is left out."""
    navigator.goes_to(f"{them.home}/agenda/projekt/{them.outside}/").reads("Why, and what would have to change")
    assert navigator.page.locator("main h3 ~ ul li").count() == 2, "both changes are named"
    navigator.goes_to(f"{them.home}/agenda/projekt/{project}/").reads("Measure sheet", "How does it go?")
    navigator.fills({"started_on": day(3), "note": "Kickoff"})
    navigator.clicks(navigator.page.locator("main form.fw-form button")).reads("running")
    navigator.clicks(navigator.page.locator(f"main table a[href*='/{project}/']")).follows("Steps of buying")
    navigator.clicks(navigator.page.locator("main .fw-step button").first).reads("done")


def enters_a_bill(navigator: Clerk, project: str) -> None:
    """With a day that lies ahead, then with a digit too much; what was wrong stays readable and does not count."""
    comma = "," if navigator.site.mode.language == "de" else "."
    navigator.goes_to(f"/{navigator.slug}/agenda/projekt/{project}/").follows("Bills: what it really cost")
    bill = {"dated_on": day(-30), "amount": f"11900{comma}50", "note": "Beispiel GmbH, Nr. 17"}
    navigator.fills(bill).presses("Save")
    navigator.reads("This day lies ahead. Please enter a bill when it is there.")
    navigator.fills({"dated_on": day(4)}).presses("Save").reads_euros(11900_50).reads("Beispiel GmbH, Nr. 17", "counts")
    navigator.clicks(navigator.page.locator("main table a[href*='/rechnungen/']"))
    navigator.fills({"amount": f"1190{comma}50"}).presses("Save").reads("was corrected, does not count")
    navigator.follows("Back to the project").follows("Steps of buying")


def looks_at_the_money(navigator: Clerk, project: str) -> None:
    """What each way really costs, what is to be applied for, what has to be given notice."""
    navigator.follows("To the plan").follows("Funding").follows("To the plan").follows("Contracts and dates")
    navigator.goes_to(f"/{navigator.slug}/agenda/vergleich/")
    navigator.clicks(navigator.page.locator("main a[href*='?projekt=P11']"))
    navigator.presses("Begin the comparison").reads("The positions", "unknown")
    navigator.clicks(navigator.page.locator("main .fw-panel a").first)
    navigator.page.go_back()
    navigator.follows("Planned and actual costs").follows("Back to the comparison")


def test_the_navigator_passes_a_voice_on_to_the_authors(site: TownSite) -> None:
    them = planned_town(site)
    release = site.does(published, "hundesteuer")

    def said() -> None:
        catalogue.adopt(them.navigator[1], release)
        about = colleagues.Said("hinders", "Frau Kran: Die Marke kommt zu spät.", package=release.package)
        colleagues.say(them.colleague[1], about)

    site.inside(them.town, said)
    with at_work(site, them, them.navigator) as navigator:
        navigator.clicks(navigator.page.locator("main a[href$='/stimmen/']"))
        navigator.clicks(navigator.page.locator("main table a").first)
        navigator.follows("Pass it on to the authors of the package")
        navigator.fills({"text": "Die Marke kommt erst nach dem Bescheid.", "obstacle": "interface"})
        navigator.presses("Pass on", exact=True)
        navigator.reads("Please check the words and confirm that they may leave the town hall.")
        navigator.ticks(navigator.page.locator("main [name=confirmed]")).presses("Pass on", exact=True)
        navigator.reads("Die Marke kommt erst nach dem Bescheid.", "from your town").does_not_read("Frau Kran")
        assert site.does(lambda: Remark.objects.get().obstacle) == "interface"
        navigator.presses("Take back")
        navigator.reads(
            "Nobody has passed on anything yet. Your Navigator can: from what colleagues say about a service."
        )
    assert not site.does(Remark.objects.standing().exists)


def test_the_navigator_reports_to_the_council(site: TownSite) -> None:
    them = planned_town(site)
    with at_work(site, them, them.navigator) as navigator:
        navigator.follows("Agenda", exact=True).follows("Keep for the council")
        navigator.presses("Keep this plan for the council").fills({"decided_on": day(1), "number": "12/2026"})
        navigator.presses("Enter the decision").reads("12/2026")
        navigator.follows("Papers", exact=True).follows("Open the paper")
        navigator.clicks(navigator.page.locator("main .fw-note a").first)
        navigator.fills({"text": "Unser Ziel:\nniemand wartet."}).presses("Save the text").reads("niemand wartet.")
        navigator.presses("Make PDF and ODT")
        navigator.follows("Papers", exact=True).follows("Open the report").presses("Make PDF and ODT")
        navigator.follows("Papers", exact=True)
        assert navigator.downloads("ODT").startswith(b"PK")

        navigator.follows("Record", exact=True).follows("Tables: templates, export, import")
        navigator.follows("Back to the record")
        navigator.goes_to(f"{them.home}/nutzung/").follows("Switch off or delete").fills({"zaehlen": "nein"})
        navigator.presses("Save").reads("Nothing is counted any more.")
    kinds = site.inside(them.town, lambda: sorted(Document.objects.values_list("media_type", flat=True)))
    assert len(kinds) == 4, "two papers, each as PDF and ODT"
    assert not site.inside(them.town, lambda: is_counted(them.town))
    assert site.inside(them.town, Figure.objects.count)
