"""Where a town stands on its way, and when somebody should call."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.programme.phases import fact_names, missing, phase, phases, reached, standing

TODAY = date(2026, 11, 22)
FACTS = sorted(fact_names())


def test_the_phases_come_in_the_order_of_the_programme() -> None:
    keys = [kind.key for kind in phases()]
    assert keys == ["mandate", "record", "agenda", "projects", "accompany", "network"]


def test_a_town_without_anything_looks_for_its_mandate() -> None:
    assert reached({}).key == "mandate"
    assert missing(phase("mandate"), {}) == ("has_mandate",)


def test_a_finished_check_without_mandate_does_not_skip_a_phase() -> None:
    assert reached({"check_finished": True}).key == "mandate"
    assert reached({"check_finished": True, "has_mandate": True}).key == "agenda"


@given(st.sets(st.sampled_from(FACTS)), st.sampled_from(FACTS))
def test_one_more_fact_never_takes_a_town_back(known: set[str], more: str) -> None:
    order = list(phases())
    before = reached(dict.fromkeys(known, True))
    after = reached(dict.fromkeys(known | {more}, True))
    assert order.index(after) >= order.index(before)


@given(st.sets(st.sampled_from(FACTS)))
def test_what_is_missing_is_exactly_what_opens_the_next_phase(known: set[str]) -> None:
    facts = dict.fromkeys(known, True)
    here = reached(facts)
    if here.key == "network":
        assert missing(here, facts) == ()
        return
    needed = missing(here, facts)
    assert needed
    there = reached(facts | dict.fromkeys(needed, True))
    assert phases().index(there) > phases().index(here)


@pytest.mark.parametrize(
    ("key", "days", "silent", "stuck"),
    [
        ("record", 120, 0, ""),
        ("record", 121, 0, "long"),
        ("agenda", 400, 10, ""),
        ("agenda", 400, 91, "silent"),
        ("agenda", 400, 90, ""),
        ("record", 100, 100, "silent"),
    ],
)
def test_a_town_is_stuck_when_the_record_drags_on_or_nothing_is_entered(key, days, silent, stuck) -> None:
    where = standing(
        phase(key),
        entered_on=TODAY - timedelta(days=days),
        last_entry_on=TODAY - timedelta(days=silent),
        today=TODAY,
        facts={},
    )
    assert where.stuck == stuck
    assert where.days == days


def test_the_reason_somebody_gave_goes_first() -> None:
    where = standing(phase("record"), entered_on=TODAY, last_entry_on=None, today=TODAY, facts={}, said="vendor")
    assert where.stuck == "reason"
    assert where.is_stuck


def test_a_new_phase_is_not_silent_before_it_has_lasted() -> None:
    where = standing(phase("projects"), entered_on=TODAY, last_entry_on=date(2025, 1, 1), today=TODAY, facts={})
    assert not where.is_stuck


def test_what_is_done_leaves_the_checklist() -> None:
    where = standing(phase("record"), entered_on=TODAY, last_entry_on=None, today=TODAY, facts={"check_finished": True})
    assert [item.fact for item in where.open_items] == ["has_figures", "has_systems"]
