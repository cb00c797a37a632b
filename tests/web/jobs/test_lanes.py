"""A lane of the worker works no longer than its worker, and the worker no longer than its lanes."""

import os
import threading

import pytest

from fahrwasser.web.jobs import lanes, loop, worker


@pytest.fixture
def did(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was worked on; the database is not asked."""
    notes: list[str] = []

    def work() -> bool:
        notes.append("work")
        return True

    monkeypatch.setattr(loop, "do_short", work)
    monkeypatch.setattr(loop, "LEAVERS", [])
    return notes


def test_a_lane_whose_worker_died_while_it_was_forked_does_nothing(did: list[str]) -> None:
    lanes.short_work(threading.Event(), os.getpid())  # nobody is their own parent
    assert did == []


def test_a_lane_works_until_it_is_told_to_stop(did: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()
    monkeypatch.setattr(loop, "do_short", lambda: did.append("work") or len(did) < 3 or stop.set() or True)
    lanes.short_work(stop, os.getppid())
    assert did == ["work"] * 3


@pytest.mark.parametrize(("was_whole", "code"), [(True, 0), (False, worker.LANE_DIED)])
def test_a_lane_that_ends_unasked_has_died_whatever_its_exit_code(*, was_whole: bool, code: int) -> None:
    lane = lanes.FORKING.Process(target=os._exit, args=(0,))
    lane.start()
    lane.join(10)
    assert worker._ended([lane], was_whole=was_whole) == code


def test_somebody_missing_is_not_the_same_as_being_told_to_stop() -> None:
    assert not lanes.keep_on(threading.Event(), lambda: True, lambda: False)
    told = threading.Event()
    assert lanes.keep_on(told, lambda: told.set() or True, lambda: True)
