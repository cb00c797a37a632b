"""Other programs: events, applications and the state of a case, with a key of the town and nothing else."""

import json
import logging
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases.models import Case, Link
from fahrwasser.web.ports.models import Key
from fahrwasser.web.registers.actions import create_key, revoke_key
from fahrwasser.web.registers.api import applications
from fahrwasser.web.registers.api.http import Problem
from fahrwasser.web.registers.models import RegisterEvent
from fahrwasser.web.tenants.context import working_for
from services import adopted
from towns import make_member, make_town
from web.portal.citizen import Citizen
from web.registers.moves import HAFEN, JANA, cases, enter, permits, until_idle

EVENT: dict[str, Any] = {
    "ereignis": "resident.moved", "quelle": "EWO", "person": "p-100", "nummer": 17, "ab": "2026-11-20",
    "daten": {"person": JANA, "anschrift": HAFEN, "sperre": False},
}  # fmt: skip
ANSWERS: dict[str, Any] = {
    "anliegen": "neu",
    "person": {"familienname": "Beispiel", "vornamen": "Jana", "geburtsdatum": "1985-04-12"},
    "anschrift": {
        "strasse": "Lindenstraße",
        "hausnummer": 14,
        "plz": "01999",
        "ort": "Musterhafen",
        "wohnung": "hauptwohnung",
    },
    "fahrzeug": {"zulassung": "deutschland", "kennzeichen": "PIR-JB 214", "halter": "selbst"},
    "einwilligung_umzug": True,
    "zustellung": "online",
    "email": "jana@beispiel.example",
}


class Program:
    """Another program with a key."""

    def __init__(self, scopes: list[str] | None = None, service: str = "bewohnerparkausweis") -> None:
        self.town = make_town("musterhafen")
        self.navigator = make_member(self.town, Role.NAVIGATOR)[1]
        adopted(self.town, service, by=self.navigator)
        with working_for(self.town):
            self.key, self.secret = create_key(self.navigator, "Probe", scopes or Key.Scope.values, now=timezone.now())

    def post(self, path: str, body: Any, **headers: str) -> HttpResponse:
        text = body if isinstance(body, (str, bytes)) else json.dumps(body)
        headers = {"Authorization": f"Bearer {self.secret}", **headers}
        kind = headers.pop("media", "application/json")
        return Client(enforce_csrf_checks=True).post(f"/musterhafen/api/{path}", text, kind, headers=headers)

    def get(self, path: str) -> HttpResponse:
        return Client().get(f"/musterhafen/api/{path}", headers={"Authorization": f"Bearer {self.secret}"})

    def events(self) -> list[RegisterEvent]:
        with working_for(self.town):
            return list(RegisterEvent.objects.of(self.town).order_by("number"))


def wrong(response: HttpResponse, status: int) -> dict[str, str]:
    """Pointer → what is wrong there."""
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json"), response.content
    found = json.loads(response.content)
    assert found["status"] == status
    assert found["type"].startswith("urn:fahrwasser:problem:")
    return {error["pointer"]: error["detail"] for error in found.get("errors", ())}


def test_an_event_is_accepted_once_however_often_it_is_sent(database) -> None:
    program = Program()
    first = program.post("ereignisse/", EVENT)
    again = program.post("ereignisse/", EVENT)
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json()["neu"] is True
    assert again.json() == {"id": first.json()["id"], "neu": False}
    (event,) = program.events()
    assert event.data == {**EVENT["daten"], "ab": "2026-11-20"}


def test_a_list_with_one_wrong_event_leaves_nothing(database) -> None:
    program = Program()
    bad = {**EVENT, "nummer": 18, "ab": "31.13.2026"}
    strange = {**EVENT, "nummer": 19, "daten": {**EVENT["daten"], "religion": "keine"}}
    missing = {**EVENT, "nummer": 20, "daten": {"person": JANA}}
    places = wrong(program.post("ereignisse/", [EVENT, bad, strange, missing, 7]), 422)
    assert set(places) == {"/1/ab", "/2/daten/religion", "/3/daten/anschrift/strasse", "/4"}
    assert program.events() == []


def test_an_event_nobody_listens_to_is_not_kept(database) -> None:
    program = Program()
    assert "resident.moved" in wrong(program.post("ereignisse/", {**EVENT, "ereignis": "tax.year"}), 422)["/ereignis"]
    assert program.events() == []


def test_a_number_used_twice_for_different_events_takes_the_whole_list_back(database) -> None:
    program = Program()
    other = {**EVENT, "ab": "2026-11-21"}
    fine = {**EVENT, "nummer": 5}
    assert set(wrong(program.post("ereignisse/", [fine, EVENT, other]), 409)) == {"/2/nummer"}
    assert program.events() == []


@pytest.mark.parametrize(
    ("authorization", "status"),
    [("", 401), ("Bearer", 401), ("Bearer fw_wrong", 401), ("Basic abc", 401)],
)
def test_without_the_right_key_there_is_nothing(database, authorization: str, status: int) -> None:
    program = Program()
    answer = program.post("ereignisse/", EVENT, Authorization=authorization)
    wrong(answer, status)
    assert answer["WWW-Authenticate"] == "Bearer"
    assert program.events() == []


def test_a_revoked_key_opens_nothing_and_a_key_opens_its_own_town_only(database) -> None:
    program = Program()
    make_town("borna")
    foreign = Client().post(
        "/borna/api/ereignisse/", json.dumps(EVENT), "application/json",
        headers={"Authorization": f"Bearer {program.secret}"},
    )  # fmt: skip
    assert foreign.status_code == 401
    with working_for(program.town):
        revoke_key(program.navigator, program.key.pk, now=timezone.now())
    assert program.post("ereignisse/", EVENT).status_code == 401


def test_a_key_does_only_what_it_was_made_for(database) -> None:
    program = Program(["cases"])
    wrong(program.post("ereignisse/", EVENT), 403)
    wrong(program.post("antraege/bewohnerparkausweis/", {"antworten": ANSWERS}), 403)


def test_only_the_hash_of_a_key_is_kept(database) -> None:
    program = Program()
    with working_for(program.town):
        row = Key.objects.of(program.town).get()
    assert program.secret not in json.dumps({name: str(value) for name, value in vars(row).items()})


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400), (" ", 400), (b"\xff\xfe{}", 400), ('{"ab": NaN}', 400), ('{"ab": 1e999}', 400),
        ('{"ereignis": "a\\u0000b"}', 400), ('{"ereignis": "\\ud800"}', 400), ("[" * 100_000, 400),
        ("9" * 5_000, 400), ("[]", 422), ("7", 422), ('"x"', 422), (json.dumps([EVENT] * 1001), 422),
        ('{"ereignis": "' + "x" * 1_000_001 + '"}', 413),
    ],
)  # fmt: skip
def test_broken_and_hostile_bodies_get_one_clear_answer(database, body: Any, status: int) -> None:
    program = Program()
    wrong(program.post("ereignisse/", body), status)
    assert program.events() == []


def test_other_methods_and_other_formats_are_refused(database) -> None:
    program = Program()
    answer = program.get("ereignisse/")
    wrong(answer, 405)
    assert answer["Allow"] == "POST"
    wrong(program.post("ereignisse/", "a=b", media="application/x-www-form-urlencoded"), 415)


def test_an_application_becomes_a_case_by_the_same_rules(database) -> None:
    program = Program()
    enter(program.town, "resident", "p-100", {**JANA, "anschrift": ANSWERS["anschrift"], "wohnung": "hauptwohnung"})
    enter(program.town, "vehicle", "PIR-JB 214", {**JANA, "kennzeichen": "PIR-JB 214"})
    answer = program.post("antraege/bewohnerparkausweis/", {"antworten": ANSWERS}, **{"Idempotency-Key": "a-1"})
    assert answer.status_code == 201, answer.content
    until_idle()
    (case,) = cases(program.town)
    told = answer.json()
    assert (case.channel, case.person, case.incident) == ("api", "Beispiel, Jana", "")
    assert told["vorgang"] == case.number
    state = program.get(f"vorgaenge/{case.number}/").json()
    assert set(state) == {"vorgang", "leistung", "stand", "eingegangen", "abgeschlossen"}
    assert state["stand"] == "entschieden"
    (permit,) = permits(program.town).values()
    assert permit["data"]["zone"] == "Beispiel A"
    page = Client().get(told["statusseite"], follow=True)
    assert page.status_code == 200
    with working_for(program.town):
        assert Link.objects.of(program.town).filter(case=case, purpose="status").count() == 1


def test_the_same_idempotency_key_never_opens_a_second_case(database) -> None:
    program = Program()
    body, key = {"antworten": ANSWERS}, {"Idempotency-Key": "a-1"}
    first = program.post("antraege/bewohnerparkausweis/", body, **key)
    again = program.post("antraege/bewohnerparkausweis/", body, **key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    other = {"antworten": {**ANSWERS, "person": {**ANSWERS["person"], "vornamen": "Jonas"}}}
    wrong(program.post("antraege/bewohnerparkausweis/", other, **key), 422)
    assert len(cases(program.town)) == 1
    assert program.post("antraege/bewohnerparkausweis/", body).status_code == 201
    assert len(cases(program.town)) == 2


def test_an_incomplete_application_names_every_place(database) -> None:
    program = Program()
    answers = {**ANSWERS, "person": {"familienname": "Beispiel", "vornamen": 7}, "lieblingsfarbe": "blau"}
    places = wrong(program.post("antraege/bewohnerparkausweis/", {"antworten": answers, "extra": 1}), 422)
    assert set(places) == {"/extra"}
    places = wrong(program.post("antraege/bewohnerparkausweis/", {"antworten": answers}), 422)
    assert {"/antworten/person/geburtsdatum", "/antworten/person/vornamen", "/antworten/lieblingsfarbe"} <= set(places)
    assert cases(program.town) == []


def test_an_answer_the_form_would_not_have_asked_is_left_out(database) -> None:
    program = Program()
    answer = program.post("antraege/bewohnerparkausweis/", {"antworten": {**ANSWERS, "ausweis_nummer": "BP-1-1"}})
    assert answer.status_code == 201, answer.content
    (case,) = cases(program.town)
    assert "ausweis_nummer" not in case.facts["antrag"]


def test_nobody_claims_the_file_of_somebody_else_also_not_deep_in_a_group() -> None:
    file = {"ref": "0b0e7b5a-0000-4000-8000-000000000001", "sha512": "0" * 128}
    kept = {"hunde": [{"name": "Bello"}, {"nachweis": file}]}
    form, way = SimpleNamespace(fields=()), SimpleNamespace(missing=(), dropped=(), hidden=(), kept=kept)
    with pytest.raises(Problem) as refused:
        applications._require_complete(form, way)
    assert [wrong.pointer for wrong in refused.value.errors] == ["/antworten"]


def test_somebody_may_act_for_another(database) -> None:
    program = Program()
    acting = {"art": "vollmacht", "name": "Nora Nachbar", "anschrift": "Markt 1"}
    body = {"antworten": ANSWERS, "vertretung": acting, "sprache": "en"}
    assert program.post("antraege/bewohnerparkausweis/", body).status_code == 201
    (case,) = cases(program.town)
    about = case.facts["fall"]
    assert about["vertretung_art"] == "attorney"
    assert about["vertreter"] == {"name": "Nora Nachbar", "address": "Markt 1"}
    bad = {**body, "vertretung": {"art": "hund"}}
    assert "/vertretung" in wrong(program.post("antraege/bewohnerparkausweis/", bad), 422)


def test_services_and_cases_that_are_not_there(database) -> None:
    program = Program()
    wrong(program.post("antraege/heiraten/", {"antworten": {}}), 404)
    wrong(program.get("vorgaenge/2026-999999/"), 404)


def test_no_log_line_names_anybody(database, caplog: pytest.LogCaptureFixture) -> None:
    program = Program()
    with caplog.at_level(logging.DEBUG):
        program.post("ereignisse/", EVENT)
        program.post("ereignisse/", {**EVENT, "nummer": 18, "daten": {"person": JANA}})
        program.post("antraege/bewohnerparkausweis/", {"antworten": {"person": ANSWERS["person"]}})
    told = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert not [line for line in told if "Beispiel" in line or "Jana" in line or program.secret in line]


def test_the_interface_describes_itself(database) -> None:
    Program()
    described = Client().get("/musterhafen/api/openapi.json").json()
    assert described["servers"] == [{"url": "http://testserver/musterhafen/api"}]
    assert set(described["paths"]) == {"/ereignisse/", "/antraege/{leistung}/", "/vorgaenge/{nummer}/"}
    busy = [one["responses"]["503"] for path in described["paths"].values() for one in path.values()]
    assert busy == [{"$ref": "#/components/responses/Busy"}] * 3, "a program may have to send it once more"


def test_a_case_of_another_town_is_unknown(database) -> None:
    program = Program()
    program.post("antraege/bewohnerparkausweis/", {"antworten": ANSWERS})
    (case,) = cases(program.town)
    other = make_town("borna")
    navigator = make_member(other, Role.NAVIGATOR)[1]
    with working_for(other):
        _key, secret = create_key(navigator, "Fremd", ["cases"], now=timezone.now())
        assert Case.objects.of(other).count() == 0
    answer = Client().get(f"/borna/api/vorgaenge/{case.number}/", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 404


def fall_of(program: Program, answer: HttpResponse) -> dict[str, Any]:
    with working_for(program.town):
        found: dict[str, Any] = Case.objects.of(program.town).get(number=answer.json()["vorgang"]).facts["fall"]
    return found


def test_a_case_by_the_interface_knows_the_same_of_its_person_as_one_by_the_portal(database) -> None:
    program = Program()
    citizen = Citizen(program.town)
    citizen.begins("bewohnerparkausweis", anliegen="neu", beginn="", next="1")
    citizen.fills_in(ANSWERS)
    citizen.sends()

    answer = program.post("antraege/bewohnerparkausweis/", {"antworten": ANSWERS})

    assert fall_of(program, answer) == citizen.case().facts["fall"]
    assert fall_of(program, answer)["email"] == "jana@beispiel.example"


def test_mail_goes_to_whoever_acts_for_the_person(database) -> None:
    program = Program()
    acting = {"art": "vollmacht", "name": "Jonas Helfer", "email": "jonas@beispiel.example"}

    answer = program.post("antraege/bewohnerparkausweis/", {"antworten": ANSWERS, "vertretung": acting})

    fall = fall_of(program, answer)
    assert (fall["email"], fall["person"]["email"]) == ("jonas@beispiel.example", "jana@beispiel.example")


def test_too_many_requests_are_answered_as_every_other_error(database, monkeypatch: pytest.MonkeyPatch) -> None:
    program = Program()
    monkeypatch.setattr("fahrwasser.web.accounts.middleware.POSTS_OF_AN_ADDRESS", 0)

    answer = program.post("ereignisse/", EVENT)

    wrong(answer, 429)
    assert answer["Retry-After"] == "60"
