"""Nothing typed is lost: another form of the page is saved, the language changes, somebody else was quicker."""

from typing import Any

import pytest
from django.utils import timezone

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases.models import Task
from fahrwasser.web.inventory import actions as inventory
from fahrwasser.web.inventory.models import Figure, Service
from fahrwasser.web.programme.actions import coaching
from fahrwasser.web.programme.models import CoachQuestion, Phase, Share
from fahrwasser.web.tenants.models import Municipality
from people import Citizen, Clerk, Person, day
from test_permit import PERMIT, papers_in_doubt, town_with_permits
from town_site import MODES, TownSite
from towns import make_member, make_town

AGAIN = "What you had typed and not yet saved stands here again."
HINT = "Please save before you change the language."
CHANGED = (
    "This has been changed since you opened the page. Your entries still stand below; save once more if they shall "
    "count."
)
with_scripts = pytest.mark.parametrize("site", MODES[:1], ids=str, indirect=True)


class Writer(Clerk):
    """A member of the town who types, and looks at what stands in the fields."""

    def types(self, form: str, name: str, answer: str) -> "Writer":
        """Into a field of the form with this address; it may be folded away."""
        field = self.page.locator(f"main form[action$='{form}'] [name={name}]")
        for fold in field.locator("xpath=ancestor::details[not(@open)]").all():
            fold.locator("summary").click()
        self.fills_in(field, answer)
        return self

    def saves(self, form: str) -> "Writer":
        """The button of the form with this address."""
        self.clicks(self.page.locator(f"main form[action$='{form}'] button"))
        return self

    def changes_language(self, to: str) -> "Writer":
        """With the button below the page."""
        self.clicks(self.page.get_by_role("button", name=to))
        return self

    def reads_in_english(self, *texts: str) -> "Writer":
        """Whatever the language of the journey is."""
        super(Person, self).reads(*texts)
        return self

    def stands(self, name: str, form: str = "") -> str:
        """What stands in a field that is to be seen."""
        field = self.page.locator(f"main form[action$='{form}'] [name={name}]" if form else f"main [name={name}]")
        assert field.is_visible()
        return field.input_value()

    def has_nothing_kept(self) -> "Writer":
        """Nothing of what was typed lies in the browser's storage."""
        assert self.page.evaluate("sessionStorage.length + localStorage.length") == 0
        return self


def a_navigator(site: TownSite) -> tuple[Municipality, Any, Writer]:
    """The town, its navigator as a member, and the navigator at the screen."""

    def made() -> tuple[Any, ...]:
        town = make_town("musterhafen")
        return town, *make_member(town, Role.NAVIGATOR)

    town, user, member = site.does(made)
    site.inside(town, lambda: coaching.look_at_phase(town, timezone.now()))
    return town, member, Writer(site, town.slug, user)


def types_in_several_forms(writer: Writer) -> None:
    """A long text, a number, a list, a group of buttons, a tick."""
    writer.types("/frage/", "text", "Reicht eine\nSchätzung?")
    writer.types("/hindernis/", "hours", "1.200" if writer.site.mode.language == "de" else "1,200")
    writer.types("/termin/", "kind", "workshop").types("/termin/", "at_0", day(-5))
    writer.types("/haengt/", "reason", "vendor")
    writer.ticks(writer.page.locator("form[action$='/coach/'] [value=phase]"))


def test_saving_one_form_keeps_what_was_typed_in_the_others(site: TownSite) -> None:
    town, _member, navigator = a_navigator(site)
    navigator.goes_to(f"/{town.slug}/begleitung/")
    types_in_several_forms(navigator)
    navigator.ticks(navigator.page.locator("[id^=network_][value=projects]")).saves("/network/")

    assert site.inside(town, lambda: Share.objects.get().part) == "projects"
    if not site.mode.with_scripts:
        navigator.reads("Each form on this page is saved on its own.", HINT)
        return
    navigator.reads(AGAIN).does_not_read(navigator.word(HINT))
    navigator.has_nothing_kept()
    assert navigator.stands("text", "/frage/") == "Reicht eine\nSchätzung?"
    assert navigator.stands("hours", "/hindernis/") == "1.200"
    assert navigator.stands("kind", "/termin/") == "workshop"
    assert navigator.page.locator("form[action$='/haengt/'] [value=vendor]").is_checked()
    assert navigator.page.locator("form[action$='/coach/'] [value=phase]").is_checked()

    navigator.saves("/frage/").reads(AGAIN)
    navigator.saves("/haengt/").reads(AGAIN)
    assert navigator.stands("hours", "/hindernis/") == "1.200"
    assert site.inside(town, lambda: CoachQuestion.objects.get().text) == "Reicht eine\r\nSchätzung?"
    assert site.inside(town, lambda: Phase.objects.get(left_on=None).stuck_reason) == "vendor"
    navigator.goes_to(f"/{town.slug}/begleitung/").does_not_read(navigator.word(AGAIN))
    assert navigator.stands("text", "/frage/") == ""
    navigator.refuse_console_errors()


@with_scripts
def test_a_refused_form_and_its_neighbours_survive_the_change_of_the_language(site: TownSite) -> None:
    town, _member, navigator = a_navigator(site)
    navigator.goes_to(f"/{town.slug}/begleitung/")
    types_in_several_forms(navigator)
    navigator.types("/termin/", "title", "Besuch")
    for ago in (3, 2):
        navigator.types("/termin/", "at_0", day(ago)).types("/termin/", "at_1", "10:30").saves("/termin/")
        navigator.reads("Please check your entries")
    navigator.changes_language("English").reads_in_english("Questions to the coach", AGAIN)
    assert navigator.page.url.endswith("/begleitung/")
    assert navigator.stands("title", "/termin/") == "Besuch"
    assert navigator.stands("at_1", "/termin/") == "10:30"
    assert navigator.stands("hours", "/hindernis/") == "1200"
    assert navigator.stands("text", "/frage/") == "Reicht eine\nSchätzung?"
    navigator.has_nothing_kept().clicks(
        navigator.page.locator("footer form[action*='logout'] button, footer form[action*='abmelden'] button")
    ).has_nothing_kept()
    navigator.refuse_console_errors()


@with_scripts
def test_beside_a_refused_form_only_what_was_typed_is_put_back(site: TownSite) -> None:
    town, _member, navigator = a_navigator(site)
    navigator.goes_to(f"/{town.slug}/begleitung/").types("/frage/", "text", "Reicht eine Schätzung?")
    navigator.types("/termin/", "kind", "workshop").types("/termin/", "title", "Besuch")
    navigator.types("/termin/", "at_0", day(3)).types("/termin/", "at_1", "10:30").saves("/termin/")
    navigator.reads("Please check your entries")
    colleague = Writer(site, town.slug, site.does(make_member, town, Role.NAVIGATOR)[0])
    colleague.goes_to(f"/{town.slug}/begleitung/")
    colleague.ticks(colleague.page.locator("[id^=network_][value=projects]")).saves("/network/")

    navigator.types("/termin/", "at_0", day(-5)).saves("/termin/").reads("Besuch", AGAIN)
    assert navigator.page.locator("#network_parts_2").is_checked(), "as the colleague has stored it"
    assert navigator.stands("text", "/frage/") == "Reicht eine Schätzung?"
    for person in (navigator, colleague):
        person.refuse_console_errors()


@with_scripts
def test_figures_are_typed_on_in_the_other_language_and_somebody_else_is_noticed(site: TownSite) -> None:
    town, member, navigator = a_navigator(site)
    service = site.inside(town, lambda: (inventory.start_record(member), Service.objects.first())[1])
    address = f"/{town.slug}/erfassen/leistungen/{service.pk}/minutes/"
    navigator.goes_to(address).fills({"value": "1.234,5", "source": "Handzählung"})
    navigator.changes_language("English").reads_in_english(AGAIN)
    assert (navigator.stands("value"), navigator.stands("source")) == ("1234.5", "Handzählung")
    other = Writer(site, town.slug, site.does(make_member, town, Role.NAVIGATOR)[0])
    other.goes_to(address).fills({"value": "17", "source": "Statistik"}).presses("Save")

    navigator.changes_language("Deutsch").reads(AGAIN)
    assert navigator.stands("value") == "1234,5"
    navigator.presses("Save").reads(CHANGED, "Statistik").presses("Save").has_nothing_kept()
    assert site.inside(town, lambda: Figure.objects.filter(key="minutes", value__in=(17, 1234.5)).count()) == 2
    navigator.goes_to(address).does_not_read(navigator.word(AGAIN)).has_nothing_kept()
    for person in (navigator, other):
        person.refuse_console_errors()


@with_scripts
def test_a_decision_is_written_on_in_the_other_language_also_from_the_preview(site: TownSite) -> None:
    town = town_with_permits(site)
    clerk = Writer(site, town.slug, site.does(make_member, town, Role.CLERK)[0])
    citizen = Citizen(site, town.slug)
    citizen.opens_service("bewohnerparkausweis").answers_all(PERMIT | papers_in_doubt(site)).sends()
    site.works()
    citizen.page.close()

    clerk.opens_today().takes("Beispiel, Jana").fills(
        {"outcome": "nachfragen", "reasons": "Ein Foto, bitte.\n\nLesbar."}
    )
    clerk.changes_language("English").reads_in_english("What do you decide?", AGAIN)
    decided(clerk, "nachfragen", "Ein Foto, bitte.\n\nLesbar.")
    clerk.clicks(clerk.page.get_by_role("button", name="See the letter"))
    clerk.changes_language("Deutsch").reads(AGAIN).has_nothing_kept()
    decided(clerk, "nachfragen", "Ein Foto, bitte.\n\nLesbar.")
    clerk.presses("See the letter").presses("Back")
    decided(clerk, "nachfragen", "Ein Foto, bitte.\n\nLesbar.")
    clerk.presses("See the letter").clicks(clerk.page.locator("main button[name=confirm]")).has_nothing_kept()
    assert site.inside(town, lambda: Task.objects.of(town).exclude(done_at=None).count()) == 1
    clerk.refuse_console_errors()


def decided(clerk: Writer, outcome: str, reasons: str) -> None:
    """What the form of the decision says."""
    assert clerk.page.locator(f"main [name=outcome][value={outcome}]").is_checked()
    assert clerk.stands("reasons") == reasons
