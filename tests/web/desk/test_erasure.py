"""Somebody wants their data erased: what must stay stays with its reason, the rest goes, and a record says so."""

import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, connections
from django.utils import timezone

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases.history import verify
from fahrwasser.web.cases.incidents import close_stuck, stop
from fahrwasser.web.cases.models import Case, Event, Payload, Task
from fahrwasser.web.records.models import Disposal, ErasureRequest, File
from fahrwasser.web.registers.models import Change, Entry
from fahrwasser.web.tenants.context import working_for
from towns import browser, make_member, make_town
from web.portal.citizen import Citizen, work
from web.registers.moves import JANA, LINDEN, car, enter, moved, reported
from web.services import adopted

pytestmark = pytest.mark.usefixtures("database")
MAIL = "jana@beispiel.example"
YESTERDAY = timezone.localdate() - timedelta(days=1)


@pytest.fixture
def head(database) -> Citizen:
    """Leads, and does not work with cases."""
    town = make_town()
    adopted(town, "hundesteuer")
    return Citizen(town, browser(make_member(town, Role.HEAD)[0]))


def rows(head: Citizen, model, **where) -> list:
    with working_for(head.town):
        return list(model.objects.of(head.town).filter(**where))


def registered(head: Citizen) -> Case:
    """Jana's dog is taxed; its notice has left."""
    case = Citizen(head.town).registers_a_dog()
    work()
    return case


def closed(head: Citizen) -> Case:
    """The office has gone on by hand before anything was entered; the case is in the records."""
    case = Citizen(head.town).registers_a_dog(bemerkung="Der Hund gehört auch meiner Schwester.")
    clerk = make_member(head.town, Role.CLERK)[1]
    with working_for(head.town):
        stop(case, "steht", "konflikt", now=timezone.now(), key="test")
        close_stuck(clerk, case.pk, "von_hand", "Im Fachverfahren erledigt.", timezone.now())
    work()
    return case


def ask(head: Citizen, case: Case, **more: str):
    asked = {"asked_on": timezone.localdate().strftime("%d.%m.%Y"), "ground": "b", "is_checked": "on", **more}
    answer = head.post(f"vorgaenge/{case.pk}/loeschung/", asked)
    work()
    return answer


def holding(text: str) -> set[str]:
    """Every table of the whole database that still has this text, but for mails and the register of residents."""
    found = set()
    with connections["owner"].cursor() as owner:
        for table in connections["owner"].introspection.table_names(owner):
            owner.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{text}%"])
            if owner.fetchone()[0]:
                found.add(table)
    return found - {"jobs_mail"}


def test_what_rests_on_consent_goes_everywhere_while_the_tax_goes_on(head: Citizen) -> None:
    case = registered(head)
    assert "cases_case" in holding(MAIL)

    answer = ask(head, case)

    assert holding(MAIL) == set()
    (row,) = rows(head, ErasureRequest)
    assert answer["Location"].endswith(f"/vorgaenge/loeschung/{row.pk}/antwort/")
    assert (row.number, row.ground) == (case.number, "b")
    assert any("E-Mail" in name for part in row.removed for name in part["felder"])
    assert "Hundesteuer festsetzen und erheben" in json.dumps(row.kept, ensure_ascii=False)
    (now,) = rows(head, Case)
    assert now.facts["antrag"]["halter"]["familienname"] == "Muster"
    assert rows(head, Entry)[0].data
    (event,) = rows(head, Event, activity="teilweise_geloescht")
    assert event.actor == str(row.decided_by)
    with working_for(head.town):
        assert verify(Case.objects.of(head.town).get()) is None


def test_copies_in_later_cases_about_the_same_right_go_too(head: Citizen) -> None:
    adopted(head.town)
    enter(head.town, "resident", "p-100", {**JANA, "wohnung": "hauptwohnung", "anschrift": LINDEN})
    car(head.town)
    case = Citizen(head.town).wants_a_permit()
    work()
    reported(head.town, moved(day=timezone.localdate()))
    assert len(rows(head, Case)) == 2
    assert "registers_change" in holding(MAIL)

    ask(head, case)

    assert holding(MAIL) == set()
    assert len(rows(head, Event, activity="teilweise_geloescht")) == 2
    with working_for(head.town):
        assert [verify(found) for found in Case.objects.of(head.town)] == [None, None]


def test_a_case_kept_from_others_is_decided_only_by_who_leads_and_works_with_cases(head: Citizen) -> None:
    case = Citizen(head.town).registers_a_dog(bemerkung="Bitte ansehen.")
    with working_for(head.town):
        Task.objects.of(head.town).update(role="leitung")
    both = Citizen(head.town, browser(make_member(head.town, Role.HEAD, Role.CLERK)[0]))

    assert ask(head, case).status_code == 403
    assert rows(head, ErasureRequest) == []
    assert ask(both, case).status_code == 302


def test_the_record_holds_nothing_of_what_was_erased(head: Citizen) -> None:
    ask(head, registered(head))

    (row,) = rows(head, ErasureRequest)
    said = json.dumps([row.removed, row.kept, row.service, row.number])
    assert not any(word in said for word in (MAIL, "Jana", "Lindenweg", "Bello"))


def test_a_running_procedure_is_a_reason_and_the_answer_names_norm_and_rights(head: Citizen) -> None:
    jana = {"vorname": "Jana", "familienname": "Muster", "geburtsdatum": "1985-04-12"}
    case = Citizen(head.town).registers_a_dog(halter=jana, bemerkung="Bitte ansehen.")
    page = head.get(f"vorgaenge/{case.pk}/loeschung/").content.decode()
    assert "Mit dieser Begründung ablehnen" in page

    answer = head.client.get(ask(head, case)["Location"]).content.decode()

    (row,) = rows(head, ErasureRequest)
    assert (row.reason, row.removed) == ("running", [])
    assert "Art. 17 Abs. 3 Buchst. b DSGVO" in answer
    assert "Art. 77 DSGVO" in answer
    assert len(rows(head, Event, activity="loeschung_abgelehnt")) == 1
    assert rows(head, Case)[0].facts["antrag"]["hund"]["name"] == "Bello"


def test_a_closed_case_says_until_when_it_is_kept(head: Citizen) -> None:
    case = closed(head)
    until = date(timezone.localdate().year + 10, 12, 31)
    page = head.get(f"vorgaenge/{case.pk}/loeschung/").content.decode()

    ask(head, case)

    assert f"31. Dezember {until.year}" in page
    (row,) = rows(head, ErasureRequest)
    assert (row.reason, row.kept_until) == ("kept", until)
    assert holding(MAIL) == set()


def test_when_nothing_keeps_it_the_whole_case_goes_at_once(head: Citizen) -> None:
    case = closed(head)
    with working_for(head.town):
        File.objects.of(head.town).update(keep_until=YESTERDAY, disposal_kind="V")

    ask(head, case)

    assert (rows(head, Case), rows(head, Payload)) == ([], [])
    assert len(rows(head, Disposal)) == 1
    assert holding("Bello") == set()
    (row,) = rows(head, ErasureRequest)
    assert (row.reason, row.kept) == ("", [])


def test_the_archive_is_asked_first(head: Citizen) -> None:
    case = closed(head)
    with working_for(head.town):
        File.objects.of(head.town).update(keep_until=YESTERDAY, disposal_kind="B")

    ask(head, case)

    assert rows(head, ErasureRequest)[0].reason == "archive"
    assert len(rows(head, Case)) == 1


def test_the_case_is_found_by_its_number_or_that_of_its_file_and_nobody_is_named(head: Citizen) -> None:
    case = closed(head)
    (file,) = rows(head, File)

    found = [head.post("vorgaenge/loeschung/", {"number": number}) for number in (case.number.lower(), file.number)]
    missing = head.post("vorgaenge/loeschung/", {"number": "X-1"})

    assert all(answer["Location"].endswith(f"/vorgaenge/{case.pk}/loeschung/") for answer in found)
    assert missing.status_code == 422
    page = head.client.get(found[0]["Location"]).content.decode()
    assert "Jana" not in page
    assert MAIL not in page


def test_nobody_decides_without_having_looked_who_asks_nor_about_tomorrow(head: Citizen) -> None:
    case = registered(head)
    tomorrow = (timezone.localdate() + timedelta(days=1)).strftime("%d.%m.%Y")

    assert ask(head, case, is_checked="").status_code == 422
    assert ask(head, case, asked_on=tomorrow).status_code == 422
    assert rows(head, ErasureRequest) == []


def test_only_who_leads_decides_and_only_in_their_own_town(head: Citizen) -> None:
    case = registered(head)
    other = make_town("anderswo")
    stranger = Citizen(other, browser(make_member(other, Role.HEAD)[0]))

    for role in (Role.CLERK, Role.NAVIGATOR, Role.LOTSE):
        person = Citizen(head.town, browser(make_member(head.town, role)[0]))
        assert ask(person, case).status_code == 403, role
        assert person.get("vorgaenge/loeschung/").status_code == 403, role
    assert ask(stranger, case).status_code == 404
    assert rows(head, ErasureRequest) == []


def test_the_web_role_can_neither_erase_answers_nor_change_a_register_history(head: Citizen) -> None:
    case = registered(head)

    with pytest.raises(DatabaseError, match="permission denied"), working_for(head.town), connection.cursor() as web:
        web.execute("SELECT erase_leaves(%s, %s)", [case.pk, "{}"])
    with pytest.raises(DatabaseError, match="permission denied"), working_for(head.town), connection.cursor() as web:
        web.execute("SET LOCAL app.disposing = 'leaves'")
        web.execute("UPDATE registers_change SET before = NULL")
    assert rows(head, Change)
