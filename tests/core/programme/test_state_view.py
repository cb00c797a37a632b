"""The state sees sums, and nobody's own figures."""

from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.programme.state_view import state_view

EMPTY = {
    "phase": None,
    "agenda_status": None,
    "packages": None,
    "obstacles": None,
    "hours_planned": None,
    "hours_measured": None,
    "projects_done": None,
    "district": "",
}


def town(**released: object) -> dict[str, object]:
    return {**EMPTY, **released}


def test_nothing_released_says_nothing() -> None:
    view = state_view([])
    assert view.released == 0
    assert (view.phases, view.packages, view.obstacles, view.districts, view.hours_planned) == ((), (), (), (), None)


def test_fewer_than_five_towns_are_not_counted_out() -> None:
    view = state_view([town(phase="record")] * 4 + [town(phase="agenda")] * 5)
    assert [(count.key, count.towns) for count in view.phases] == [("record", None), ("agenda", 5)]


def test_obstacles_add_up_their_hours_once_there_are_five_towns() -> None:
    named = [{"code": "form", "hours": 10, "project": ""}, {"code": "form", "hours": None, "project": "P11"}]
    view = state_view([town(obstacles=named)] * 5 + [town(obstacles=[{"code": "price", "hours": 900, "project": ""}])])
    assert [(count.key, count.towns, count.hours) for count in view.obstacles] == [
        ("form", 5, 50),
        ("price", None, None),
    ]


def test_a_package_counts_once_a_town() -> None:
    twice = [{"package": "de.hund", "version": "1"}, {"package": "de.hund", "version": "2"}]
    (count,) = state_view([town(packages=twice)] * 6).packages
    assert (count.key, count.towns) == ("de.hund", 6)


def test_a_small_district_does_not_appear() -> None:
    view = state_view([town(phase="record", district="Nord")] * 5 + [town(phase="record", district="Süd")] * 4)
    assert [district.name for district in view.districts] == ["Nord"]


@given(st.lists(st.tuples(st.sampled_from(["record", "agenda", None]), st.sampled_from(["Nord", "Süd"])), max_size=40))
def test_no_number_below_five_leaves(rows) -> None:
    view = state_view([town(phase=phase, district=district, hours_planned=7) for phase, district in rows])
    counts = [*view.phases, *(count for district in view.districts for count in district.phases)]
    assert all(count.towns is None or count.towns >= 5 for count in counts)
    assert all(district.towns >= 5 for district in view.districts)
    assert (view.hours_planned is None) == (len(rows) < 5)
