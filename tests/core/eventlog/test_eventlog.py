"""Figures of a service from what the log counted, and which activities of a process they are made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.eventlog.figures import FEW, Tally, figures
from fahrwasser.core.eventlog.marks import marks_of
from fahrwasser.core.packages.compile import compile_package
from fahrwasser.core.packages.files import read_folder
from paths import PROJECT

SERVICES = PROJECT / "src/fahrwasser/services"
YEAR = Tally(
    cases=40, answered=40, median_hours=2.0, tasks=10, timed_tasks=8, waiting_hours=120, touch_hours=1.2,
    without_hand=24, asked_back=4, channels={"online": 30, "counter": 10}, spared=30,
)  # fmt: skip


def test_hours_saved_are_those_of_cases_that_nobody_typed() -> None:
    found = figures(YEAR, paper_minutes=26)
    assert found.touch_minutes.value == pytest.approx(9)  # 72 minutes of 8 tasks that were taken up first
    assert found.minutes_per_case.value == pytest.approx(2.25)  # 10 tasks in 40 cases
    assert found.hours_saved == pytest.approx(30 * (26 - 2.25) / 60)
    assert found.eur_per_case == 1.58
    assert found.citizen_hours == 15  # 30 ways there and back


def test_without_a_declared_baseline_nothing_is_saved() -> None:
    found = figures(YEAR)
    assert (found.hours_saved, found.citizen_hours) == (None, None)
    assert found.minutes_per_case.value == pytest.approx(2.25)


def test_shares_and_means_carry_how_many_stand_behind_them() -> None:
    found = figures(YEAR)
    assert (found.without_hand.value, found.without_hand.n) == (0.6, 40)
    assert (found.asked_back.value, found.waiting_hours.value) == (0.1, 12)
    assert (found.touch_minutes.n, found.touch_minutes.is_small) == (8, False)
    assert found.channels["counter"].value == 0.25


def test_four_cases_are_marked_as_few() -> None:
    assert figures(Tally(cases=FEW - 1)).is_small
    assert not figures(Tally(cases=FEW)).is_small


def test_tasks_without_touch_time_make_no_minutes() -> None:
    found = figures(Tally(cases=6, answered=6, tasks=6), paper_minutes=26)
    assert (found.minutes_per_case.value, found.hours_saved, found.eur_per_case) == (None, None, None)


def test_a_service_that_took_longer_than_on_paper_says_so() -> None:
    slow = Tally(cases=6, answered=6, tasks=6, timed_tasks=6, touch_hours=6, channels={"online": 6}, spared=6)
    saved = figures(slow, paper_minutes=26).hours_saved
    assert saved is not None
    assert saved < 0


@given(st.integers(0, 50), st.integers(0, 50), st.floats(0, 1e4), st.floats(0, 1e4))
def test_no_tally_breaks_the_arithmetic(cases: int, tasks: int, waiting: float, touch: float) -> None:
    found = figures(Tally(cases, cases, None, tasks, tasks, waiting, touch, cases, 0, {"api": cases}), 26)
    assert found.without_hand.value in (None, 1)
    assert found.is_small == (cases < FEW)


@pytest.mark.parametrize(
    ("package", "process", "questions", "answer"),
    [
        ("hundesteuer", "antrag", {"nachfrage"}, "steuerbescheid"),
        ("hundesteuer", "gefaehrlich", {"gef_anhoerung"}, "gef_aenderungsbescheid_hund"),
        ("hundesteuer", "jahresbescheid", set(), "jahr_jahresbescheid_schicken"),
        ("bewohnerparkausweis", "antrag", {"frage_senden"}, "bescheid_senden"),
    ],
)
def test_a_letter_that_asks_back_is_no_answer(package: str, process: str, questions: set[str], answer: str) -> None:
    release = compile_package(read_folder(SERVICES / package))
    found = marks_of(release.processes[process])
    assert found.questions == questions
    assert answer in found.answers
    assert not found.answers & found.questions
    assert found.tasks
