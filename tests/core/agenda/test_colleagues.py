"""What colleagues gain and learn: data that fit the catalogue, minutes that never exceed the case."""

from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.agenda.catalogue.projects import catalogue
from fahrwasser.core.agenda.colleagues import (
    Eased,
    fewer_interruptions,
    minutes_saved,
    offices_named,
    trainings,
    trainings_for,
)
from fahrwasser.core.costing.ranges import Range

HOURS = st.tuples(*[st.floats(0, 5000)] * 3).map(lambda ends: Range(*sorted(ends)))


def test_every_training_names_projects_and_offices_of_the_catalogue() -> None:
    known = catalogue()
    for training in trainings():
        assert set(training.projects) <= set(known.projects)
        assert training.who in {"all", "office", *known.offices}
        assert training.title.de
        assert training.title.en
        assert 0 < training.minutes <= 240


def test_every_project_with_relief_says_something_about_interruptions() -> None:
    silent = {"P09", "P10", "P40", "P41"}  # they prepare others
    for project in catalogue().projects.values():
        gives = any(variant.hours_per_year for variant in project.variants)
        assert (fewer_interruptions(project.id) is not None) == (gives and project.id not in silent)


def test_a_variant_is_taught_like_its_project() -> None:
    assert [one.id for one in trainings_for("P14-central")] == ["invoices"]
    assert trainings_for("P14-central")[0].offices(catalogue(), "P14-central") == ()
    (dms,) = trainings_for("P11")
    assert dms.offices(catalogue(), "P11") == ("hauptamt",)


@given(HOURS, st.floats(1, 60), st.floats(1, 10_000))
def test_never_more_minutes_are_saved_than_a_case_takes(hours, minutes, volume) -> None:
    saved = minutes_saved(hours, [Eased("Hundesteuer", minutes, volume)])
    assert saved is None or saved.high <= minutes * (1 + 1e-9)


def test_minutes_are_the_hours_spread_over_the_cases() -> None:
    saved = minutes_saved(Range(10, 20, 30), [Eased("A", 30, 60), Eased("B", 30, 60)])
    assert saved == Range(5, 10, 15)
    assert minutes_saved(Range(10, 20, 30), []) is None


def test_offices_are_found_by_the_name_the_town_uses() -> None:
    assert offices_named(catalogue(), [" kämmerei", "Archiv", "Front office"]) == {"kaemmerei", "buergerbuero"}
