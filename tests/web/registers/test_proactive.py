"""From a move that the residents' register reports to a switched permit, and back by one click."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connections
from django.test import Client
from django.utils import timezone

from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases.links import undo_token
from fahrwasser.web.cases.models import Case, Event, Link
from fahrwasser.web.catalogue.actions import pause
from fahrwasser.web.registers.actions import (
    Report,
    Wanted,
    opt_out,
    receive,
    take_back_opt_out,
    withdraw_consent,
    write_entry,
)
from fahrwasser.web.registers.jobs import handle
from fahrwasser.web.registers.models import OptOut, RegisterEvent
from fahrwasser.web.tenants.context import working_for
from services import adopted
from towns import browser, make_member, make_town
from web.registers.moves import (
    HAFEN,
    JANA,
    LINDEN,
    car,
    cases,
    letters,
    moved,
    notices,
    permit,
    permits,
    reported,
    tasks,
    undo,
    until_idle,
    valid,
)


def test_a_move_switches_the_permit_says_why_and_is_undone_to_the_letter(database) -> None:
    town = make_town("musterhafen")
    adopted(town)
    permit(town)
    car(town)
    before = permits(town)

    reported(town, moved())

    (case,) = cases(town)
    assert case.incident == ""
    old, (new, *others) = "BP-2025-00007", [key for key in permits(town) if key != "BP-2025-00007"]
    assert others == []
    assert valid(town) == [new]
    assert permits(town)[new]["data"]["zone"] == "Beispiel B"
    assert permits(town)[old]["data"]["nachfolger"] == new
    (notice,) = notices(town, case.pk)
    assert "§" in notice.text
    (told,) = mail.outbox
    link = re.search(r"/musterhafen/rueckgaengig/[\w-]+/", told.body)
    assert link, told.body
    assert link[0] not in notice.text, "what is stored holds no secret address"

    client = Client()
    assert client.get(link[0]).status_code == 200
    assert client.post(link[0]).status_code == 302
    assert client.post(link[0]).status_code in (200, 302)
    until_idle()

    assert permits(town)[old] == before[old]
    assert valid(town) == [old]
    assert [notice.key for notice in notices(town, case.pk)] != []
    assert letters(town, case.pk) == ["aenderung", "ausweis"]
    with working_for(town):
        assert Event.objects.of(town).filter(case=case, kind="act").exclude(actor="register").count() == 1
    (case,) = cases(town)
    assert case.closed_at is not None
    assert case.outcome == "zurueckgenommen"


def test_the_secret_of_the_undo_address_is_stored_nowhere_and_read_by_the_person_only(database) -> None:
    town = make_town("musterhafen")
    adopted(town)
    permit(town)
    car(town)
    reported(town, moved())
    (case,) = cases(town)
    secret = undo_token(case.pk)
    with connections["owner"].cursor() as owner:
        for table in connections["owner"].introspection.table_names(owner):
            owner.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{secret}%"])
            assert owner.fetchone() == (0,), table
    page = Client().get(f"/musterhafen/rueckgaengig/{secret}/").content.decode()
    assert f"/rueckgaengig/{secret}/" in page
    clerk = browser(make_member(town, Role.CLERK)[0])
    assert secret not in clerk.get(f"/musterhafen/vorgaenge/{case.pk}/").content.decode()


def test_the_mail_about_a_move_tells_nothing_but_where_to_read_it(database) -> None:
    town = make_town("musterhafen")
    adopted(town)
    permit(town)
    car(town)
    reported(town, moved())
    (case,) = cases(town)
    (told,) = mail.outbox
    for word in ("Beispiel A", "Beispiel B", "umgezogen", "Zone", "BP-", "Jana"):
        assert word not in told.subject + told.body, told.body
    assert case.number in told.subject
    status = re.search(r"/musterhafen/vorgang/[\w-]+/", told.body)
    assert status
    visitor = Client()
    assert visitor.post(f"{status[0]}code-verloren/", {"email": "jana@beispiel.example"}).status_code == 302
    until_idle()
    code = re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)
    assert code
    assert visitor.post(f"{status[0]}code/", {"code": code[0]}).status_code == 302
    assert "umgezogen" in visitor.get(status[0]).content.decode()


def test_what_is_over_cannot_be_taken_back_by_the_old_address(database) -> None:
    town = make_town("musterhafen")
    adopted(town)
    permit(town)
    car(town)
    reported(town, moved())
    (case,) = cases(town)
    with working_for(town):
        Case.objects.of(town).filter(pk=case.pk).update(closed_at=timezone.now())
    address = f"/musterhafen/rueckgaengig/{undo_token(case.pk)}/"
    Client().post(address)
    with working_for(town):
        assert Link.objects.of(town).get(case=case, purpose="undo").used_at is None
    page = Client().get(address).content.decode()
    assert '<button class="btn">' not in page.partition("<main")[2]


def one(town):
    (case,) = cases(town)
    assert case.incident == ""
    return case


def test_the_same_move_reported_three_times_makes_one_act(database) -> None:
    town = make_town("musterhafen")
    adopted(town)
    permit(town)
    car(town)
    reported(town, moved(), moved())
    reported(town, moved())
    assert len(permits(town)) == 2
    assert letters(town, one(town).pk) == ["aenderung", "ausweis"]


def test_a_number_used_for_another_event_is_refused(database) -> None:
    town = make_town("musterhafen")
    adopted(town)
    reported(town, moved())
    with pytest.raises(Refused, match="own number"), working_for(town):
        receive(town, moved(home={**HAFEN, "hausnummer": 11}), now=timezone.now())


def test_an_older_move_that_comes_later_changes_nothing(database) -> None:
    town = make_town("musterhafen")
    adopted(town)
    permit(town)
    car(town)
    reported(town, moved(number=2))
    after = permits(town)
    reported(town, moved(number=1, home={**LINDEN, "hausnummer": 77}))
    assert permits(town) == after
    one(town)
    with working_for(town):
        late = RegisterEvent.objects.of(town).get(number=1)
    assert (late.cases, late.note) == (0, "outdated")


def test_two_dogs_of_one_owner_may_be_reported_in_any_order(database) -> None:
    """Only what tells how things stand now makes an older event void."""
    town = make_town("musterhafen")
    adopted(town, "hundesteuer")
    facts = {"festgestellt_am": "2026-11-02", "aktenzeichen": "KPB-1"}
    second = Report("dog.dangerous", "KPB", "halter-1", 2, date(2026, 11, 2), {"marke": "2", **facts})
    first = Report("dog.dangerous", "KPB", "halter-1", 1, date(2026, 11, 2), {"marke": "1", **facts})
    reported(town, second)
    reported(town, first)
    with working_for(town):
        assert set(RegisterEvent.objects.of(town).values_list("note", flat=True)) == {""}


def test_an_event_handled_again_after_a_crash_opens_nothing_twice(database) -> None:
    """Killed after the cases were opened and worked off: the permit that this very move has made is not its subject."""
    town = make_town("musterhafen")
    adopted(town)
    permit(town)
    car(town)
    reported(town, moved())
    after = permits(town)
    with working_for(town):
        it = RegisterEvent.objects.of(town).get()
        RegisterEvent.objects.of(town).update(handled_at=None)
    handle(town, event=str(it.pk))
    until_idle()
    assert permits(town) == after
    one(town)


def test_who_wants_nothing_done_unasked_gets_a_person(database) -> None:
    town = make_town("musterhafen")
    adopted(town)
    permit(town)
    car(town)
    with working_for(town):
        opt_out(town, {name: JANA[name] for name in ("familienname", "vornamen", "geburtsdatum")}, now=timezone.now())
    before = permits(town)
    reported(town, moved())
    assert permits(town) == before
    assert notices(town, one(town).pk) == []
    assert tasks(town) == ["umzug_ansehen"]


def test_an_opt_out_that_was_taken_back_no_longer_counts(database) -> None:
    town = make_town("musterhafen")
    adopted(town)
    permit(town)
    car(town)
    clerk = make_member(town, Role.CLERK)[1]
    with working_for(town):
        opt_out(town, JANA, now=timezone.now())
        declaration = OptOut.objects.of(town).values_list("declaration", flat=True)[0]
        take_back_opt_out(clerk, declaration, now=timezone.now())
    reported(town, moved())
    assert len(permits(town)) == 2


def test_a_person_with_a_block_goes_to_one_desk_and_is_named_nowhere(database) -> None:
    town = make_town("musterhafen")
    adopted(town)
    permit(town)
    car(town)
    before = permits(town)
    reported(town, moved(sperre=True))
    case = one(town)
    assert permits(town) == before
    assert case.person == ""
    assert case.facts["flags"] == ["auskunftssperre"]
    assert tasks(town) == ["umzug_gesondert"]
    assert (notices(town, case.pk), letters(town, case.pk)) == ([], [])


@pytest.mark.parametrize(
    ("state", "keeper"),
    [("unbound", None), ("silent", None), ("another keeper", {"familienname": "Verkauft", "kennung": "p-900"}),
     ("blocked", {"sperre": True})],
)  # fmt: skip
def test_a_vehicle_register_that_does_not_confirm_leaves_it_to_a_person(database, state, keeper) -> None:
    town = make_town("musterhafen")
    adopted(town, without=("fahrzeug",) if state == "unbound" else ())
    permit(town)
    if keeper is not None:
        car(town, **keeper)
    before = permits(town)
    reported(town, moved())
    assert permits(town) == before
    one(town)
    assert tasks(town) == ["umzug_ansehen"]


def test_consent_withdrawn_before_the_move_leaves_the_permit_alone(database) -> None:
    town = make_town("musterhafen")
    adopted(town)
    row = permit(town)
    car(town)
    clerk = make_member(town, Role.CLERK)[1]
    with working_for(town):
        assert withdraw_consent(clerk, row, "umzug", now=timezone.now()) == 1
        assert withdraw_consent(clerk, row, "umzug", now=timezone.now()) == 0
    reported(town, moved())
    assert valid(town) == ["BP-2025-00007"]
    assert len(permits(town)) == 1


def test_an_undo_does_not_bring_back_a_consent_withdrawn_since(database) -> None:
    town = make_town("musterhafen")
    adopted(town)
    old = permit(town)
    car(town)
    reported(town, moved())
    clerk = make_member(town, Role.CLERK)[1]
    with working_for(town):
        assert withdraw_consent(clerk, old, "umzug", now=timezone.now()) == 2
    undo(town)
    assert valid(town) == [old.key]
    assert permits(town)[old.key]["data"]["einwilligung_umzug"] is False


def test_an_undo_never_destroys_what_another_case_has_changed_since(database) -> None:
    town = make_town("musterhafen")
    adopted(town)
    old = permit(town)
    car(town)
    reported(town, moved())
    with working_for(town):
        later = Wanted("permit", "aendern", old.key, date(2026, 11, 22), None, {"kennzeichen": "PIR-NEU 1"})
        write_entry(town, later, case=None, key="somebody else")
    undo(town)
    (case,) = cases(town)
    assert case.incident != ""
    assert permits(town)[old.key]["data"]["kennzeichen"] == "PIR-NEU 1"


def test_two_people_of_the_same_name_and_birthday_are_not_confused(database) -> None:
    town = make_town("musterhafen")
    adopted(town)
    permit(town)
    permit(town, key="BP-2025-00008", person_kennung="p-200", kennzeichen="PIR-JB 999")
    car(town)
    before = permits(town)["BP-2025-00008"]
    reported(town, moved())
    one(town)
    assert permits(town)["BP-2025-00008"] == before
    assert "BP-2025-00007" not in valid(town)


def test_there_and_back_within_a_day_ends_in_the_first_zone(database) -> None:
    town = make_town("musterhafen")
    adopted(town)
    permit(town)
    car(town)
    reported(town, moved(number=1))
    reported(town, moved(number=2, home=LINDEN))
    (key,) = valid(town)
    assert permits(town)[key]["data"]["zone"] == "Beispiel A"
    assert permits(town)[key]["data"]["anschrift"] == LINDEN


def test_a_move_next_month_keeps_the_old_permit_until_then(database) -> None:
    town = make_town("musterhafen")
    adopted(town)
    permit(town)
    car(town)
    day = timezone.localdate() + timedelta(days=30)
    reported(town, moved(day=day))
    one(town)
    assert valid(town) == ["BP-2025-00007"]
    found = permits(town)
    assert found.pop("BP-2025-00007")["valid_until"] == (day - timedelta(days=1)).isoformat()
    assert [new["valid_from"] for new in found.values()] == [day.isoformat()]


def test_a_permit_that_ran_out_yesterday_is_left_alone(database) -> None:
    town = make_town("musterhafen")
    adopted(town)
    row = permit(town)
    car(town)
    with working_for(town):
        type(row).objects.of(town).update(valid_until=timezone.localdate() - timedelta(days=1))
    before = permits(town)
    reported(town, moved(day=timezone.localdate()))
    assert permits(town) == before


def test_a_paused_service_does_nothing(database) -> None:
    town = make_town("musterhafen")
    adoption = adopted(town)
    permit(town)
    navigator = make_member(town, Role.NAVIGATOR)[1]
    with working_for(town):
        pause(navigator, adoption)
    reported(town, moved())
    assert cases(town) == []


def begun(town, *reports: Report) -> None:
    """The events have become cases that have not yet done anything."""
    for report in reports:
        with working_for(town):
            event, _is_new = receive(town, report, now=timezone.now())
        handle(town, event=str(event.pk))


def test_two_moves_under_way_at_once_never_make_two_permits(database) -> None:
    town = make_town("musterhafen")
    adopted(town)
    permit(town)
    car(town)
    begun(town, moved(number=1), moved(number=2, home={**LINDEN, "hausnummer": 77}))
    until_idle()
    assert len(valid(town)) == 1
    assert len(permits(town)) == 2
    assert sorted(bool(case.incident) for case in cases(town)) == [False, True]


def test_consent_withdrawn_while_the_case_is_under_way_stops_it(database) -> None:
    town = make_town("musterhafen")
    adopted(town)
    row = permit(town)
    car(town)
    begun(town, moved())
    clerk = make_member(town, Role.CLERK)[1]
    with working_for(town):
        withdraw_consent(clerk, row, "umzug", now=timezone.now())
    until_idle()
    (case,) = cases(town)
    assert "wurde seitdem noch einmal geändert" in case.incident, "clerks read German"
    assert valid(town) == [row.key]
    assert len(permits(town)) == 1


def test_an_undo_goes_on_when_the_later_change_was_undone_too(database) -> None:
    town = make_town("musterhafen")
    adopted(town)
    old = permit(town)
    car(town)
    before = permits(town)[old.key]
    reported(town, moved())
    for number, plate in enumerate(("PIR-NEU 1", old.data["kennzeichen"])):
        with working_for(town):
            change = Wanted("permit", "aendern", old.key, date(2026, 11, 22), None, {"kennzeichen": plate})
            write_entry(town, change, case=None, key=f"somebody else {number}")
    undo(town)
    assert permits(town)[old.key] == before
