"""One event about two thousand entries: in groups, each in a transaction of its own, none twice, none lost."""

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from fahrwasser.core.refused import Refused
from fahrwasser.web.cases.models import Case, Task
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.registers import jobs
from fahrwasser.web.registers.actions import Report, opt_out, receive
from fahrwasser.web.registers.models import Entry, RegisterEvent
from fahrwasser.web.registers.showing import state_of
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from services import adopted
from towns import make_town
from web.registers.moves import until_idle

DOG = {
    "vorname": "Jana", "familienname": "Beispiel", "geburtsdatum": "1985-04-12", "strasse": "Hafenweg",
    "hausnummer": 9, "plz": "01999", "ort": "Musterhafen", "steuerjahr": 2026, "beginn": "2025-03-01",
    "satz_cent": 6000, "steuer_cent": 6000, "klasse": "normal", "rang": 1, "erm_prozent": 0, "kassenzeichen": "K",
}  # fmt: skip
YEAR = Report("tax.year", "hand", "", 1, date(2027, 1, 4), {"jahr": 2027})


def town_with_dogs(count: int) -> tuple[Municipality, str]:
    town = make_town("musterhafen")
    adopted(town, "hundesteuer")
    since = date(2025, 3, 1)
    with working_for(town):
        Entry.objects.bulk_create(
            Entry(municipality=town, register="dog", key=f"H-{number:05d}", person=f"p-{number}", valid_from=since,
                  data={**DOG, "marke": f"H-{number:05d}"})
            for number in range(count)
        )  # fmt: skip
        event, _is_new = receive(town, YEAR, now=timezone.now())
    return town, str(event.pk)


def counted(town: Municipality) -> tuple[int, int]:
    with working_for(town):
        return Case.objects.of(town).count(), RegisterEvent.objects.of(town).get().cases


def test_two_thousand_dogs_get_their_case_each_in_groups(database) -> None:
    town, event = town_with_dogs(2000)
    sent: list[str] = []

    def note(execute, statement, *rest):
        sent.append(statement)
        return execute(statement, *rest)

    with connection.execute_wrapper(note):
        jobs.handle(town, event=event)

    assert counted(town) == (2000, 2000)
    assert len(sent) <= 20 * 15, f"{len(sent)} statements for 20 groups"


def test_killed_in_the_middle_it_goes_on_where_it_stood(database, monkeypatch: pytest.MonkeyPatch) -> None:
    town, event = town_with_dogs(250)
    real, calls = jobs.open_cases, []

    def dies(*args, **more):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args, **more)

    monkeypatch.setattr(jobs, "open_cases", dies)
    with pytest.raises(KeyboardInterrupt):
        jobs.handle(town, event=event)
    assert counted(town) == (100, 0)
    jobs.handle(town, event=event)
    assert counted(town) == (250, 250)
    jobs.handle(town, event=event)
    assert counted(town) == (250, 250)
    with working_for(town):
        assert Job.objects.of(town).exclude(case=None).values("case").distinct().count() == 250


def test_an_entry_whose_process_cannot_begin_does_not_hold_up_the_others(
    database, monkeypatch: pytest.MonkeyPatch
) -> None:
    town, event = town_with_dogs(120)
    real = jobs.open_cases

    def refuses(adoption, release, openings, **more):
        if any(opening.facts["register"]["schluessel"] == "H-00007" for opening in openings):
            raise Refused("broken")
        return real(adoption, release, openings, **more)

    monkeypatch.setattr(jobs, "open_cases", refuses)
    jobs.handle(town, event=event)
    assert counted(town) == (119, 119)
    with working_for(town):
        row = RegisterEvent.objects.of(town).get()
    assert row.handled_at is not None
    assert state_of(row) == "erledigt, aber Einträge (1) muss jemand ansehen"


def test_an_event_that_cannot_be_handled_says_so_in_the_list(database, monkeypatch: pytest.MonkeyPatch) -> None:
    town, event = town_with_dogs(3)
    with working_for(town):
        job = Job.objects.of(town).get(kind="registers.event")
        jobs.gave_up(town, job, RuntimeError())
        row = RegisterEvent.objects.of(town).get()
    assert state_of(row) == "hängt, der Betrieb muss nachsehen"
    jobs.handle(town, event=event)
    assert counted(town) == (3, 3)


def test_whoever_wants_nothing_done_unasked_gets_no_yearly_notice_by_machine(database) -> None:
    town, event = town_with_dogs(2)
    with working_for(town):
        Entry.objects.filter(key="H-00000").update(data={**DOG, "marke": "H-00000", "geburtsdatum": "1970-01-01"})
        jana = {"familienname": "Beispiel", "vornamen": "Jana", "geburtsdatum": "1970-01-01"}
        opt_out(town, jana, now=timezone.now())

    jobs.handle(town, event=event)
    until_idle()

    with working_for(town):
        by_entry = {case.facts["register"]["schluessel"]: case for case in Case.objects.of(town)}
        waiting = set(Task.objects.of(town).filter(done_at=None).values_list("case_id", flat=True))
    assert by_entry["H-00000"].facts["flags"] == ["widersprochen"]
    assert waiting == {by_entry["H-00000"].pk}
