"""Who was asked about people, what for, for which case: for the head, for the clerk of the case, for the person."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases.models import Case
from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.ports.lookups import FIELDS, field_label
from fahrwasser.web.ports.models import Query
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from towns import browser, make_member, make_town
from web.agenda.plans import queries
from web.portal.citizen import Citizen
from web.registers.moves import JANA, LINDEN, car, enter
from web.services import adopted, published

pytestmark = pytest.mark.usefixtures("database")
LIST = "vorgaenge/abrufe/"


@pytest.fixture
def town(database) -> Municipality:
    town = make_town()
    adopted(town)
    return town


def somebody(town: Municipality, *roles: Role) -> Citizen:
    return Citizen(town, browser(make_member(town, *roles)[0]))


def permit(town: Municipality, *, is_blocked: bool = False) -> Case:
    """Jana wants one: register of residents and of vehicles are asked."""
    enter(town, "resident", "p-100", {**JANA, "sperre": is_blocked, "anschrift": LINDEN})
    car(town)
    return Citizen(town).wants_a_permit()


def noted(town: Municipality, number: str, *statuses: str, ago: timedelta = timedelta(0), port: str = "sonst") -> None:
    """One retrieval: the question, then its answer."""
    cause, at = uuid.uuid4(), timezone.now() - ago
    with working_for(town):
        for status in statuses:
            Query.objects.create(
                municipality=town, port=port, adapter="rest", cause=cause, file_number=number, purpose="Halter (§ 1)",
                status=status, asked_at=at,
            )  # fmt: skip


def shown(person: Citizen, address: str = LIST) -> str:
    answer = person.get(address)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return str(answer.content.decode())


def test_the_head_reads_who_was_asked_what_for_and_for_which_case_and_no_name(town: Municipality) -> None:
    case, head = permit(town), somebody(town, Role.HEAD)
    answer, count = queries(head.client, f"/{town.slug}/{LIST}")
    page = answer.content.decode()

    assert count <= 12
    for words in (case.number, "Melderegister", "Fahrzeugregister", "§", "ob das Fahrzeug stillgelegt ist"):
        assert words in page
    assert "Jana" not in page
    assert f"/vorgaenge/{case.pk}/" not in page, "who does not work with cases gets no link to one"
    assert f"/vorgaenge/{case.pk}/" in shown(somebody(town, Role.HEAD, Role.CLERK))
    assert 'href="/lindenau/vorgaenge/abrufe/"' in head.get("vorgaenge/loeschung/").content.decode()


def test_which_data_were_asked_stands_there_in_the_readers_words(town: Municipality) -> None:
    permit(town)
    head = somebody(town, Role.HEAD)
    german = shown(head)
    english = head.client.get(f"/{town.slug}/{LIST}", headers={"Accept-Language": "en"}).content.decode()
    assert "whether the vehicle is off the road" in english
    for package in ("hundesteuer", "bewohnerparkausweis"):
        for port in compiled(published(package).pk).ports.values():
            for name in port.interface.fields if port.interface.direction == "quelle" else ():
                assert name in FIELDS, f"{package} asks {port.interface.name} for {name}: nobody reads that name"
    for name in ("kennung", "mehrdeutig"):
        assert name not in german
        assert name not in english


def test_a_field_of_another_package_is_called_as_it_is_there() -> None:
    assert field_label("halter_seit") == "Halter seit"


@pytest.mark.parametrize("role", [Role.NAVIGATOR, Role.CLERK, Role.MULTIPLIKATOR, Role.LOTSE])
def test_nobody_else_sees_the_log_of_the_town(town: Municipality, role: Role) -> None:
    assert somebody(town, role).get(LIST).status_code == 403


def test_another_town_is_not_in_it(town: Municipality) -> None:
    case = permit(town)
    assert case.number not in shown(somebody(make_town("anderswo"), Role.HEAD))
    stranger = browser(make_member(make_town("nirgends"), Role.HEAD)[0])
    assert stranger.get(f"/{town.slug}/{LIST}").status_code in {403, 404}


def test_the_clerk_reads_on_the_case_whom_it_has_asked(town: Municipality) -> None:
    case = permit(town)
    page = shown(somebody(town, Role.CLERK), f"vorgaenge/{case.pk}/")
    assert "Anderswo abgefragt" in page
    assert "Fahrzeugregister: bestätigt" in page


def test_the_person_reads_whom_the_town_has_asked_and_not_what_came_back(town: Municipality) -> None:
    enter(town, "resident", "p-100", {**JANA, "sperre": False, "anschrift": LINDEN})
    car(town)
    jana = Citizen(town)
    jana.wants_a_permit()
    page = shown(jana, jana.status()[0])
    assert "Wen wir für diesen Antrag gefragt haben" in page
    assert "Fahrzeugregister" in page
    assert "bestätigt</" not in page


def test_a_question_with_its_answer_is_one_line_and_without_one_says_so(town: Municipality) -> None:
    noted(town, "2026-000071", "gefragt", "bestaetigt")
    noted(town, "2026-000072", "gefragt")
    page = shown(somebody(town, Role.HEAD))
    assert (page.count("2026-000071"), page.count("2026-000072")) == (1, 1)
    assert "gefragt, noch keine Antwort" in page


def test_a_block_is_neither_listed_nor_named(town: Municipality) -> None:
    case = permit(town, is_blocked=True)
    noted(town, "2026-000073", "gesperrt")
    head, both = shown(somebody(town, Role.HEAD)), shown(somebody(town, Role.HEAD, Role.CLERK))
    assert case.number not in head
    assert "2026-000073" in head
    assert "gesperrt" not in head.lower()
    assert case.number in both
    assert "Besondere Vorgänge stehen hier nicht" in head
    assert "Besondere Vorgänge stehen hier nicht" not in both


def test_long_logs_have_pages_and_one_number_is_found(town: Municipality) -> None:
    for number in range(52):
        noted(town, f"2026-{number:06}", "schweigt", ago=timedelta(minutes=number))
    head = somebody(town, Role.HEAD)
    first = shown(head)
    assert "2026-000049" in first
    assert "2026-000050" not in first
    following = first.split('href="?vor=')[1].split('"')[0]
    rest = shown(head, f"{LIST}?vor={following}")
    assert "2026-000049" not in rest
    assert "2026-000051" in rest
    alone = shown(head, f"{LIST}?vorgang=2026-000007")
    assert "2026-000007" in alone
    assert "2026-000008" not in alone
    assert "wurde nichts abgefragt" in shown(head, f"{LIST}?vorgang=9")
