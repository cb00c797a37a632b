"""From question one to the receipt: nothing is lost, nothing is doubled, nothing is shown to others."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from desk import mails
from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.portal.actions import code_for
from fahrwasser.web.portal.models import Draft, Upload
from fahrwasser.web.records.models import Document
from fahrwasser.web.tenants.context import working_for
from filled import form_on
from towns import make_town
from web.portal.citizen import PDF, Citizen, cases_of, work
from web.services import adopted

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def town(database):
    town = make_town()
    adopted(town, "hundesteuer")
    return town


@pytest.fixture
def jana(town) -> Citizen:
    return Citizen(town)


def test_question_one_stands_at_the_address_of_the_service(jana: Citizen) -> None:
    page = jana.get("dienste/hundesteuer/antrag/")

    assert page.status_code == 200
    assert b'name="anliegen"' in page.content


def test_before_the_first_question_stand_the_fees_of_the_town_itself(database) -> None:
    town = make_town()
    adopted(town, "hundesteuer", satz_erster="72.00")
    adopted(town, "bewohnerparkausweis", gebuehr_jahr_eigene="45.50", gebuehrenordnung="Satzung vom 1. Januar 2025")
    visitor = Citizen(town)

    assert "72,00\u00a0€ für den ersten Hund" in visitor.get("dienste/hundesteuer/").content.decode()
    assert "45,50\u00a0€ im Jahr" in visitor.get("dienste/").content.decode()


def test_a_look_at_question_one_writes_nothing(jana: Citizen) -> None:
    jana.get("dienste/hundesteuer/antrag/")

    with working_for(jana.town):
        assert not Draft.objects.exists()


def test_a_dog_is_registered_and_the_receipt_leads_to_the_letter(jana: Citizen) -> None:
    case = jana.registers_a_dog()

    assert case.person == "Muster, Jana"
    path, _code = jana.status()
    page = jana.get(path).content.decode()
    assert "(PDF," in page
    assert "no-store" in jana.get(path)["Cache-Control"]


def test_a_double_click_and_the_back_button_make_no_second_case(jana: Citizen) -> None:
    jana.begins()
    jana.fills_in()
    jana.sends()
    first = jana.case()

    jana.sends()
    jana.post(f"antrag/{jana.token}/seite/anliegen/", {"anliegen": "abmelden", "next": "1"})
    jana.sends()

    assert cases_of(jana.town) == 1
    assert jana.case().facts == first.facts


@pytest.mark.parametrize(
    ("pressed", "leads_to"),
    [({"back": "1"}, "seite/anliegen/"), ({"language": "en"}, "seite/halter/"), ({"later": "1"}, "spaeter/")],
)
def test_who_goes_back_or_changes_the_language_loses_nothing(
    jana: Citizen, pressed: dict[str, str], leads_to: str
) -> None:
    jana.begins()
    address = f"antrag/{jana.token}/seite/halter/"
    page = jana.get(address).content.decode()
    field, typed = "halter.familienname", form_on(page, "halter.familienname")[1]

    answer = jana.post(address, {**typed, field: "Muster", **pressed})

    assert answer.status_code == 302
    assert answer["Location"].endswith(leads_to)
    again = jana.get(address).content.decode()
    assert form_on(again, field)[1][field] == "Muster"
    assert ('<html lang="en">' in again) == ("language" in pressed), "the page speaks the language that was chosen"


def test_the_button_of_the_language_sends_what_was_typed(jana: Citizen) -> None:
    jana.begins()
    page = jana.get(f"antrag/{jana.token}/seite/halter/").content.decode()
    assert re.search(r'<form [^>]*id="antrag"', page)
    assert re.search(r'<button [^>]*value="en"[^>]* form="antrag"', page)
    assert 'form="antrag"' not in jana.get("dienste/").content.decode()


def test_nothing_is_sent_while_something_is_missing(jana: Citizen) -> None:
    jana.begins()

    answer = jana.sends()

    assert answer["Location"].endswith(f"/antrag/{jana.token}/")
    assert cases_of(jana.town) == 0


def test_a_service_that_is_not_switched_on_has_no_page(jana: Citizen) -> None:
    assert jana.get("dienste/bewohnerparkausweis/").status_code == 404
    assert jana.get("dienste/bewohnerparkausweis/antrag/").status_code == 404


def test_a_service_paused_in_the_meantime_says_so_and_the_answers_stay(jana: Citizen) -> None:
    jana.begins()
    jana.fills_in()
    with working_for(jana.town):
        Adoption.objects.of(jana.town).update(state=Adoption.State.PAUSED)

    answer = jana.sends()

    assert answer.status_code == 422
    assert "keine Anträge an" in answer.content.decode()
    assert cases_of(jana.town) == 0
    with working_for(jana.town):
        Adoption.objects.of(jana.town).update(state=Adoption.State.ACTIVE)
    jana.sends()
    assert cases_of(jana.town) == 1


def test_the_address_alone_opens_nothing_and_the_code_opens_it_on_another_device(jana: Citizen) -> None:
    jana.begins()
    other = Citizen(jana.town, Client())

    assert other.get(f"antrag/{jana.token}/").url.endswith("/code/")
    answer = other.post(f"antrag/{jana.token}/code/", {"code": code_for(jana.draft()).replace("-", " ")})

    assert answer["Location"].endswith(f"/antrag/{jana.token}/")
    assert other.get(f"antrag/{jana.token}/seite/anliegen/").status_code == 200


def test_after_five_wrong_codes_the_right_one_opens_nothing_either(jana: Citizen) -> None:
    jana.begins()
    other = Citizen(jana.town, Client())
    for _attempt in range(5):
        assert other.post(f"antrag/{jana.token}/code/", {"code": "0000-0000"}).status_code == 422

    answer = other.post(f"antrag/{jana.token}/code/", {"code": code_for(jana.draft())})

    assert answer.status_code == 422
    assert other.get(f"antrag/{jana.token}/").url.endswith("/code/")


def test_a_lost_code_goes_to_the_address_in_the_application_only_and_the_page_does_not_tell(jana: Citizen) -> None:
    jana.begins()
    jana.fills_in()
    other = Citizen(jana.town, Client())

    wrong = other.post(f"antrag/{jana.token}/code-verloren/", {"email": "fremd@beispiel.example"})
    right = other.post(f"antrag/{jana.token}/code-verloren/", {"email": "Jana@Beispiel.example"})

    assert wrong["Location"] == right["Location"]
    assert [code_for(jana.draft()) in body for _subject, body in mails()] == [True]


def test_nobody_is_flooded_with_mail_from_a_draft(jana: Citizen) -> None:
    jana.begins()
    for _click in range(9):
        jana.post(f"antrag/{jana.token}/spaeter/", {"email": "opfer@beispiel.example"})

    assert len(mails("opfer@beispiel.example")) == 5


def test_a_draft_of_another_town_is_not_there(jana: Citizen) -> None:
    jana.begins()
    elsewhere = make_town("aue")
    adopted(elsewhere, "hundesteuer")
    other = Citizen(elsewhere, jana.client)

    assert other.get(f"antrag/{jana.token}/").status_code == 404
    assert other.get(f"antrag/{jana.token}/code/").status_code == 404
    assert other.sends().status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("nachweis.pdf", b"<html><script>alert(1)</script>", "PDF"),
        ("nachweis.pdf", b"MZ\x90\x00", "PDF"),
        ("leer.pdf", b"", "leer"),
        ("gross.pdf", PDF + b"0" * (10 * 1024 * 1024), "10 MB"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_and_nothing_is_lost(jana: Citizen, name, content, said) -> None:
    jana.begins()
    jana.fills_in(verguenstigung_gewuenscht=True, verguenstigung={"art": "assistenzhund"})

    file = SimpleUploadedFile(name, content, "application/pdf")
    page = jana.post(
        f"antrag/{jana.token}/seite/nachweis/",
        {"verguenstigung.nachweis": file, "next": "1"},
    )

    assert page.status_code == 422
    assert said in page.content.decode()
    with working_for(jana.town):
        assert not Upload.objects.exists()
    assert jana.draft().answers["hund"]["name"] == "Bello"


def test_a_file_that_was_not_asked_for_is_not_kept(jana: Citizen) -> None:
    jana.begins()

    page = jana.post(
        f"antrag/{jana.token}/seite/anliegen/",
        {"anliegen": "anmelden", "halter.vorname": SimpleUploadedFile("x.pdf", PDF), "wer.weiss": PDF, "next": "1"},
    )

    assert page.status_code == 302
    with working_for(jana.town):
        assert not Upload.objects.exists()


def test_a_replaced_photo_is_gone_and_the_last_one_becomes_a_document_of_the_case(jana: Citizen) -> None:
    jana.begins()
    jana.fills_in(verguenstigung_gewuenscht=True, verguenstigung={"art": "assistenzhund"})
    for name in ("eins.PDF", "../../zwei.exe"):
        file = SimpleUploadedFile(name, PDF, "application/pdf")
        data = {"verguenstigung.nachweis": file, "next": "1"}
        assert jana.post(f"antrag/{jana.token}/seite/nachweis/", data).status_code == 302

    jana.sends()

    with working_for(jana.town):
        assert not Upload.objects.exists()
        assert list(Document.objects.filter(kind="upload").values_list("title", flat=True)) == ["zwei.pdf"]


def test_a_draft_that_has_run_out_is_gone_with_its_files_and_one_in_use_stays(jana: Citizen) -> None:
    jana.begins()
    jana.fills_in(verguenstigung_gewuenscht=True, verguenstigung={"art": "assistenzhund"})
    file = SimpleUploadedFile("foto.pdf", PDF)
    jana.post(
        f"antrag/{jana.token}/seite/nachweis/",
        {"verguenstigung.nachweis": file},
    )
    used = Citizen(jana.town)
    used.begins()
    with working_for(jana.town):
        Job.objects.filter(kind="portal.forget").update(due=timezone.now())
        Draft.objects.filter(pk=jana.draft_id()).update(expires_at=timezone.now() - timedelta(minutes=1))

    work()

    with working_for(jana.town):
        assert list(Draft.objects.values_list("pk", flat=True)) == [used.draft_id()]
        assert not Upload.objects.exists()
        assert Job.objects.filter(kind="portal.forget").count() == 1
    assert jana.get(f"antrag/{jana.token}/").status_code == 404


def test_the_receipt_is_mailed_without_the_code(jana: Citizen) -> None:
    jana.begins()
    jana.fills_in()
    jana.sends()
    path, code = jana.status()

    (_subject, body), *_rest = mails("jana@beispiel.example")

    assert path in body
    assert code not in body


def test_a_guardian_applies_with_a_proof_and_is_written_to(jana: Citizen) -> None:
    begun = jana.post(
        "dienste/hundesteuer/fuer-andere/",
        {
            "behalf": "guardian",
            "name": "Ute Helfer",
            "email": "ute@beispiel.example",
            "proof": SimpleUploadedFile("ausweis.pdf", PDF),
        },
    )
    jana.took(begun)
    jana.fills_in()

    jana.sends()

    fall = jana.case().facts["fall"]
    assert (fall["vertretung"], fall["vertretung_art"]) == (True, "guardian")
    assert fall["vertreter"]["name"] == "Ute Helfer"
    assert mails("ute@beispiel.example")
    with working_for(jana.town):
        assert Document.objects.filter(kind="upload", title="ausweis.pdf").exists()


def test_whoever_acts_for_another_says_who_they_are(jana: Citizen) -> None:
    page = jana.post("dienste/hundesteuer/fuer-andere/", {"behalf": "attorney"})

    assert page.status_code == 422
    with working_for(jana.town):
        assert not Draft.objects.exists()


def test_change_from_the_review_leads_back_to_the_review(jana: Citizen) -> None:
    jana.begins()
    jana.fills_in()

    assert "?pruefen=1" in jana.get(f"antrag/{jana.token}/pruefen/").content.decode()
    answer = jana.post(f"antrag/{jana.token}/seite/anliegen/", {"anliegen": "anmelden", "next": "1", "review": "1"})

    assert answer["Location"].endswith("/pruefen/")


def test_a_proof_that_cannot_be_kept_is_said_at_the_form_and_nothing_is_written(
    town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fahrwasser.web.portal.actions.uploads.MOST_FILES", 0)
    said = {"behalf": "attorney", "name": "Jonas Helfer"}
    jana = Citizen(town)

    first = jana.post("dienste/hundesteuer/fuer-andere/", {**said, "proof": SimpleUploadedFile("vollmacht.pdf", PDF)})
    with working_for(town):
        assert not Draft.objects.of(town).exists()
    jana.begins()
    later = jana.post(f"antrag/{jana.token}/fuer/", {**said, "proof": SimpleUploadedFile("vollmacht.pdf", PDF)})

    for page in (first, later):
        assert page.status_code == 422
        assert "20 Dateien" in page.content.decode()
    assert jana.draft().behalf == ""
