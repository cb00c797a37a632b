"""A colleague: five minutes by link, a notebook in pieces, what is in it for the office, a sentence about it."""

from fahrwasser.web.agenda.models import TrainingDone, Voice
from fahrwasser.web.inventory import actions
from fahrwasser.web.inventory.models import Answer, HandOver
from fahrwasser.web.inventory.questions import round_of
from people import Citizen
from planned import PlannedTown, at_work, planned_town
from town_site import TownSite


def test_a_colleague_answers_by_link_and_says_what_does_not_work(site: TownSite) -> None:
    them = planned_town(site)
    answers_without_an_account(site, them)
    with at_work(site, them, them.colleague) as colleague:
        colleague.reads("What is in it for you?").follows("All changes for my office")
        colleague.follows("Say something about it").fills({"kind": "hinders", "text": "Es kommt weiter Papier."})
        colleague.presses("Send", exact=True).reads("Es kommt weiter Papier.")
        colleague.follows("This week", exact=True).follows("What to learn before").presses("mark as done")
        colleague.reads("open again").follows("What is in it for you?").follows("To the project")
        colleague.reads("Measure sheet")
    assert site.inside(them.town, lambda: Voice.objects.get().text) == "Es kommt weiter Papier."
    assert site.inside(them.town, TrainingDone.objects.count) == 1


def answers_without_an_account(site: TownSite, them: PlannedTown) -> None:
    """Two questions of the quick check, and the first two pieces of the notebook."""

    def asked() -> tuple[str, str]:
        member = them.navigator[1]
        check = round_of(actions.start_check(member))
        task = actions.Request("Kämmerei", ("posts", "invoices"), note="Danke für fünf Minuten.")
        _errand, token = actions.send_errand(member, check, task)
        return token, actions.make_link(member, them.task)

    errand, notebook = site.inside(them.town, asked)
    colleague = Citizen(site, them.town.slug)
    colleague.by_keyboard = site.mode.with_scripts
    colleague.goes_to(f"{them.home}/aufgabe/{errand}/").reads("Danke für fünf Minuten.")
    colleague.fills({"answer": "14"}).presses("Continue", exact=True)
    colleague.fills({"answer": "paper"}).presses("Continue", exact=True)
    assert site.inside(them.town, Answer.objects.count) == 2

    colleague.goes_to(f"{them.home}/aufgabe/uebergabe/{notebook}/")
    for text in ("Immer im Januar.", "Erst abstimmen, dann buchen."):
        colleague.clicks(colleague.page.locator("main .fw-actions a")).fills({"text": text}).presses("Save")
    kept = site.inside(them.town, HandOver.objects.get)
    assert (kept.dates, kept.steps) == ("Immer im Januar.", "Erst abstimmen, dann buchen.")
    colleague.refuse_console_errors()
