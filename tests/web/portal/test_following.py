"""After sending: the status page answers, asks, shows what is to pay, and opens for one person only."""

import re
import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from desk import mails
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases.models import Case, Event, Letter, Link, Task, Wait
from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.ports import web_calls
from fahrwasser.web.ports.models import Payment
from fahrwasser.web.records.models import Document
from fahrwasser.web.registers.models import Entry
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from towns import browser, make_member, make_town
from web.portal.citizen import PDF, PERMIT, Citizen, work
from web.portal.paying_by_link import Bound, paid_by_link
from web.registers.moves import JANA, LINDEN, car, enter
from web.services import adopted

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def town(database) -> Municipality:
    return make_town()


@pytest.fixture
def jana(town) -> Citizen:
    """In the register at her address, with her car."""
    adopted(town)
    enter(town, "resident", "p-100", {**JANA, "wohnung": "hauptwohnung", "anschrift": LINDEN})
    car(town)
    return Citizen(town)


def rows(town: Municipality, model, **where) -> list:
    with working_for(town):
        return list(model.objects.of(town).filter(**where))


def test_the_page_says_what_is_to_pay_in_words_and_as_girocode(jana: Citizen) -> None:
    jana.wants_a_permit()
    path, _code = jana.status()

    page = jana.get(path).content.decode()

    (payment,) = rows(jana.town, Payment)
    assert "DE02 1203 0000 0000 2020 51" in page
    assert payment.reference in page
    assert 'src="data:image/svg+xml;base64,' in page
    assert re.search(r'alt="GiroCode: [^"]*30,00', page)


def test_without_anything_to_pay_nothing_is_said_about_paying(town) -> None:
    adopted(town, "hundesteuer")
    karl = Citizen(town)
    karl.registers_a_dog()

    assert "GiroCode" not in karl.get(karl.status()[0]).content.decode()


@pytest.fixture
def bound(jana: Citizen, monkeypatch):
    monkeypatch.setattr(settings, "PORT_HOSTS", {"127.0.0.1"})
    with paid_by_link(jana) as found:
        yield found


def test_coming_back_without_having_paid_changes_nothing(bound: Bound) -> None:
    page = bound.begins()
    assert 'href="http://127.0.0.1' in page.content.decode()

    bound.says_paid()

    assert bound.state() == "open"
    assert bound.told() == 0


def test_what_the_provider_says_is_paid_is_paid_and_the_case_is_told_once(bound: Bound) -> None:
    bound.begins()
    bound.pays()

    bound.says_paid()
    again = bound.says_paid()

    assert bound.state() == "paid"
    assert bound.told() == 1
    assert again.status_code == 404
    assert "Vielen Dank" in bound.jana.get(bound.path).content.decode()


def test_whoever_pays_and_never_comes_back_has_paid_all_the_same(bound: Bound) -> None:
    bound.begins()
    bound.pays()
    with working_for(bound.jana.town):
        Job.objects.filter(kind="portal.ask_provider").update(due=timezone.now())

    work()

    assert (bound.state(), bound.told()) == ("paid", 1)


@pytest.mark.parametrize("wrong", [{"grosAmount": "1.00"}, {"items": [{"reference": "RF00FREMD"}]}])
def test_paid_otherwise_than_asked_for_is_not_paid_and_a_person_looks(bound: Bound, wrong: dict) -> None:
    bound.begins()
    bound.pays()
    next(iter(bound.double.requests.values())).update(wrong)

    bound.says_paid()
    bound.says_paid()

    assert (bound.state(), bound.told()) == ("mismatched", 0)
    assert "zahlen Sie nicht noch einmal" in bound.jana.get(bound.path).content.decode()
    (case,) = rows(bound.jana.town, Case)
    assert bound.payment.reference in case.incident
    assert len(rows(bound.jana.town, Event, activity="zahlung_abweichend")) == 1


def test_what_clerks_read_of_it_is_german_whatever_the_person_reads(bound: Bound) -> None:
    bound.begins()
    bound.pays(grosAmount="1.00")
    bound.jana.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    bound.says_paid()

    assert "do not pay again" in bound.jana.get(bound.path).content.decode()
    assert "Der Bezahldienst meldet" in rows(bound.jana.town, Case)[0].incident


def test_while_the_provider_takes_its_time_nothing_is_locked(bound: Bound, monkeypatch) -> None:
    is_open = []
    real = web_calls.call
    monkeypatch.setattr(web_calls, "call", lambda *a, **b: is_open.append(connection.in_atomic_block) or real(*a, **b))

    bound.begins()
    bound.says_paid()

    assert is_open == [False, False]


def test_a_provider_that_does_not_answer_gives_a_page_that_says_what_to_do(bound: Bound, monkeypatch) -> None:
    def silent(*_args, **_more):
        raise web_calls.Unreachable("timeout")

    bound.begins()
    monkeypatch.setattr(web_calls, "call", silent)

    for page in (bound.begins(), bound.says_paid()):
        assert page.status_code == 503
        assert "Der Bezahldienst antwortet nicht" in page.content.decode()
        assert page["Cache-Control"] == "private, no-store"
    assert bound.state() == "open"


def test_a_payment_of_another_case_cannot_be_begun_from_here(bound: Bound) -> None:
    assert bound.jana.post(f"{bound.path}zahlung/{uuid.uuid4()}/").status_code == 404


def test_the_question_of_the_office_is_answered_with_photos(town) -> None:
    adopted(town, without=("einwohner", "fahrzeug"))
    jana = Citizen(town)
    case = jana.wants_a_permit()
    path = jana.status()[0]
    assert "Wir haben eine Frage" in jana.get(path).content.decode()

    photos = [SimpleUploadedFile(f"{number}.pdf", PDF) for number in (1, 2)]
    jana.post(f"{path}antwort/", {"text": "Hier sind sie.", "photos": photos})
    jana.post(f"{path}antwort/", {"text": "Noch einmal."})

    assert len(rows(town, Document, kind="upload", subject=f"case:{case.pk}")) == 2
    assert [task.node for task in rows(town, Task, done_at=None)] == ["antrag_pruefen"]


def test_an_empty_answer_and_a_hostile_file_are_refused_with_a_clear_message(town) -> None:
    adopted(town, without=("einwohner", "fahrzeug"))
    jana = Citizen(town)
    jana.wants_a_permit()
    path = jana.status()[0]

    empty = jana.post(f"{path}antwort/", {"text": ""})
    hostile = jana.post(f"{path}antwort/", {"text": "x", "photos": SimpleUploadedFile("a.pdf", b"<svg onload=x>")})

    assert (empty.status_code, hostile.status_code) == (422, 422)
    assert "weder ein Foto" in hostile.content.decode()
    assert rows(town, Wait, message="antwort")


def test_an_objection_reaches_the_office_and_says_what_form_the_law_wants(jana: Citizen) -> None:
    jana.wants_a_permit()
    path = jana.status()[0]
    assert "§ 70 VwGO" in jana.get(f"{path}widerspruch/").content.decode()

    jana.post(f"{path}widerspruch/", {"text": "Die Gebühr ist zu hoch."})
    work()

    assert [task.node for task in rows(jana.town, Task, done_at=None)] == ["widerspruch_pruefen"]
    assert jana.get(f"{path}widerspruch/").status_code == 302


def test_a_consent_is_taken_back_with_one_click(jana: Citizen) -> None:
    jana.wants_a_permit()
    path = jana.status()[0]
    assert "einwilligung/umzug/" in jana.get(path).content.decode()

    jana.post(f"{path}einwilligung/umzug/")

    (permit,) = rows(jana.town, Entry, register="permit")
    assert permit.data["einwilligung_umzug"] is False
    assert "einwilligung/umzug/" not in jana.get(path).content.decode()


def test_a_letter_opens_for_its_case_only(jana: Citizen) -> None:
    jana.wants_a_permit()
    path = jana.status()[0]
    letter = next(row for row in rows(jana.town, Letter) if row.kind == "bescheid")
    other = Citizen(jana.town, Client())
    other.wants_a_permit(fahrzeug={"zulassung": "deutschland", "kennzeichen": "PIR-XX 1", "halter": "selbst"})

    assert jana.post(f"{path}unterlage/{letter.document_id}/").content.startswith(b"%PDF")
    assert other.get(f"{other.status()[0]}unterlage/{letter.document_id}/").status_code == 404
    assert other.get(f"{path}unterlage/{letter.document_id}/").url.endswith("/code/")


def test_the_period_of_a_notice_in_the_portal_begins_when_it_is_opened_and_not_by_a_look(jana: Citizen) -> None:
    jana.wants_a_permit()
    path = jana.status()[0]
    (letter,) = [row for row in rows(jana.town, Letter) if row.kind == "bescheid"]
    assert letter.route == "other_portal"

    jana.get(f"{path}unterlage/{letter.document_id}/")
    assert rows(jana.town, Letter, pk=letter.pk)[0].notified_on is None
    jana.post(f"{path}unterlage/{letter.document_id}/")

    opened = rows(jana.town, Letter, pk=letter.pk)[0]
    assert opened.notified_on == timezone.localdate() + timedelta(days=1)
    assert jana.get(f"{path}unterlage/{letter.document_id}/").content.startswith(b"%PDF")


def test_the_status_page_of_one_town_is_not_there_in_another(jana: Citizen) -> None:
    jana.wants_a_permit()
    path = jana.status()[0]

    assert Citizen(make_town("aue"), jana.client).get(path).status_code == 404


def test_an_undo_address_opens_no_status_page_and_a_status_address_undoes_nothing(jana: Citizen) -> None:
    jana.wants_a_permit()
    path = jana.status()[0]
    token = path.split("/")[1]
    with working_for(jana.town):
        Link.objects.update(purpose="undo")
    assert jana.get(path).status_code == 404
    with working_for(jana.town):
        Link.objects.update(purpose="status")

    assert jana.post(f"rueckgaengig/{token}/").status_code == 404
    assert not rows(jana.town, Event, activity="rueckgaengig")


def test_the_code_of_the_status_page_is_locked_after_five_guesses_and_mailed_to_the_known_address(
    jana: Citizen,
) -> None:
    jana.wants_a_permit()
    path, code = jana.status()
    other = Citizen(jana.town, Client())
    for _guess in range(5):
        other.post(f"{path}code/", {"code": "1234-5678"})
    assert other.post(f"{path}code/", {"code": code}).status_code == 422

    wrong = other.post(f"{path}code-verloren/", {"email": "fremd@beispiel.example"})
    assert not any(code in body for _subject, body in mails())
    right = other.post(f"{path}code-verloren/", {"email": "jana@beispiel.example"})

    assert wrong["Location"] == right["Location"]
    assert any(code in body for _subject, body in mails("jana@beispiel.example"))
    assert other.post(f"{path}code/", {"code": code}).url.endswith(f"/{path}")


def test_an_expired_link_opens_nothing(jana: Citizen) -> None:
    jana.wants_a_permit()
    path = jana.status()[0]
    with working_for(jana.town):
        last_year = timezone.now() - timedelta(days=366)
        Case.objects.of(jana.town).update(closed_at=last_year)
        Link.objects.update(expires_at=last_year)

    assert jana.get(path).status_code == 404


def test_a_clerk_takes_an_application_and_lands_on_its_case(jana: Citizen) -> None:
    user, _clerk = make_member(jana.town, Role.CLERK)
    desk = Citizen(jana.town, browser(user))
    with working_for(jana.town):
        adoption = Adoption.objects.of(jana.town).get()
    token = desk.took(desk.post("tresen/", {"adoption": str(adoption.pk), "channel": "counter"}))
    said = {"behalf": "attorney", "name": "Nora Nachbar", "seen": "yes"}
    desk.post(f"antrag/{token}/fuer/", said)
    desk.fills_in({**PERMIT, "zustellung": "brief"})
    assert "Zum Unterschreiben drucken" in desk.get(f"antrag/{token}/pruefen/").content.decode()
    assert "Nora Nachbar" in desk.get(f"antrag/{token}/drucken/").content.decode()

    answer = desk.sends()

    case = desk.case()
    assert (case.channel, case.facts["fall"]["vertreter"]["proof_seen"]) == ("counter", True)
    assert desk.client.get(answer["Location"])["Location"].endswith(f"/vorgaenge/{case.pk}/")
    page = desk.get(f"vorgaenge/{case.pk}/").content.decode()
    assert "Nora Nachbar" in page
    assert "am Tresen aufgenommen" in page
