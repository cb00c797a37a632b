"""Eighteen months of invented cases: made by the engine, in steps, for everybody the same."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from django.conf import settings
from django.test import Client

from fahrwasser.core.feel.values import Value
from fahrwasser.core.forms.journey import journey
from fahrwasser.core.refused import Refused
from fahrwasser.web.cases.facts import parameter_values
from fahrwasser.web.cases.history import verify
from fahrwasser.web.cases.models import Case, Decision, Letter, Task
from fahrwasser.web.cases.verbs import Call
from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.demo import jobs, year
from fahrwasser.web.demo.applications import SPAN, applications, doubtful
from fahrwasser.web.demo.reports import reports
from fahrwasser.web.demo.year import Year, _registers
from fahrwasser.web.insight.periods import Period
from fahrwasser.web.insight.reads import service_lines
from fahrwasser.web.jobs import loop
from fahrwasser.web.jobs.models import Job, Mail
from fahrwasser.web.ports.deliveries import CHECK, State
from fahrwasser.web.ports.doubles.finance import FinanceDouble
from fahrwasser.web.ports.file_drop import FileDrop, folder
from fahrwasser.web.ports.models import Delivery
from fahrwasser.web.ports.registry import Parcel
from fahrwasser.web.registers.models import RegisterEvent
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from web.demo.lived import as_role, lived, loaded

UNTIL = datetime(2026, 2, 8, 17, tzinfo=UTC)
STEPS = 6  # from the middle of November: the yearly notices of January are among them
TAX = {"Vorgang", "Kassenzeichen", "Name", "Anschrift", "Jahr", "Betrag_Cent", "Buchungstext", "Buchungsart"}
PERMIT = {"art", "zahlungspflichtig", "strasse", "plz", "ort", "betrag", "buchungstext", "ordnungsbegriff"}


def numbers_of(town: Municipality) -> list[tuple[str, str, str, datetime]]:
    """Every case in a few words."""
    with working_for(town):
        rows = Case.objects.of(town).order_by("number")
        return list(rows.values_list("number", "process", "outcome", "opened_at"))


def test_one_case_that_cannot_go_on_says_so_and_the_others_do(
    database: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    town, register, refused = loaded("lindenau"), year.DOES["register"], []

    def first_refused(call: Call) -> Mapping[str, Value]:
        if not refused or call.case.pk in refused:
            refused.append(call.case.pk)
            raise Refused("Somebody else has changed it.")
        return register(call)

    monkeypatch.setitem(year.DOES, "register", first_refused)
    lived(town, UNTIL, 2)

    with working_for(town):
        cases = Case.objects.of(town)
        assert list(cases.exclude(incident="").values_list("pk", flat=True)) == [refused[0]]
        assert cases.exclude(closed_at=None).exclude(outcome="").exists()
        assert Job.objects.of(town).filter(case=refused[0]).exclude(failed_at=None).count() == 1


def test_the_first_page_is_there_before_any_case(database: object) -> None:
    town = loaded("lindenau")
    assert numbers_of(town) == []
    assert Client().get("/lindenau/dienste/hundesteuer/").status_code == 200
    with working_for(town):
        job = Job.objects.of(town).get(kind=jobs.LIVE)
        job.args["steps"] = 2
        job.save()
    with as_role("worker"):
        loop.do_heavy()
    assert numbers_of(town)
    with working_for(town):
        assert not Job.objects.of(town).filter(kind=jobs.LIVE).exists()
        assert Job.objects.of(town).filter(kind="insight.measure").count() == 1


def test_the_months_are_those_of_a_town_hall_and_the_cash_office_retypes_nothing(
    database: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    town = loaded("erlenbrueck")
    lived(town, UNTIL, STEPS)
    _is_a_town_hall(town)
    for package, needed in (("hundesteuer", TAX), ("bewohnerparkausweis", PERMIT)):
        monkeypatch.setattr(settings, "HOME", tmp_path / package)
        _books_everything(town, package, FinanceDouble(needed=frozenset(needed)))


def test_the_cash_office_books_what_the_worker_has_sent_meanwhile(
    database: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    town = loaded("lindenau")
    with working_for(town):
        Job.objects.of(town).filter(kind=jobs.LIVE).delete()
    year = Year(town, UNTIL, 2)
    with as_role("worker"):
        while year._next_step():
            while loop.do_long():
                pass
        with working_for(town):
            assert Delivery.objects.of(town).filter(state=State.SENT).exists()
        year.run()
    with working_for(town):
        old = Delivery.objects.of(town).filter(made_at__lt=UNTIL - timedelta(days=1))
        assert {row.state for row in old} == {State.ACKNOWLEDGED}
        asked = Job.objects.of(town).filter(kind=CHECK).values_list("args__delivery", flat=True)
        assert not {str(row.pk) for row in old} & set(asked)


def _is_a_town_hall(town: Municipality) -> None:
    with working_for(town):
        cases = list(Case.objects.of(town))
        assert {"online", "counter", "event"} <= {case.channel for case in cases}
        assert {case.process for case in cases} >= {"antrag", "jahresbescheid"}
        assert [case.incident for case in cases if case.incident] == []
        assert [case for case in cases if verify(case) is not None] == []
        assert all(case.opened_at <= UNTIL and (case.closed_at or UNTIL) <= UNTIL for case in cases)
        assert Decision.objects.of(town).filter(level="decide").exists()
        done, waiting = Task.objects.of(town).exclude(done_at=None), Task.objects.of(town).filter(done_at=None)
        assert done.exists(), "clerks have decided"
        assert len({task.due.date() for task in waiting}) > 1, "and have something to do today"
        letters = Letter.objects.of(town)
        limit = UNTIL - timedelta(days=21)
        old, new = letters.filter(made_at__lt=limit), letters.filter(made_at__gt=limit)
        assert old.count() == old.filter(document__title__startswith="Beispiel: ").count() > 0
        assert new.exists()
        assert not new.filter(document__title__startswith="Beispiel").exists()
        assert RegisterEvent.objects.of(town).filter(handled_at=None).count() == 0
        lines = service_lines(town, Period(UNTIL - timedelta(days=60), UNTIL))
        assert {line.process for line in lines} >= {"antrag", "jahresbescheid"}
    with as_role("owner"):
        assert Mail.objects.count() == 0, "nobody gets mail of invented people"


def _books_everything(town: Municipality, package: str, finance: FinanceDouble) -> None:
    """Every record of the months goes through the file that the other system gets."""
    with working_for(town):
        adoption = Adoption.objects.of(town).get(package__endswith=package)
        rows = list(Delivery.objects.of(town).filter(adoption=adoption, port="finanz"))
    parcels = [Parcel(town, row.port, row.key, row.record, {}) for row in rows]
    for parcel in parcels:
        FileDrop().send(parcel)
    assert finance.read(folder(parcels[0])) == len(rows) > 2
    assert (finance.fields_retyped, finance.repeated, len(finance.bookings)) == (0, 0, len(rows))
    assert finance.read(folder(parcels[0])) == 0
    assert sum(row.state == "acknowledged" for row in rows) > len(rows) / 2, "the invented office has booked them too"


def test_a_second_run_finds_nothing_to_do_and_an_interrupted_one_goes_on(
    database: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = loaded("lindenau")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(year, "_open_portal_letters", killed)
        with pytest.raises(KeyboardInterrupt):
            lived(town, UNTIL, 2)
    assert numbers_of(town) == [], "a step is whole or not there"
    lived(town, UNTIL, 2)
    whole = numbers_of(town)
    lived(town, UNTIL, 2)
    assert numbers_of(town) == whole


def test_between_two_steps_the_worker_finds_nothing_of_the_past_to_do(database: object) -> None:
    town = loaded("lindenau")
    with as_role("worker"):
        months = Year(town, UNTIL, 3)
        for _ in range(2):
            assert months._next_step()
            with working_for(town):
                assert not Job.objects.of(town).filter(kind__startswith="cases.", due__lte=UNTIL).exists()
        months.run()
    with working_for(town):
        far = Job.objects.of(town).filter(kind__startswith="cases.", due__gt=UNTIL + timedelta(days=400))
        assert not far.exists(), "real timers stand where they belong"


def test_every_application_could_have_been_sent_and_dice_decide_alone(database: object) -> None:
    town = loaded("erlenbrueck")
    begin = UNTIL - SPAN
    with working_for(town):
        adoptions = {row.package: row for row in Adoption.objects.of(town).open_to_citizens()}
        known = _registers(town, begin, frozenset(adoptions))
        once = [*applications(begin, 200, known, Random(7)), *doubtful(begin, known, Random(7))]
        again = _registers(town, begin, frozenset(adoptions))
        assert once == [*applications(begin, 200, again, Random(7)), *doubtful(begin, again, Random(7))]
        for one in once:
            adoption = adoptions[one.package]
            release = compiled(adoption.release_id)
            values = {"parameter": parameter_values(adoption.parameters_id, adoption.release_id, one.at)}
            way = journey(release.form, one.answers, now=one.at, known=values)
            assert way.is_complete, (one.answers, way.missing)
            assert not way.dropped
    assert {one.answers["anliegen"] for one in once} >= {"anmelden", "abmelden", "aendern", "neu"}


def test_the_tax_year_is_run_once_a_year(database: object) -> None:
    town = loaded("lindenau")
    with working_for(town):
        known = _registers(town, UNTIL, frozenset({"de.fahrwasser.hundesteuer"}))
        begins = [UNTIL - number * SPAN for number in range(year.STEPS)]
        found = [report for begin in begins for _, report in reports(1, begin, known, Random(1))]
    years = [report.number for report in found if report.kind == "tax.year"]
    assert sorted(years) == [2025, 2026], "eighteen months that end in February have two Januaries"
