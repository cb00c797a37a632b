"""What the log of the cases says about a service, and how it reaches the record."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases import actions as cases
from fahrwasser.web.cases.calls import work
from fahrwasser.web.cases.effects import CALL, TIMER
from fahrwasser.web.cases.models import Case, Task
from fahrwasser.web.insight import actions, pages
from fahrwasser.web.insight.periods import USUAL, Period
from fahrwasser.web.insight.reads import ServiceLine, service_lines
from fahrwasser.web.inventory import actions as inventory
from fahrwasser.web.inventory.models import Figure, Service
from fahrwasser.web.jobs import loop, nights
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.tenants.context import working_for
from services import adopted
from towns import browser, make_member, make_town
from web.demo.lived import as_role

BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)
DOG = {
    "anliegen": "anmelden", "fuer_andere": False,
    "halter": {"vorname": "Jana", "familienname": "Muster", "geburtsdatum": "1985-04-12"},
    "anschrift": {"strasse": "Lindenweg", "hausnummer": "3", "plz": "01999", "ort": "Lindenau"},
    "hund": {"name": "Bello", "rasse": "Labrador", "liste": "keine", "festgestellt": False, "geboren": "2024-05-01",
             "haltung_seit": "2026-02-25", "zweck": "privat"},
    "hunde_bisher": 0, "verguenstigung_gewuenscht": False, "richtig": True,
}  # fmt: skip


class TownHall:
    """A town with the dog tax, whose cases happen when the test says."""

    def __init__(self) -> None:
        self.town = make_town()
        self.user, self.navigator = make_member(self.town, Role.NAVIGATOR)
        self.clerk: Member = make_member(self.town, Role.CLERK)[1]
        self.adoption = adopted(self.town, "hundesteuer", by=self.navigator)
        self.count = 0

    def apply(self, at: datetime = BEGIN, channel: str = "online", is_test: bool = False, **answers: Any) -> Case:
        self.count += 1
        dog = {**DOG["hund"], "haltung_seit": f"{at - timedelta(days=5):%Y-%m-%d}"}
        keeper = {**DOG["halter"], "familienname": f"Muster{self.count}"}
        with working_for(self.town):
            facts = {"antrag": {**DOG, "hund": dog, "halter": keeper, **answers}}
            case = cases.open_case(
                self.adoption, self.adoption.release, channel=channel, facts=facts, now=at, is_test=is_test
            )
        self.run(at)
        return case

    def run(self, until: datetime) -> None:
        """Everything due by then happens at its own time."""
        found = [None]
        while found:
            with working_for(self.town):
                jobs = Job.objects.of(self.town).filter(kind__in=(CALL, TIMER), due__lte=until)
                found = list(jobs.order_by("due", "id"))
                work(self.town, found, lambda job: job.due)
                Job.objects.of(self.town).filter(pk__in=[job.pk for job in found]).delete()

    def decide(self, case: Case, taken: datetime, minutes: float, outcome: str = "bewilligen") -> None:
        done = taken + timedelta(minutes=minutes)
        with working_for(self.town):
            task = Task.objects.of(self.town).get(case=case, done_at=None)
            cases.claim(self.clerk, task.pk, taken)
            cases.finish_task(self.clerk, task.pk, {"ausgang": outcome, "begruendung": "Geprüft."}, done)
        self.run(done)

    def lines(self, start: datetime = BEGIN, days: int = 200) -> list[ServiceLine]:
        with working_for(self.town):
            return service_lines(self.town, Period(start, start + timedelta(days=days)))


@pytest.fixture
def hall(database: object) -> TownHall:
    return TownHall()


def test_a_bescheid_is_answered_with_its_letter_although_the_case_stays_open(hall: TownHall) -> None:
    case = hall.apply()
    with working_for(hall.town):
        assert Case.objects.of(hall.town).get(pk=case.pk).closed_at is None
    (line,) = hall.lines()
    assert (line.title["de"], line.is_application, line.figures.cases) == ("Hundesteuer", True, 1)
    assert line.figures.throughput_hours.value == 0
    assert line.figures.without_hand.value == 1
    hall.run(BEGIN + timedelta(days=90))
    assert hall.lines()[0].figures.throughput_hours.value == 0, "the objection period does not count"


def test_waiting_and_touch_time_of_a_task_are_told_apart(hall: TownHall) -> None:
    case = hall.apply(bemerkung="Bitte lesen.")
    hall.decide(case, BEGIN + timedelta(hours=30), minutes=12)
    found = hall.lines()[0].figures
    assert found.waiting_hours.value == pytest.approx(30)
    assert found.touch_minutes.value == pytest.approx(12)
    assert found.without_hand.value == 0
    assert found.throughput_hours.value == pytest.approx(30.2)
    assert found.hours_saved == pytest.approx((26 - 12) / 60)


def test_asking_back_is_counted_and_is_no_answer(hall: TownHall) -> None:
    asked = hall.apply(bemerkung="Bitte lesen.")
    hall.apply()
    hall.decide(asked, BEGIN + timedelta(hours=1), 5, outcome="nachfragen")
    found = hall.lines()[0].figures
    assert (found.asked_back.value, found.throughput_hours.n) == (0.5, 1)


def test_what_still_lies_on_the_desk_has_saved_nothing_yet(hall: TownHall) -> None:
    hall.apply()
    alone = hall.lines()[0].figures.hours_saved
    hall.apply(bemerkung="Bitte lesen.")
    assert hall.lines()[0].figures.hours_saved == alone == pytest.approx(26 / 60)


def test_who_was_typed_in_at_the_counter_had_a_hand_and_saved_nothing(hall: TownHall) -> None:
    hall.apply(channel="counter")
    found = hall.lines()[0].figures
    assert (found.without_hand.value, found.hours_saved, found.citizen_hours) == (0, 0, 0)


def test_hours_that_nobody_knows_are_no_measured_zero(hall: TownHall, monkeypatch: pytest.MonkeyPatch) -> None:
    hall.apply()
    (line,) = hall.lines()
    unknown = replace(line, figures=replace(line.figures, hours_saved=None, citizen_hours=None))
    monkeypatch.setattr(pages, "service_lines", lambda *_: [unknown])
    page = pages.page_of(hall.town, USUAL, BEGIN)
    assert (page.hours_saved, page.citizen_hours) == (None, None)
    monkeypatch.setattr(pages, "service_lines", lambda *_: [unknown, line])
    page = pages.page_of(hall.town, USUAL, BEGIN)
    assert page.hours_saved == line.figures.hours_saved


def test_test_cases_and_other_periods_and_towns_never_count(hall: TownHall) -> None:
    hall.apply(is_test=True)
    hall.apply(at=BEGIN + timedelta(days=300))
    assert hall.lines() == []
    other = make_town("anderswo")
    with working_for(other):
        assert service_lines(other, Period(BEGIN, BEGIN + timedelta(days=900))) == []


def test_what_was_measured_stands_in_the_record_with_its_number_of_cases(hall: TownHall) -> None:
    now = BEGIN + timedelta(days=366)
    with working_for(hall.town):
        inventory.start_record(hall.navigator)
    hall.apply(at=BEGIN)
    for number in range(6):
        hall.apply(at=now - timedelta(days=30 - number), channel="phone" if number == 0 else "online")
    with working_for(hall.town):
        assert actions.measure(hall.town, now) > 0
        assert actions.measure(hall.town, now) == 0, "nothing has changed since"
        service = Service.objects.of(hall.town).get(key="dog-tax-changes")
        rows = {row.key: row for row in Figure.objects.current(hall.town) if row.subject == f"service:{service.pk}"}
    assert (rows["volume"].value, rows["volume"].origin) == (6, "measured")
    assert rows["volume"].source.endswith("n = 6")
    assert (rows["minutes"].value, rows["share_counter"].value, rows["share_online"].value) == (0, 17, 83)
    assert sum(row.value for key, row in rows.items() if key.startswith("share_")) == 100


def test_four_cases_are_too_few_for_the_record(hall: TownHall) -> None:
    with working_for(hall.town):
        inventory.start_record(hall.navigator)
    for _ in range(4):
        hall.apply()
    with working_for(hall.town):
        assert actions.measure(hall.town, BEGIN + timedelta(days=30)) == 0
    assert hall.lines()[0].figures.is_small


def test_the_page_shows_counts_and_nobody(hall: TownHall) -> None:
    hall.apply(at=timezone.now() - timedelta(days=3))
    page = browser(hall.user).get("/lindenau/kennzahlen/").content.decode()
    assert "Hundesteuer" in page
    assert "wenige" in page
    assert "Muster1" not in page
    assert "26 Minuten" in page
    assert browser(hall.user).get("/lindenau/kennzahlen/?zeitraum=unsinn").status_code == 200


def test_clerks_do_not_see_the_figures_and_a_coach_may_not_write_them(hall: TownHall) -> None:
    clerk = make_member(hall.town, Role.CLERK)[0]
    coach = make_member(hall.town, Role.LOTSE)[0]
    assert browser(clerk).get("/lindenau/kennzahlen/").status_code == 403
    assert browser(coach).get("/lindenau/kennzahlen/").status_code == 200
    assert browser(coach).post("/lindenau/kennzahlen/uebernehmen/").status_code == 403


def test_one_click_measures_now_and_every_night(hall: TownHall) -> None:
    with working_for(hall.town):
        inventory.start_record(hall.navigator)
    for _ in range(5):
        hall.apply(at=timezone.now() - timedelta(days=3))
    visitor = browser(hall.user)
    visitor.post("/lindenau/kennzahlen/uebernehmen/")
    visitor.post("/lindenau/kennzahlen/uebernehmen/")
    with working_for(hall.town):
        assert Job.objects.of(hall.town).filter(kind=actions.MEASURE).count() == 1
        assert Figure.objects.of(hall.town).filter(origin="measured").exists()


def test_every_town_is_measured_each_night_without_anybody_asking(hall: TownHall) -> None:
    make_town("anderswo")
    with as_role("owner"):
        nights.plan_all(timezone.now())
        nights.plan_all(timezone.now())
        assert Job.objects.filter(kind=actions.MEASURE).count() == 2
    with as_role("worker"):
        loop.until_idle()
    with working_for(hall.town):
        assert Job.objects.of(hall.town).get(kind=actions.MEASURE).due > timezone.now() + timedelta(hours=23)
