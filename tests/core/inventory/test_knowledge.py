"""Knowledge that hangs on one person: coarse years, what a notebook keeps, what is at risk."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.inventory.knowledge import (
    HORIZONS,
    PARTS,
    RISKS,
    LoneTask,
    at_risk_first,
    by_office,
    coarse,
    horizon,
    written,
)


@pytest.mark.parametrize(
    ("years", "band", "kept"),
    [(0, "soon", 3), (3, "soon", 3), (4, "later", 10), (10, "later", 10), (11, "far", 50), (None, "unknown", None)],
)
def test_years_are_kept_in_bands(years, band, kept) -> None:
    assert (horizon(years), coarse(years)) == (band, kept)


@given(st.none() | st.integers(0, 60))
def test_the_band_of_what_is_kept_is_the_band_of_what_was_said(years) -> None:
    assert coarse(coarse(years)) == coarse(years)
    assert horizon(coarse(years)) == horizon(years)


def test_a_piece_counts_when_something_is_written_or_there_is_nothing_to_say() -> None:
    assert written({"steps": "Erst A", "places": "  "}, ["contacts"]) == ("steps", "contacts")


@given(st.sampled_from(HORIZONS), st.integers(0, len(PARTS)))
def test_a_complete_notebook_never_raises_the_risk(band, pieces) -> None:
    now, complete = LoneTask("Kasse", "", band, pieces), LoneTask("Kasse", "", band, len(PARTS))
    assert RISKS.index(complete.risk) >= RISKS.index(now.risk)
    assert complete.risk != "high"


def test_what_goes_soon_without_a_notebook_stands_first() -> None:
    tasks = [
        LoneTask("Archiv", "Hauptamt", "far"),
        LoneTask("Kasse", "Kämmerei", "soon", len(PARTS)),
        LoneTask("Wahlen", "Hauptamt", "soon"),
    ]
    assert [(task.name, task.risk) for task in at_risk_first(tasks)] == [
        ("Wahlen", "high"), ("Kasse", "raised"), ("Archiv", "low"),
    ]  # fmt: skip


def test_by_office_names_tasks_in_their_band() -> None:
    found = by_office([LoneTask("Kasse", "Kämmerei", "soon"), LoneTask("Abschluss", "Kämmerei", "soon")])
    assert found["Kämmerei"]["soon"] == ("Abschluss", "Kasse")
    assert found["Kämmerei"]["later"] == ()
