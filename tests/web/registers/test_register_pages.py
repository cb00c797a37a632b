"""The pages of the registers: who sees what, events by hand and by file, wishes and consents, keys."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases.actions import open_case
from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.ports.models import Key
from fahrwasser.web.registers.actions import opt_out, withdraw
from fahrwasser.web.registers.models import Consent, Entry, OptOut, RegisterEvent
from fahrwasser.web.registers.reads import consents_of_case
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Act, Municipality
from services import adopted
from towns import browser, make_member, make_town
from web.registers.moves import HAFEN, JANA, LINDEN, car, cases, enter, moved, permit, permits, reported, until_idle
from web.registers.test_api import ANSWERS
from web.test_budgets import queries

HEAD = (
    "ereignis;quelle;person;nummer;ab;person.kennung;person.familienname;person.vornamen;person.geburtsdatum;"
    "anschrift.strasse;anschrift.hausnummer;anschrift.plz;anschrift.ort;sperre\n"
)
LINE = "resident.moved;EWO;p-100;{number};20.11.2026;p-100;Beispiel;Jana;12.04.1985;Hafenweg;9;01999;Musterhafen;nein\n"
MOVE = "register/ereignisse/melden/resident.moved/"


def town_with(*packages: str) -> Municipality:
    town = make_town("musterhafen")
    for package in packages or ("bewohnerparkausweis",):
        adopted(town, package)
    return town


def person(town: Municipality, role: Role = Role.CLERK) -> Client:
    return browser(make_member(town, role)[0])


def text(client: Client, path: str, status: int = 200) -> str:
    page = client.get(f"/musterhafen/{path}")
    assert page.status_code == status, page.content.decode()
    return page.content.decode()


def test_a_block_in_the_residents_register_hides_the_person_in_every_list(database) -> None:
    town = town_with()
    permit(town)
    enter(town, "dog", "17", {"person": {**JANA, "kennung": ""}, "marke": "17"})
    enter(town, "dog", "18", {"person": {**JANA, "kennung": "", "vornamen": "Otto"}, "marke": "18"})
    (jana,) = [JANA["familienname"]]
    with working_for(town):
        for key in (JANA["kennung"], "BEISPIEL|JANA|1985-04-12"):
            Consent.objects.create(municipality=town, person=key, scope="permit/umzug", wording="1", channel="online")
        opt_out(town, JANA, now=timezone.now())
        entry = Entry.objects.of(town).get(register="permit")
    clerk = person(town)
    assert jana in text(clerk, "register/eintraege/permit/")
    enter(town, "resident", "p-100", {**JANA, "anschrift": LINDEN, "sperre": True})
    for path in ("eintraege/permit/", "eintraege/permit/?suche=Beispiel", "einwilligungen/", "widersprueche/"):
        page = text(clerk, f"register/{path}")
        assert not re.search("BP-2025-00007|Jana|p-100", page), path
    dogs = text(clerk, "register/eintraege/dog/")
    assert "Otto" in dogs
    assert "Jana" not in dogs
    text(clerk, f"register/eintrag/{entry.pk}/", status=404)
    leads = browser(make_member(town, Role.CLERK, Role.HEAD)[0])
    assert "Jana" in text(leads, "register/eintraege/permit/")
    assert "p-100" in text(leads, "register/einwilligungen/")
    assert "Jana" in text(leads, "register/widersprueche/")


def test_a_move_of_somebody_whom_the_register_of_residents_blocks_names_nobody(database) -> None:
    """The event itself does not say so."""
    town = town_with()
    permit(town)
    car(town)
    enter(town, "resident", "p-100", {**JANA, "anschrift": LINDEN, "sperre": True})
    reported(town, moved())
    (case,) = cases(town)
    assert (case.person, case.facts["flags"]) == ("", ["auskunftssperre"])


def typed(page: str, **more: Any) -> dict[str, Any]:
    """What a browser would send back: hidden values of the page, and what somebody has typed."""
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    hidden.pop("csrfmiddlewaretoken", None)
    return {**hidden, **more}


def a_move() -> dict[str, Any]:
    fields = {f"person.{name}": value for name, value in JANA.items()}
    return {
        **fields,
        **{f"anschrift.{name}": value for name, value in HAFEN.items()},
        "ab": "20.11.2026",
        "sperre": "nein",
    }


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.NAVIGATOR, "register/", 200),
        (Role.NAVIGATOR, "register/ereignisse/", 200),
        (Role.NAVIGATOR, "register/schluessel/", 200),
        (Role.NAVIGATOR, "register/eintraege/permit/", 403),
        (Role.NAVIGATOR, "register/widersprueche/", 403),
        (Role.NAVIGATOR, "register/einwilligungen/", 403),
        (Role.NAVIGATOR, "register/ereignisse/datei/", 403),
        (Role.NAVIGATOR, MOVE, 403),
        (Role.NAVIGATOR, "register/ereignisse/melden/tax.year/", 200),
        (Role.CLERK, "register/", 200),
        (Role.CLERK, "register/eintraege/permit/", 200),
        (Role.CLERK, MOVE, 200),
        (Role.CLERK, "register/schluessel/", 403),
        (Role.LOTSE, "register/", 403),
        (Role.LOTSE, "register/eintraege/permit/", 403),
        (Role.HEAD, "register/eintraege/permit/", 403),
    ],
)
def test_citizens_data_are_for_those_who_work_with_cases(database, role: Role, path: str, status: int) -> None:
    town = town_with("bewohnerparkausweis", "hundesteuer")
    permit(town)
    assert person(town, role).get(f"/musterhafen/{path}").status_code == status


def test_entries_are_found_by_number_and_by_the_beginning_of_the_name(database) -> None:
    town = town_with()
    clerk = person(town)
    for number in range(60):
        who = {"familienname": f"Probe{number:02d}", "vornamen": "Mia", "geburtsdatum": "1990-01-01"}
        permit(town, key=f"BP-{number:02d}", person=who, person_kennung=None)
    first = text(clerk, "register/eintraege/permit/")
    assert "BP-49" in first
    assert "BP-50" not in first
    assert "BP-50" in text(clerk, "register/eintraege/permit/?nach=BP-49")
    found = text(clerk, "register/eintraege/permit/?suche=probe3")
    assert ("BP-33" in found, "BP-23" in found) == (True, False)
    assert "BP-07" in text(clerk, "register/eintraege/permit/?suche=bp-07")
    assert "Kein Eintrag passt" in text(clerk, "register/eintraege/permit/?suche=xyz")


def test_number_2_stands_before_number_10_on_every_page(database) -> None:
    town = town_with()
    clerk = person(town)
    for number in range(1, 61):
        permit(town, key=str(number))

    first = text(clerk, "register/eintraege/permit/")
    second = text(clerk, "register/eintraege/permit/?nach=50")

    listed = [int(number) for page in (first, second) for number in re.findall(r">(\d+)</a></th>", page)]
    assert listed == list(range(1, 61))


def test_whoever_is_blocked_is_as_if_unknown(database) -> None:
    town = town_with()
    clerk = person(town)
    hidden = enter(town, "resident", "p-119", {**JANA, "familienname": "Geheim", "sperre": True})
    enter(town, "resident", "p-100", {**JANA, "sperre": False})
    page = text(clerk, "register/eintraege/resident/")
    assert "Beispiel, Jana" in page
    assert "Geheim" not in page
    assert "Kein Eintrag passt" in text(clerk, "register/eintraege/resident/?suche=p-119")
    text(clerk, f"register/eintrag/{hidden.pk}/", 404)


def test_an_entry_tells_its_history_and_leads_to_the_case(database) -> None:
    town = town_with()
    old = permit(town)
    car(town)
    reported(town, moved())
    (case,) = cases(town)
    page = text(person(town), f"register/eintrag/{old.pk}/")
    assert case.number in page
    assert f"/musterhafen/vorgaenge/{case.pk}/" in page
    assert "Ersetzt durch" in page


def test_lists_cost_few_queries(database) -> None:
    town = town_with("bewohnerparkausweis", "hundesteuer")
    row = permit(town)
    car(town)
    reported(town, moved())
    clerk = person(town)
    for path in (
        "register/", "register/eintraege/permit/", f"register/eintrag/{row.pk}/", "register/ereignisse/",
        "register/ereignisse/melden/", MOVE, "register/ereignisse/datei/", "register/widersprueche/",
        "register/einwilligungen/",
    ):  # fmt: skip
        text(clerk, path)
        with queries(at_most=12):
            text(clerk, path)


def test_a_move_by_hand_shows_what_it_would_do_before_it_is_sent(database) -> None:
    town = town_with()
    permit(town)
    car(town)
    clerk = person(town)
    form = text(clerk, MOVE)
    preview = clerk.post(f"/musterhafen/{MOVE}", typed(form, **a_move()))
    assert "Das eröffnet einen Vorgang." in preview.content.decode()
    with working_for(town):
        assert not RegisterEvent.objects.of(town).exists()
    sending = typed(preview.content.decode(), send="1")
    assert clerk.post(f"/musterhafen/{MOVE}", sending).status_code == 302
    assert clerk.post(f"/musterhafen/{MOVE}", sending).status_code == 302
    until_idle()
    assert len(cases(town)) == 1
    assert len(permits(town)) == 2
    page = text(clerk, "register/ereignisse/")
    assert "Jemand ist umgezogen" in page
    assert "Hafenweg" not in page


def test_a_field_that_is_wrong_is_named(database) -> None:
    town = town_with()
    clerk = person(town)
    wrong = {**a_move(), "anschrift.hausnummer": "9a", "person.familienname": "", "ab": "1.1.1850"}
    answer = clerk.post(f"/musterhafen/{MOVE}", typed(text(clerk, MOVE), **wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('class="fw-error"') == 3
    assert "<title>Fehler:" in page


def test_the_yearly_run_is_an_event_that_the_navigator_starts(database) -> None:
    town = town_with("hundesteuer")
    facts = {
        "vorname": "Jana", "familienname": "Beispiel", "geburtsdatum": "1985-04-12", "strasse": "Hafenweg",
        "hausnummer": 9, "plz": "01999", "ort": "Musterhafen", "steuerjahr": 2026, "beginn": "2025-03-01",
    }  # fmt: skip
    for number in range(5):
        enter(town, "dog", f"H-{number}", {**facts, "marke": f"H-{number}"})
    navigator = person(town, Role.NAVIGATOR)
    path = "register/ereignisse/melden/tax.year/"
    answer = navigator.post(f"/musterhafen/{path}", typed(text(navigator, path), jahr="2027"))
    assert "Das eröffnet 5 Vorgänge." in answer.content.decode()
    answer = navigator.post(f"/musterhafen/{path}", typed(answer.content.decode(), send="1"))
    assert answer.status_code == 302
    with working_for(town):
        event = RegisterEvent.objects.of(town).get()
        assert Act.objects.of(town).filter(verb="registers.event").count() == 1
    assert event.data == {"jahr": 2027}


def upload(client: Client, content: bytes) -> Any:
    return client.post(
        "/musterhafen/register/ereignisse/datei/", {"file": SimpleUploadedFile("umzuege.csv", content, "text/csv")}
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("comma", [";", ","])
def test_a_file_is_checked_shown_and_then_sent_once(database, encoding: str, comma: str) -> None:
    town = town_with()
    clerk = person(town)
    lines = HEAD + LINE.format(number=1).replace("Hafenweg", "Lindenstraße") + "\n" + LINE.format(number=2)
    page = upload(clerk, lines.replace(";", comma).encode(encoding)).content.decode()
    assert "2 Ereignisse sind bereit" in page
    with working_for(town):
        assert not RegisterEvent.objects.of(town).exists()
    sending = typed(page)
    for _again in range(2):
        assert clerk.post("/musterhafen/register/ereignisse/datei/", sending).status_code == 302
    with working_for(town):
        streets = [row.data["anschrift"]["strasse"] for row in RegisterEvent.objects.of(town).order_by("number")]
    assert streets == ["Lindenstraße", "Hafenweg"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (HEAD + LINE.format(number=1) + LINE.format(number="x"), "Zeile 3, Spalte „nummer“"),
        (HEAD + LINE.format(number=1).replace("20.11.2026", "31.11.2026"), "Zeile 2, Spalte „ab“"),
        (HEAD + LINE.format(number=1).replace(";9;", ";neun;"), "Zeile 2, Spalte „anschrift.hausnummer“"),
        (HEAD + LINE.format(number=1).replace("resident.moved", "resident.born"), "Zeile 2, Spalte „ereignis“"),
        (HEAD.replace("sperre", "religion") + LINE.format(number=1), "Spalte „religion“"),
        (HEAD.replace("nummer;", "nr;", 1) + LINE.format(number=1), "„nummer“ fehlt"),
        (HEAD.replace("sperre", "ab") + LINE.format(number=1), "„ab“ steht zweimal"),
        (HEAD + LINE.format(number=1) + LINE.format(number=1).replace("Hafenweg", "Markt"), "Zeile 3"),
        (HEAD + LINE.format(number=1).rstrip("\n") + ";zu;viel\n", "Zeile 2"),
        (HEAD + '"resident.moved;EWO\n', "Anführungszeichen"),
        (HEAD, "keine Ereignisse"),
        ("\x00\x01", "keine CSV-Datei"),
        (HEAD + "x" * 1_000_001, "zu groß"),
    ],
)  # fmt: skip
def test_a_file_with_one_mistake_says_where_and_leaves_nothing(database, content: str, says: str) -> None:
    town = town_with()
    answer = upload(person(town), content.encode())
    assert answer.status_code == 422
    assert says in answer.content.decode()
    with working_for(town):
        assert not RegisterEvent.objects.of(town).exists()


def test_a_file_changed_on_its_way_through_the_page_is_not_taken(database) -> None:
    town = town_with()
    clerk = person(town)
    page = upload(clerk, (HEAD + LINE.format(number=1)).encode()).content.decode()
    sending = typed(page)
    sending["content"] = sending["content"][:-4] + "AAAA"
    assert clerk.post("/musterhafen/register/ereignisse/datei/", sending).status_code == 422
    with working_for(town):
        assert not RegisterEvent.objects.of(town).exists()


def test_one_list_holds_for_every_register_a_person_is_in(database) -> None:
    town = town_with()
    permit(town)
    car(town)
    clerk = person(town)
    add = "/musterhafen/register/widersprueche/neu/"
    who = {"familienname": "Beispiel", "vornamen": "Jana", "geburtsdatum": "1985-04-12", "scope": "*"}
    assert clerk.post(add, {**who, "geburtsdatum": ""}).status_code == 422
    assert clerk.post(add, who).status_code == 302
    reported(town, moved())
    assert len(permits(town)) == 1
    page = text(clerk, "register/widersprueche/")
    assert "Beispiel, Jana, 12.04.1985" in page
    with working_for(town):
        declaration = OptOut.objects.of(town).get().declaration
    assert clerk.post(f"/musterhafen/register/widersprueche/{declaration}/zuruecknehmen/").status_code == 302
    assert "zurückgenommen am" in text(clerk, "register/widersprueche/")


def test_the_wish_of_a_permit_holder_is_noted_on_the_entry_under_every_key(database) -> None:
    town = town_with()
    row = permit(town)
    clerk = person(town)
    assert clerk.post(f"/musterhafen/register/eintrag/{row.pk}/widerspruch/").status_code == 302
    with working_for(town):
        rows = OptOut.objects.of(town)
        assert {said.person for said in rows} == {"p-100", "BEISPIEL|JANA|1985-04-12"}
        assert len({said.declaration for said in rows}) == 1
    assert "Diese Person möchte nicht" in text(clerk, f"register/eintrag/{row.pk}/")


def test_withdrawing_a_consent_is_one_click_on_the_entry(database) -> None:
    town = town_with()
    row = permit(town)
    clerk = person(town)
    assert "Einwilligung widerrufen" in text(clerk, f"register/eintrag/{row.pk}/")
    answer = clerk.post(f"/musterhafen/register/eintrag/{row.pk}/einwilligung/", {"name": "umzug"})
    assert answer.status_code == 302
    with working_for(town):
        assert Entry.objects.of(town).get(pk=row.pk).data["einwilligung_umzug"] is False
    page = text(clerk, f"register/eintrag/{row.pk}/")
    assert "Einwilligung widerrufen" not in page
    assert "Zurzeit keine" in page


def test_a_consent_that_was_not_given_cannot_be_withdrawn(database) -> None:
    town = town_with()
    row = permit(town)
    before = permits(town)
    person(town).post(f"/musterhafen/register/eintrag/{row.pk}/einwilligung/", {"name": "zone"})
    assert permits(town) == before


def test_a_consent_of_an_application_stands_in_the_list_with_wording_way_and_day(database) -> None:
    town = town_with()
    enter(town, "resident", "p-100", {**JANA, "anschrift": LINDEN, "wohnung": "hauptwohnung"})
    car(town)
    with working_for(town):
        adoption = Adoption.objects.of(town).with_release().get()
        open_case(adoption, adoption.release, channel="counter", facts={"antrag": ANSWERS}, now=timezone.now())
    until_idle()
    with working_for(town):
        given = Consent.objects.of(town).get()
    assert (given.scope, given.channel, given.withdrawn_at) == ("permit/umzug", "counter", None)
    page = text(person(town), "register/einwilligungen/")
    assert "am Tresen" in page
    (case,) = cases(town)
    with working_for(town):
        ((row, name),) = consents_of_case(case)
        assert withdraw(row, name, actor="citizen", now=timezone.now()) == 1
        assert consents_of_case(case) == []
        assert Consent.objects.of(town).get().withdrawn_at is not None


def test_a_key_is_shown_once_and_revoked_for_good(database) -> None:
    town = town_with()
    navigator = person(town, Role.NAVIGATOR)
    assert navigator.post("/musterhafen/register/schluessel/neu/", {"name": "EWO"}).status_code == 422
    answer = navigator.post("/musterhafen/register/schluessel/neu/", {"name": "EWO", "scopes": ["events"]})
    secret = re.search(r"fw_[\w-]{20,}", answer.content.decode())
    assert secret
    assert answer["Cache-Control"] == "no-store"
    listing = text(navigator, "register/schluessel/")
    assert secret[0] not in listing
    with working_for(town):
        key = Key.objects.of(town).get()
    assert navigator.post(f"/musterhafen/register/schluessel/{key.pk}/widerrufen/").status_code == 302
    assert f"widerrufen am {date.today():%d.%m.%Y}" in text(navigator, "register/schluessel/")


def test_pages_of_an_empty_town_say_so(database) -> None:
    town = make_town("musterhafen")
    clerk = person(town)
    for path in ("", "ereignisse/", "ereignisse/melden/", "ereignisse/datei/", "widersprueche/", "einwilligungen/"):
        assert "<h1" in text(clerk, f"register/{path}")
    text(clerk, "register/eintraege/permit/", 404)
    text(clerk, "register/ereignisse/melden/tax.year/", 404)
