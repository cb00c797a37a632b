"""What waits for a clerk, what they see of it, and what they may do."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases.models import Case, Event, Letter, Link, Task
from fahrwasser.web.desk.special import neutral
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.portal.standing import standing_of
from fahrwasser.web.ports.models import Delivery
from fahrwasser.web.records.actions import Filing, file_away, keep
from fahrwasser.web.records.models import Document, File
from fahrwasser.web.registers.models import Entry
from fahrwasser.web.tenants.context import working_for
from filled import form_on
from towns import browser, make_member, make_town
from web.cases.office import NOON
from web.portal.citizen import DOG, PDF, Citizen, work
from web.registers.moves import JANA, LINDEN, car, enter
from web.services import adopted

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def town(database):
    return make_town()


@pytest.fixture
def clerk(town) -> Citizen:
    return Citizen(town, browser(make_member(town, Role.CLERK)[0]))


def rows(town, model, **where) -> list:
    with working_for(town):
        return list(model.objects.of(town).filter(**where))


def in_doubt(town) -> Case:
    """A dog with a remark, which only a person can weigh."""
    adopted(town, "hundesteuer")
    return Citizen(town).registers_a_dog(bemerkung="Der Hund gehört auch meiner Schwester.")


def the_task(town) -> Task:
    (task,) = rows(town, Task, done_at=None)
    return task


def test_what_waits_stands_in_the_list_with_its_deadline_and_nothing_else(clerk: Citizen) -> None:
    in_doubt(clerk.town)
    Citizen(clerk.town).registers_a_dog(hund={**DOG["hund"], "name": "Bella"})  # decided by the machine

    page = clerk.get("heute/").content.decode()

    assert "Ein Vorgang wartet auf Sie." in page
    assert "Muster, Jana" in page
    assert "in 5 Tagen" in page
    assert "hat das System heute ohne Sie erledigt" in page


def test_list_and_task_say_why_a_person_has_to_look(clerk: Citizen) -> None:
    in_doubt(clerk.town)
    reason = "Es gibt eine Bemerkung, die ein Mensch lesen muss"

    assert reason in clerk.get("heute/").content.decode()
    assert reason in clerk.get(f"vorgaenge/aufgabe/{the_task(clerk.town).pk}/").content.decode()


def test_reasons_of_yesterdays_decision_are_not_those_of_a_task_of_today(clerk: Citizen) -> None:
    in_doubt(clerk.town)
    with working_for(clerk.town):
        Task.objects.update(opened_at=timezone.now() + timedelta(days=2))

    assert "Es gibt eine Bemerkung" not in clerk.get("heute/").content.decode()


def test_the_next_deadline_comes_first(clerk: Citizen) -> None:
    first = in_doubt(clerk.town)
    second = Citizen(clerk.town).registers_a_dog(bemerkung="Noch einer.", hund={**DOG["hund"], "name": "Rex"})
    with working_for(clerk.town):
        Task.objects.filter(case=second).update(due=timezone.now())

    page = clerk.get("heute/").content.decode()

    assert page.index(second.number) < page.index(first.number)
    assert "heute" in page


def test_a_deadline_that_has_passed_is_said_in_a_sentence(clerk: Citizen) -> None:
    in_doubt(clerk.town)
    assert "Frist ist abgelaufen" not in clerk.get("heute/").content.decode()

    with working_for(clerk.town):
        Task.objects.update(due=timezone.now() - timedelta(days=2))

    page = clerk.get("heute/").content.decode()
    assert "Eine Frist ist abgelaufen. Bitte fangen Sie damit an." in page
    assert "seit 2 Tagen" in page


def test_what_the_town_may_be_sued_for_comes_before_every_deadline(clerk: Citizen) -> None:
    late = in_doubt(clerk.town)
    old = Citizen(clerk.town).registers_a_dog(bemerkung="Noch einer.", hund={**DOG["hund"], "name": "Rex"})
    with working_for(clerk.town):
        Task.objects.filter(case=late).update(due=timezone.now() - timedelta(days=2))
        Case.objects.filter(pk=old.pk).update(opened_at=timezone.now() - timedelta(days=100))

    page = clerk.get("heute/").content.decode()

    assert page.index(old.number) < page.index(late.number)
    assert page.count("§ 75 VwGO") == 1


def test_nobody_sues_before_three_months_are_over_nor_after_the_notice_nor_without_an_application(
    clerk: Citizen,
) -> None:
    case = in_doubt(clerk.town)

    def lately(days: int, **more) -> bool:
        with working_for(clerk.town):
            Case.objects.filter(pk=case.pk).update(opened_at=timezone.now() - timedelta(days=days), **more)
        return "§ 75 VwGO" in clerk.get("heute/").content.decode()

    assert not lately(88)
    assert lately(100)
    assert not lately(100, channel="event")
    assert lately(100, channel="online")
    with working_for(clerk.town):
        paper = keep(clerk.town, kind="letter", title="Bescheid", media_type="application/pdf", content=PDF)
        Letter.objects.create(
            municipality=clerk.town, case=case, document=paper, key="k", template="t", kind="bescheid"
        )
    assert not lately(100)


def test_a_task_of_another_office_is_not_in_my_list(clerk: Citizen) -> None:
    in_doubt(clerk.town)
    with working_for(clerk.town):
        Task.objects.update(unit=Unit.objects.create(municipality=clerk.town, name="Bauhof"))

    assert "Nichts wartet auf Sie." in clerk.get("heute/").content.decode()


def test_taken_by_me_it_is_mine_until_i_give_it_back(clerk: Citizen) -> None:
    in_doubt(clerk.town)
    task = the_task(clerk.town)
    other = Citizen(clerk.town, browser(make_member(clerk.town, Role.CLERK)[0]))

    clerk.post(f"vorgaenge/aufgabe/{task.pk}/nehmen/")
    assert "Bearbeitet jemand anderes" in other.get("heute/").content.decode()
    other.post(f"vorgaenge/aufgabe/{task.pk}/", {"outcome": "bewilligen", "reasons": "", "confirm": "1"})
    assert the_task(clerk.town).done_at is None

    clerk.post(f"vorgaenge/aufgabe/{task.pk}/nehmen/", {"back": "1"})
    assert the_task(clerk.town).claimed_by is None


def test_reasons_are_not_lost_when_a_colleague_was_faster(clerk: Citizen) -> None:
    in_doubt(clerk.town)
    task = the_task(clerk.town)
    other = Citizen(clerk.town, browser(make_member(clerk.town, Role.CLERK)[0]))
    address = f"vorgaenge/aufgabe/{task.pk}/"
    mine = {"outcome": "bewilligen", "reasons": "Zwei Hunde in einem Haushalt.", "confirm": "1"}

    other.post(f"{address}nehmen/")
    held = clerk.post(address, mine)
    assert held.status_code == 422
    assert "Diese Aufgabe hat schon jemand übernommen" in held.content.decode()
    assert form_on(held.content.decode(), "reasons")[1]["reasons"] == mine["reasons"]

    other.post(address, {"outcome": "bewilligen", "reasons": "", "confirm": "1"})
    late = clerk.post(address, mine)
    assert late.status_code == 409
    assert "Zwei Hunde in einem Haushalt." in late.content.decode(), "shown back on the page that says it is done"


def test_a_task_that_is_done_by_now_leads_to_its_case(clerk: Citizen) -> None:
    """From a list that is some minutes old, or after a double click on the last button."""
    case = in_doubt(clerk.town)
    address = f"vorgaenge/aufgabe/{the_task(clerk.town).pk}/"
    said = {"outcome": "ablehnen", "reasons": "Der Hund lebt in einer anderen Gemeinde.", "confirm": "1"}

    first, second = clerk.post(address, said), clerk.post(address, said)
    later = clerk.get(address)

    to_the_case = f"/{clerk.town.slug}/vorgaenge/{case.pk}/"
    assert [first["Location"], second["Location"], later["Location"]] == [to_the_case] * 3
    assert "Diese Aufgabe ist schon erledigt." in clerk.get(f"vorgaenge/{case.pk}/").content.decode()


def test_the_case_page_says_what_was_given_and_which_rules_fired(clerk: Citizen) -> None:
    case = in_doubt(clerk.town)

    page = clerk.get(f"vorgaenge/{case.pk}/").content.decode()

    assert "Bello" in page
    assert "Der Hund gehört auch meiner Schwester." in page
    assert "Regeln, die gegriffen haben" in page
    assert "no-store" in clerk.get(f"vorgaenge/{case.pk}/")["Cache-Control"]


def test_the_letter_is_seen_before_it_goes_out(clerk: Citizen) -> None:
    in_doubt(clerk.town)
    task = the_task(clerk.town)

    seen = clerk.post(f"vorgaenge/aufgabe/{task.pk}/", {"outcome": "bewilligen", "reasons": ""})
    pdf = clerk.post(f"vorgaenge/aufgabe/{task.pk}/brief/0/", {"outcome": "bewilligen", "reasons": ""})

    assert "(PDF)" in seen.content.decode()
    assert pdf.content.startswith(b"%PDF")
    assert the_task(clerk.town).pk == task.pk
    assert rows(clerk.town, Letter) == []


def test_decided_for_good_the_letter_leaves_and_the_posting_too(clerk: Citizen) -> None:
    case = in_doubt(clerk.town)

    clerk.post(
        f"vorgaenge/aufgabe/{the_task(clerk.town).pk}/", {"outcome": "bewilligen", "reasons": "", "confirm": "1"}
    )
    work()

    assert [letter.kind for letter in rows(clerk.town, Letter)] == ["bescheid"]
    assert rows(clerk.town, Delivery, cause=case.pk)
    page = clerk.get(f"vorgaenge/{case.pk}/").content.decode()
    assert "gilt als bekannt gegeben am" in page
    assert "Bescheid berichtigen" in page


@pytest.mark.parametrize("outcome", ["ablehnen", "nachfragen"])
def test_without_reasons_nothing_is_refused_and_nothing_asked_back(clerk: Citizen, outcome: str) -> None:
    in_doubt(clerk.town)

    page = clerk.post(f"vorgaenge/aufgabe/{the_task(clerk.town).pk}/", {"outcome": outcome, "confirm": "1"})

    assert page.status_code == 422
    assert the_task(clerk.town).done_at is None


def test_asked_back_the_person_answers_at_the_counter_and_the_case_goes_on(clerk: Citizen) -> None:
    case = in_doubt(clerk.town)
    said = {"outcome": "nachfragen", "reasons": "Wem gehört der Hund?", "confirm": "1"}
    clerk.post(f"vorgaenge/aufgabe/{the_task(clerk.town).pk}/", said)
    work()
    assert "Wir warten auf eine Antwort" in clerk.get(f"vorgaenge/{case.pk}/").content.decode()
    with working_for(clerk.town):
        assert standing_of(Case.objects.get(pk=case.pk)).question == "Wem gehört der Hund?"

    clerk.post(f"vorgaenge/{case.pk}/antwort/", {"text": "Mir allein."})
    work()

    assert the_task(clerk.town).node == "entscheiden"


def test_an_objection_that_came_by_post_becomes_a_task(clerk: Citizen) -> None:
    adopted(clerk.town, "hundesteuer")
    case = Citizen(clerk.town).registers_a_dog()

    clerk.post(
        f"vorgaenge/{case.pk}/widerspruch/", {"received_on": timezone.localdate().isoformat(), "text": "Zu teuer."}
    )
    work()

    assert the_task(clerk.town).node == "widerspruch_pruefen"


def test_the_clerk_names_the_zone_that_the_table_does_not_know(clerk: Citizen) -> None:
    adopted(clerk.town)
    enter(clerk.town, "resident", "p-100", {**JANA, "wohnung": "hauptwohnung", "anschrift": LINDEN})
    car(clerk.town)
    jana = Citizen(clerk.town)
    home = {"strasse": "Nirgendweg", "hausnummer": 1, "plz": "01999", "ort": "Musterhafen", "wohnung": "hauptwohnung"}
    jana.wants_a_permit(anschrift=home)
    for _question in range(2):
        waiting = rows(clerk.town, Task, done_at=None)
        if waiting:
            break
        jana.post(f"{jana.status()[0]}antwort/", {"text": "Ich wohne dort."})
        work()
    task = the_task(clerk.town)
    assert 'name="field_zone"' in clerk.get(f"vorgaenge/aufgabe/{task.pk}/").content.decode()

    said = {"outcome": "erteilen", "reasons": "", "field_zone": "Beispiel B", "confirm": "1"}
    clerk.post(f"vorgaenge/aufgabe/{task.pk}/", said)
    work()

    (permit,) = rows(clerk.town, Entry, register="permit")
    assert permit.data["zone"] == "Beispiel B"


def blocked(town) -> Case:
    """Jana is protected by a block in the register."""
    adopted(town)
    enter(town, "resident", "p-100", {**JANA, "sperre": True, "anschrift": LINDEN})
    car(town)
    return Citizen(town).wants_a_permit()


def test_a_case_with_a_block_is_seen_by_nobody_but_a_head_who_works_as_clerk(clerk: Citizen) -> None:
    case = blocked(clerk.town)
    head = Citizen(clerk.town, browser(make_member(clerk.town, Role.HEAD, Role.CLERK)[0]))

    today, all_cases = clerk.get("heute/").content.decode(), clerk.get("vorgaenge/").content.decode()
    alone = clerk.get(f"vorgaenge/{case.pk}/")

    assert "Nichts wartet auf Sie." in today
    assert case.number not in today + all_cases
    assert "Kein Vorgang passt." in clerk.get("vorgaenge/?suche=Beispiel").content.decode()
    assert alone.status_code == 403
    assert "gesondert bearbeitet" in alone.content.decode()
    assert "Jana" not in alone.content.decode()
    assert case.number in head.get("heute/").content.decode()
    assert head.get(f"vorgaenge/{case.pk}/").status_code == 200


PAGES = ["antrag/", "zugang/blatt/", "widerspruch/", "antwort/", "berichtigen/", "abschliessen/"]


@pytest.mark.parametrize("rest", PAGES)
def test_no_other_page_of_such_a_case_opens_either(clerk: Citizen, rest: str) -> None:
    case = blocked(clerk.town)

    page = clerk.get(f"vorgaenge/{case.pk}/{rest}")

    assert page.status_code == 403
    assert "Jana" not in page.content.decode()
    assert clerk.get(f"vorgaenge/aufgabe/{the_task(clerk.town).pk}/").status_code == 404


def test_the_file_of_such_a_case_is_kept_back_as_well(clerk: Citizen) -> None:
    case = blocked(clerk.town)
    with working_for(clerk.town):
        paper = keep(
            clerk.town, kind="letter", subject="x", title="Bescheid", media_type="application/pdf", content=PDF
        )
        filing = Filing(
            case.pk, "1", case.number, "Parken: Beispiel, Jana", 5, "B", NOON.date(), NOON.date(), (paper.pk,)
        )
        file_away(clerk.town, [filing])
    (file,) = rows(clerk.town, File)
    head = Citizen(clerk.town, browser(make_member(clerk.town, Role.HEAD, Role.CLERK)[0]))
    akten = "unterlagen/akten/"

    assert case.number not in clerk.get(akten).content.decode()
    assert clerk.get(f"{akten}{file.pk}/").status_code == 404
    assert clerk.get(f"{akten}{file.pk}/{paper.pk}/").status_code == 404
    assert case.number in head.get(akten).content.decode()
    assert head.get(f"{akten}{file.pk}/{paper.pk}/").status_code == 200


def test_a_block_is_shown_as_silence() -> None:
    shown = neutral({"melde": "gesperrt", "sperre": True, "liste": ["gesperrt", {"kfz": "bestaetigt"}]})

    assert shown == {"melde": "schweigt", "liste": ["schweigt", {"kfz": "bestaetigt"}]}


def test_a_stuck_case_is_set_going_again(clerk: Citizen) -> None:
    adopted(clerk.town, "hundesteuer")
    jana = Citizen(clerk.town)
    jana.begins()
    jana.fills_in()
    jana.sends()
    case = jana.case()
    with working_for(clerk.town):
        Case.objects.filter(pk=case.pk).update(incident="schreiben: der Brief lässt sich nicht setzen")
        Job.objects.filter(case=case.pk).update(failed_at=timezone.now(), attempts=6)
    assert case.number in clerk.get("heute/").content.decode()

    clerk.post(f"vorgaenge/{case.pk}/erneut/")
    work()

    assert jana.case().incident == ""
    assert rows(clerk.town, Letter)


def test_an_upload_is_a_download_and_a_document_of_another_case_is_not_there(clerk: Citizen) -> None:
    adopted(clerk.town, "hundesteuer")
    jana = Citizen(clerk.town)
    jana.begins()
    jana.fills_in(verguenstigung_gewuenscht=True, verguenstigung={"art": "assistenzhund"})
    photo = SimpleUploadedFile("foto.pdf", PDF)
    jana.post(f"antrag/{jana.token}/seite/nachweis/", {"verguenstigung.nachweis": photo, "next": "1"})
    jana.sends()
    case = jana.case()
    (upload,) = rows(clerk.town, Document, kind="upload")
    other = Citizen(clerk.town).registers_a_dog(hund={**DOG["hund"], "name": "Rex"})

    shown = clerk.get(f"vorgaenge/{case.pk}/unterlage/{upload.pk}/")

    assert shown["Content-Disposition"].startswith("attachment")
    assert clerk.get(f"vorgaenge/{other.pk}/unterlage/{upload.pk}/").status_code == 404


def test_the_access_is_handed_out_on_paper_and_stands_in_the_history(clerk: Citizen) -> None:
    adopted(clerk.town, "hundesteuer")
    jana = Citizen(clerk.town)
    case = jana.registers_a_dog()
    path, code = jana.status()
    with working_for(clerk.town):
        long_ago = timezone.now() - timedelta(days=400)
        Case.objects.of(clerk.town).filter(pk=case.pk).update(closed_at=long_ago)
        Link.objects.update(wrong_codes=5, expires_at=long_ago)
    assert jana.get(path).status_code == 404

    paper = clerk.client.post(clerk.path(f"vorgaenge/{case.pk}/zugang/"), follow=True).content.decode()

    assert path in paper
    assert code in paper
    assert rows(clerk.town, Link)[0].wrong_codes == 0
    assert jana.get(path).status_code == 200
    assert rows(clerk.town, Event, activity="zugang_ausgegeben")


@pytest.mark.parametrize("role", [Role.NAVIGATOR, Role.LOTSE, Role.MULTIPLIKATOR])
def test_nobody_without_the_right_sees_a_case(clerk: Citizen, role: Role) -> None:
    case = in_doubt(clerk.town)
    other = Citizen(clerk.town, browser(make_member(clerk.town, role)[0]))

    for path in ("heute/", "vorgaenge/", f"vorgaenge/{case.pk}/", f"vorgaenge/aufgabe/{the_task(clerk.town).pk}/"):
        assert other.get(path).status_code == 403, path


def test_a_clerk_of_another_town_sees_nothing_of_it(clerk: Citizen) -> None:
    case = in_doubt(clerk.town)
    aue = make_town("aue")
    stranger = Citizen(aue, browser(make_member(aue, Role.CLERK)[0]))

    assert stranger.get(f"vorgaenge/{case.pk}/").status_code == 404
    assert stranger.get(f"vorgaenge/aufgabe/{the_task(clerk.town).pk}/").status_code == 404


def test_a_notice_is_corrected_from_its_case_with_what_the_case_knows(clerk: Citizen) -> None:
    adopted(clerk.town, "hundesteuer")
    case = Citizen(clerk.town).registers_a_dog()
    (dog,) = rows(clerk.town, Entry, register="dog")

    assert f"/vorgaenge/{case.pk}/berichtigen/" in clerk.get(f"vorgaenge/{case.pk}/").content.decode()
    page = clerk.get(f"vorgaenge/{case.pk}/berichtigen/").content.decode()

    assert f'value="{dog.key}"' in page
    assert f'value="{timezone.localdate():%d.%m.%Y}"' in page
    assert f'action="/{clerk.town.slug}/register/' in page


def test_a_service_that_knows_no_correction_offers_none(clerk: Citizen) -> None:
    adopted(clerk.town)
    case = Citizen(clerk.town).wants_a_permit()

    assert clerk.get(f"vorgaenge/{case.pk}/berichtigen/").status_code == 404
