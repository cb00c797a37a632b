"""The package that docs/how-to/write-a-package.md is about: it passes every gate, and it runs in a town."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from fahrwasser.core.letters.press import Press
from fahrwasser.core.packages.check import check
from fahrwasser.core.packages.files import read_folder
from fahrwasser.run.postgres import TemporaryCluster
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases import actions as cases
from fahrwasser.web.cases.models import Case, Letter, Notice, Task
from fahrwasser.web.jobs.models import Mail
from fahrwasser.web.ports.models import Delivery
from fahrwasser.web.registers.models import Entry
from fahrwasser.web.tenants.context import working_for
from paths import PROJECT
from services import adopted
from towns import make_member, make_town
from web.registers.moves import until_idle

FOLDER = PROJECT / "tests/packages/sperrmuell"
HOME = {"strasse": "Hafenweg", "hausnummer": "3", "plz": "01999", "ort": "Lindenau"}
ERIKA = {"vorname": "Erika", "familienname": "Beispiel", "email": "erika@beispiel.example"}
THREE_WEEKS_AGO = timedelta(days=21)


def test_the_package_passes_every_gate_with_all_its_letters() -> None:
    with Press() as press:
        report = check(read_folder(FOLDER), press=press)
    assert [finding.to_json() for finding in report.findings] == []
    assert report.notes == ()
    assert report.coverage is not None
    assert (report.coverage.percent, report.coverage.negative >= 5) == (100, True)


class Yard:
    """A town that has taken the package over; people applied three weeks ago, the worker wakes up today."""

    def __init__(self) -> None:
        self.town = make_town("lindenau")
        self.clerk = make_member(self.town, Role.CLERK)[1]
        self.adoption = adopted(self.town, str(FOLDER))

    def monday(self, weeks: int = -1) -> date:
        """Of the week so many weeks from now; never sooner than seven days after the application."""
        day = timezone.localdate() + timedelta(weeks=weeks)
        return day - timedelta(days=day.weekday())

    def apply(self, weeks: int = -1, **pieces: int) -> Case:
        answers = {
            "person": ERIKA, "anschrift": HOME, "volljaehrig": True, "woche": self.monday(weeks).isoformat(),
            "stuecke": [{"art": kind, "anzahl": count} for kind, count in pieces.items()],
        }  # fmt: skip
        about = {"person": {**ERIKA, "name": "Erika Beispiel", "anschrift": HOME}, "email": ERIKA["email"]}
        with working_for(self.town):
            case = cases.open_case(
                self.adoption, self.adoption.release, channel="online", facts={"antrag": answers, "fall": about},
                person="Beispiel, Erika", now=self.then,
            )  # fmt: skip
        until_idle()
        return self.case(case)

    @property
    def then(self) -> datetime:
        return timezone.now() - THREE_WEEKS_AGO

    def decide(self, case: Case, outcome: str) -> Case:
        with working_for(self.town):
            task = Task.objects.of(self.town).get(case=case, done_at=None)
            cases.finish_task(
                self.clerk, task.pk, {"ausgang": outcome, "begruendung": "Der Wagen ist voll."}, self.then
            )
        until_idle()
        return self.case(case)

    def case(self, case: Case) -> Case:
        with working_for(self.town):
            return Case.objects.of(self.town).get(pk=case.pk)

    def rows(self, model: Any, **where: Any) -> list[Any]:
        with working_for(self.town):
            return list(model.objects.of(self.town).filter(**where))


@pytest.fixture
def yard(database: TemporaryCluster) -> Yard:
    return Yard()


def test_little_waste_is_confirmed_entered_and_reminded_of_without_anybody(yard: Yard) -> None:
    case = yard.apply(moebel=2, matratze=3)
    assert (case.outcome, case.incident) == ("fertig", "")
    wednesday = yard.monday() + timedelta(days=2)
    subjects = [notice.subject for notice in yard.rows(Notice, case=case)]
    assert subjects == [f"Ihr Sperrmüll wird am {wednesday:%d.%m.%Y} abgeholt", "Morgen holen wir Ihren Sperrmüll"]
    entry = yard.rows(Entry)[0]
    assert (entry.register, entry.valid_from, entry.data["kubikmeter"]) == ("abholungen", wednesday, "3.5")
    assert yard.rows(Task, case=case) == []
    assert yard.rows(Letter, case=case) == []


def test_what_is_above_the_allowance_waits_for_the_office_and_costs_a_fee(yard: Yard) -> None:
    yard.apply(weeks=2, moebel=3, matratze=1)
    case = yard.apply(weeks=2, moebel=3)
    assert [task.node for task in yard.rows(Task, case=case)] == ["pruefen"]
    assert yard.rows(Letter) == []
    done = yard.decide(case, "annehmen")
    assert (done.outcome, done.incident) == ("", ""), "it waits for the day before the collection"
    letter = yard.rows(Letter, case=case)[0]
    assert (letter.template, letter.kind) == ("gebuehr", "bescheid")
    assert letter.objection_until is not None
    booked = yard.rows(Delivery)[0]
    assert booked.record["betrag"] == "31.25", "3.5 + 3 - 4 cubic metres at 12.50"


def test_a_refusal_carries_the_reasons_of_the_office_and_books_nothing(yard: Yard) -> None:
    case = yard.decide(yard.apply(elektro=9), "ablehnen")
    assert case.outcome == "abgelehnt"
    assert [letter.template for letter in yard.rows(Letter, case=case)] == ["absage"]
    assert (yard.rows(Entry), yard.rows(Delivery), yard.rows(Notice)) == ([], [], [])
    assert Mail.objects.count() == 0
