"""Coach, Navigator and state: a portfolio, a visit, a meeting, questions between towns, sums of all (issue C)."""

import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.inventory.actions import start_record
from fahrwasser.web.inventory.models import Figure
from fahrwasser.web.programme.actions import coaching, network
from fahrwasser.web.programme.actions.workshop import SOURCE
from fahrwasser.web.programme.models import (
    Appointment,
    Attendance,
    Backing,
    CoachQuestion,
    Obstacle,
    Question,
    SharedSheet,
)
from people import Clerk, day
from town_site import TownSite
from towns import make_member, make_town, make_user

NAMES = ("ahorn", "birke", "celle", "distel", "eiche")


def two_towns(site: TownSite) -> Any:
    """Musterhafen with Navigator and coach, and a neighbour with a Navigator."""

    def made() -> SimpleNamespace:
        town, neighbour = make_town("musterhafen"), make_town("nachbarhafen")
        return SimpleNamespace(
            town=town,
            neighbour=neighbour,
            navigator=make_member(town, Role.NAVIGATOR),
            coach=make_member(town, Role.LOTSE, user=make_user(is_programme_coach=True))[0],
            other=make_member(neighbour, Role.NAVIGATOR),
        )

    return site.does(made)


def test_a_coach_answers_makes_an_appointment_prepares_the_visit_and_meets(site: TownSite) -> None:
    them, now = two_towns(site), timezone.now()
    _user, member = them.navigator

    def asked() -> None:
        coaching.share(member, "coach", ["phase", "stuck", "questions", "appointments", "obstacles"], now)
        coaching.name_obstacle(member, code="interface", project="", hours=40, note="")
        coaching.ask_coach(member, "Reicht eine Schätzung?")
        start_record(member)

    site.inside(them.town, asked)
    site.works()
    lotse = Clerk(site, "", them.coach)

    lotse.by_keyboard = site.mode.with_scripts
    lotse.goes_to("/begleitung/").reads("Coached towns").follows("Musterhafen")
    lotse.reads("Reicht eine Schätzung?")
    lotse.fills({"text": "Ja, für den Anfang."}).presses("Send the answer").reads("Ja, für den Anfang.")
    lotse.unfolds(lotse.page.locator("summary", has_text=lotse.word("Make an appointment")))
    lotse.fills({"title": "Erster Besuch", "at_0": day(-5), "at_1": "10:30"})
    lotse.clicks(lotse.page.locator("form[action$='/termin/'] button")).reads("Erster Besuch")
    lotse.follows("One page to prepare a visit")
    lotse.reads("Agreed today").goes_back()
    lotse.follows("Workshop sheet").reads("Important (1–5)").goes_back()
    assert site.inside(them.town, lambda: CoachQuestion.objects.get().answer) == "Ja, für den Anfang."
    assert site.inside(them.town, lambda: Appointment.objects.get().title) == "Erster Besuch"

    lotse.follows("Coached towns").follows("Meetings")
    lotse.fills({"kind": "breakfast", "title": "Frühstück", "at_0": day(0), "at_1": "00:01", "minutes": "60"})
    lotse.presses("Show to all towns").reads("Frühstück")
    code = re.search(r"\d{4}-\d{4}", lotse.page.locator("main").inner_text())
    assert code
    lotse.follows("Newsletter")

    navigator = Clerk(site, "", them.navigator[0])
    navigator.by_keyboard = site.mode.with_scripts
    navigator.goes_to(f"/{them.town.slug}/netz/treffen/").fills({"code": "1111-1111"}).presses("I was there")
    navigator.reads("This is not the code of the meeting. It has eight digits, for example 4827-1930.")
    navigator.fills({"code": code[0]}).presses("I was there")
    navigator.follows("Certificate of attendance").reads("Frühstück", _user.name)
    assert site.inside(them.town, lambda: Attendance.objects.exclude(confirmed_at=None).count()) == 1
    for person in (lotse, navigator):
        person.refuse_console_errors()


def test_towns_ask_answer_solve_and_ask_together(site: TownSite) -> None:
    them = two_towns(site)
    _other_user, other = them.other
    likes = site.does(lambda: [make_member(make_town(name), Role.NAVIGATOR)[1] for name in NAMES])
    for member in likes:
        site.inside(member.municipality, lambda by=member: coaching.share(by, "network", ["projects"], timezone.now()))
    pooled = {"title": "Offene Schnittstelle", "text": "", "to": "vendor", "addressee": "", "obstacle": "", "hours": 70}
    site.inside(them.neighbour, lambda: network.start_request(other, **pooled))
    navigator, neighbour = Clerk(site, "", them.navigator[0]), Clerk(site, "", _other_user)
    home, there = f"/{them.town.slug}", f"/{them.neighbour.slug}"
    navigator.by_keyboard = site.mode.with_scripts

    navigator.goes_to(f"{home}/begleitung/")
    navigator.ticks(navigator.page.locator("[id^=network_][value=projects]"))
    navigator.clicks(navigator.page.locator("form[action$='/network/'] button"))
    navigator.reads("Saved. What is no longer ticked cannot be read any more.")
    navigator.follows("Questions").fills({"title": "Wer hat eine Dienstanweisung?", "project": "P14"})
    navigator.clicks(navigator.page.locator("main section form button")).reads(
        "Your question can be read by all towns now."
    )
    question = urlsplit(navigator.page.url).path

    neighbour.goes_to(f"{there}/netz/").follows("Wer hat eine Dienstanweisung?")
    neighbour.fills({"text": "Wir, zwei Seiten."}).presses("Send the answer").reads("Wir, zwei Seiten.")
    neighbour.goes_to(f"{there}/netz/loesungen/?projekt=P14").reads("Wer hat eine Dienstanweisung?")

    navigator.goes_to(question).presses("This solved it").reads("solved it")
    navigator.follows("Solutions")
    navigator.unfolds(navigator.page.locator("summary").filter(has_text=navigator.word("Pass on a solution")))
    navigator.fills(
        {"project": "P14", "tool": "Rechnungseingang", "days": "3,5" if site.mode.language == "de" else "3.5"}
    )
    navigator.presses("Pass on to all towns").reads("Rechnungseingang")
    navigator.follows("Requests").fills_in(navigator.page.locator("main article [name=hours]"), "30")
    navigator.presses("Join").reads("Leave the request")
    navigator.follows("Comparison").reads("Finished projects")

    assert site.does(lambda: Question.objects.get().solved_by)
    assert site.does(lambda: sum(Backing.objects.values_list("hours", flat=True))) == 100
    assert site.does(SharedSheet.objects.count) == 6
    for person in (navigator, neighbour):
        person.refuse_console_errors()


def test_the_state_sees_sums_and_takes_a_table_along(site: TownSite) -> None:
    for name in NAMES:
        member = site.does(lambda name=name: make_member(make_town(name), Role.NAVIGATOR)[1])

        def given(by: Any = member) -> None:
            coaching.look_at_phase(by.municipality, timezone.now() - timedelta(days=9))
            coaching.name_obstacle(by, code="form", project="", hours=20, note="")
            coaching.share(by, "network", ["phase", "obstacles"], timezone.now())

        site.inside(member.municipality, given)
    observer = Clerk(site, "", site.does(make_user, "verband@example.org", is_observer=True, is_sample=True))
    observer.by_keyboard = site.mode.with_scripts

    observer.goes_to("/").follows("The towns together").reads("Obstacles", "100")
    table = observer.downloads(observer.word("Download as a table")).decode("utf-8-sig")
    assert ";5;100" in table
    assert not any(name in table.lower() for name in NAMES)
    observer.refuse_console_errors()


def test_a_person_of_the_town_types_in_what_a_workshop_found(site: TownSite) -> None:
    them = two_towns(site)
    user, member = them.navigator
    site.inside(them.town, lambda: start_record(member))
    navigator = Clerk(site, "", user)
    navigator.goes_to(f"/{them.town.slug}/begleitung/werkstatt/")
    fields = navigator.page.locator("main input[name^=volume]")
    fields.first.fill("viele")
    navigator.presses("Take over").reads("Please check your entries")
    navigator.page.locator("main input[name^=volume]").first.fill("340")
    navigator.page.locator("main input[name^=minutes]").first.fill("12")
    navigator.page.locator("main select[name^=obstacle]").first.select_option("form")
    navigator.presses("Take over")
    entered = site.inside(them.town, lambda: set(Figure.objects.filter(source=SOURCE).values_list("key", "origin")))
    assert entered == {("volume", "estimated"), ("minutes", "estimated")}
    assert site.inside(them.town, lambda: Obstacle.objects.get().code) == "form"
    navigator.refuse_console_errors()
