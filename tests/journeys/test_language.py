"""Who has no account changes the language and loses nothing typed, with and without scripts; nothing of it is kept."""

from typing import Self

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.inventory import actions
from fahrwasser.web.inventory.models import Answer, Figure, HandOver, Service
from fahrwasser.web.inventory.questions import round_of
from fahrwasser.web.portal.models import Draft
from fahrwasser.web.tenants.models import Municipality
from people import Citizen
from services import adopted
from test_unsaved import a_navigator, with_scripts
from town_site import TownSite
from towns import make_member, make_town

OF_EVERYBODY = {"csrftoken", "django_language"}


class Reader(Citizen):
    """Somebody who would rather read the other language."""

    def changes_language(self) -> Self:
        """With the button below the page."""
        before = self.speaks()
        self.clicks(self.page.locator("footer button[name=language]"))
        assert self.speaks() != before
        return self

    def speaks(self) -> str:
        """The language of the page."""
        return self.page.locator("html").get_attribute("lang") or ""

    def stands(self, name: str) -> str:
        """What stands in a field."""
        return self._field(name).input_value()

    def leaves_nothing_behind(self) -> Self:
        """Neither in the browser's storage nor in a cookie; only the language is known."""
        assert self.page.evaluate("sessionStorage.length + localStorage.length") == 0
        assert {cookie["name"] for cookie in self.page.context.cookies()} <= OF_EVERYBODY
        return self


def test_the_first_answer_survives_the_language_and_begins_no_application(site: TownSite) -> None:
    town = site.does(make_town, "musterhafen")
    site.does(adopted, town, "bewohnerparkausweis")
    citizen = Reader(site, town.slug).opens_service("bewohnerparkausweis").fills({"anliegen": "kennzeichen"})
    citizen.changes_language().fills({"ausweis_nummer": "BP-2026-00012"}).changes_language()

    assert citizen.page.locator("main [name=anliegen][value=kennzeichen]").is_checked()
    assert citizen.stands("ausweis_nummer") == "BP-2026-00012"
    citizen.leaves_nothing_behind()
    assert site.inside(town, Draft.objects.count) == 0
    citizen.clicks(citizen.page.locator("main .fw-actions button[name=next]"))
    assert site.inside(town, lambda: Draft.objects.get().answers) == {
        "anliegen": "kennzeichen",
        "ausweis_nummer": "BP-2026-00012",
    }
    citizen.refuse_console_errors()


def test_who_acts_for_somebody_changes_the_language_and_is_still_that_person(site: TownSite) -> None:
    town = site.does(make_town, "musterhafen")
    site.does(adopted, town, "hundesteuer")
    citizen = Reader(site, town.slug).goes_to(f"/{town.slug}/dienste/hundesteuer/fuer-andere/")
    citizen.fills({"behalf": "attorney", "name": "Jule Boje"}).changes_language()
    assert citizen.page.locator("main [name=behalf][value=attorney]").is_checked()
    assert citizen.stands("name") == "Jule Boje"
    citizen.leaves_nothing_behind()
    assert site.inside(town, Draft.objects.count) == 0
    citizen.clicks(citizen.page.locator("main .fw-actions button"))
    said = site.inside(town, lambda: Draft.objects.get().representative)
    assert said == {"name": "Jule Boje"}
    citizen.refuse_console_errors()


def test_answers_by_link_survive_the_language_and_are_kept_when_they_are_sent(site: TownSite) -> None:
    town = site.does(make_town, "musterhafen")
    errand, notebook = two_links(site, town)
    colleague = Reader(site, town.slug)
    colleague.goes_to(f"/{town.slug}/aufgabe/{errand}/").fills({"answer": "14"}).changes_language()
    assert colleague.stands("answer") == "14"
    colleague.leaves_nothing_behind()
    assert site.inside(town, Answer.objects.count) == 0
    colleague.clicks(colleague.page.locator("main .fw-actions button:not([name])"))
    assert site.inside(town, lambda: Answer.objects.get().value) == 14

    colleague.goes_to(f"/{town.slug}/aufgabe/uebergabe/{notebook}/")
    colleague.clicks(colleague.page.locator("main .fw-actions a")).fills({"text": "Immer im\nJanuar."})
    colleague.changes_language()
    assert colleague.stands("text") == "Immer im\nJanuar."
    colleague.leaves_nothing_behind().clicks(colleague.page.locator("main .fw-actions button"))
    assert site.inside(town, lambda: HandOver.objects.get().dates).splitlines() == ["Immer im", "Januar."]
    colleague.refuse_console_errors()


@with_scripts
def test_a_number_that_means_two_things_is_not_translated(site: TownSite) -> None:
    town, member, navigator = a_navigator(site)
    service = site.inside(town, lambda: (actions.start_record(member), Service.objects.first())[1])
    navigator.goes_to(f"/{town.slug}/erfassen/leistungen/{service.pk}/minutes/").changes_language("English")
    navigator.fills({"value": "1.234", "source": "Count"}).clicks(navigator.page.locator("main form button").first)
    navigator.reads_in_english("“1.234” can mean 1234 or 1.2340. Please write one of them so.")
    navigator.changes_language("Deutsch")
    assert navigator.stands("value") == "1.234", "as it was typed; a German page says how it reads it"
    navigator.clicks(navigator.page.locator("main form button").first)
    assert site.inside(town, lambda: Figure.objects.filter(key="minutes", value=1234).count()) == 1
    navigator.refuse_console_errors()


def two_links(site: TownSite, town: Municipality) -> tuple[str, str]:
    """To a question of the quick check and to the notebook of a task."""
    member = site.does(make_member, town, Role.HEAD, Role.NAVIGATOR)[1]

    def made() -> tuple[str, str]:
        actions.start_record(member)
        asked = actions.Request("Kämmerei", ("posts",), note="")
        errand = actions.send_errand(member, round_of(actions.start_check(member)), asked)[1]
        return errand, actions.make_link(member, actions.add_solo_task(member, "Jahresabschluss", None, 2))

    made_links: tuple[str, str] = site.inside(town, made)
    return made_links
