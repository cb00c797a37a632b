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
    rows = [*[town(phase="record")] * 3, *[town(phase="mandate")] * 2, *[town(phase="agenda")] * 5]
    view = state_view(rows)
    assert [(c.key, c.towns) for c in view.phases] == [("mandate", None), ("record", None), ("agenda", 5)]


def test_the_last_line_cannot_be_worked_out_from_the_total() -> None:
    """Ten towns, six of them in one phase: whoever reads that knows that the others are four."""
    rows = [*[town(phase="record")] * 4, *[town(phase="agenda")] * 6, *[town(phase="projects")] * 9]
    view = state_view(rows)
    assert [(c.key, c.towns) for c in view.phases] == [("record", None), ("agenda", None), ("projects", 9)]
    statuses = state_view([town(agenda_status="none")] * 1 + [town(agenda_status="decided")] * 8).agendas
    assert [count.towns for count in statuses] == [None, None]


def test_towns_of_a_small_district_cannot_be_worked_out_from_the_others() -> None:
    """Seven towns in the phase, six of them in the only district that is shown: the seventh is somebody."""
    north = [town(phase="record", district="Nord")] * 6 + [town(phase="agenda", district="Nord")] * 7
    south = [town(phase="record", district="Süd")] + [town(phase="agenda", district="Süd")] * 2
    (district,) = state_view([*north, *south]).districts
    assert [(count.key, count.towns) for count in district.phases] == [("record", None), ("agenda", None)]


def test_hours_appear_only_when_five_towns_have_named_some() -> None:
    silent, loud = {"code": "form", "hours": None, "project": ""}, {"code": "form", "hours": 900, "project": ""}
    (count,) = state_view([town(obstacles=[silent])] * 9 + [town(obstacles=[loud])]).obstacles
    assert (count.towns, count.hours, count.of) == (10, None, None)
    (count,) = state_view([town(obstacles=[silent])] * 5 + [town(obstacles=[loud])] * 5).obstacles
    assert (count.towns, count.hours, count.of) == (10, 4500, 5)


def test_solutions_count_once_a_town_and_from_five_towns_on() -> None:
    given_on = [("P11", n) for n in range(5)] + [("P11", 0), ("P20", 1)]
    view = state_view([], given_on)
    assert [(count.key, count.towns) for count in view.solutions] == [("P11", 5), ("P20", None)]


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


PHASES, PLACES = ["mandate", "record", "agenda", "projects"], ["Nord", "Ost", "Süd", "West", ""]


@given(st.lists(st.tuples(st.sampled_from([*PHASES, None]), st.sampled_from(PLACES)), max_size=70))
def test_what_is_left_of_every_total_is_nothing_or_at_least_five_towns(rows) -> None:
    view = state_view([town(phase=phase, district=district) for phase, district in rows])
    known = [phase for phase, _district in rows if phase]
    shown = {count.key: count.towns for count in view.phases if count.towns}
    left = [len(known) - sum(shown.values())]
    left += [district.towns - sum(count.towns or 0 for count in district.phases) for district in view.districts]
    for phase, towns in shown.items():
        found = [c.towns or 0 for district in view.districts for c in district.phases if c.key == phase]
        left.append(towns - sum(found))
    assert [n for n in left if 0 < n < 5 and len(known) >= 5] == []
    hidden = {count.key for count in view.phases if count.towns is None}
    assert not [c for d in view.districts for c in d.phases if c.key in hidden and c.towns]


@given(st.lists(st.tuples(st.sampled_from(["record", "agenda", None]), st.sampled_from(["Nord", "Süd"])), max_size=40))
def test_no_number_below_five_leaves(rows) -> None:
    view = state_view([town(phase=phase, district=district, hours_planned=7) for phase, district in rows])
    counts = [*view.phases, *(count for district in view.districts for count in district.phases)]
    assert all(count.towns is None or count.towns >= 5 for count in counts)
    assert all(district.towns >= 5 for district in view.districts)
    assert (view.hours_planned is None) == (len(rows) < 5)


def test_voices_add_their_towns_to_an_obstacle_once_and_no_hours() -> None:
    named = [town(obstacles=[{"code": "form", "hours": 10, "project": ""}], municipality_id=n) for n in range(5)]
    (count,) = state_view(named, voices=[("form", 0), ("form", 0), ("form", 9)]).obstacles
    assert (count.towns, count.hours, count.of) == (6, 50, 5)
    (count,) = state_view([], voices=[("time", n) for n in range(4)]).obstacles
    assert (count.towns, count.hours) == (None, None)
