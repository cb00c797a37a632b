"""Counts below three never stand alone, and nothing can be taken off to find them."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.inventory.posts import AGE_BANDS, LEAST, merged, whole_town

COUNTS = st.decimals(min_value=0, max_value=9, places=1)
OFFICES = st.dictionaries(st.sampled_from("ABCDE"), st.dictionaries(st.sampled_from(AGE_BANDS), COUNTS), max_size=5)


@given(OFFICES)
def test_no_cell_below_three_is_shown(posts) -> None:
    for row in merged(posts):
        assert row.total is None or row.total >= LEAST
        for cell in row.cells:
            assert cell.posts is None or cell.posts >= LEAST


@given(OFFICES)
def test_every_row_covers_all_bands_once_and_sums_to_its_total(posts) -> None:
    for row in merged(posts):
        assert tuple(band for cell in row.cells for band in cell.bands) == AGE_BANDS
        if row.total is not None:
            assert sum(cell.posts for cell in row.cells) == row.total


@given(OFFICES)
def test_every_office_with_posts_stands_in_one_row(posts) -> None:
    shown = [office for row in merged(posts) for office in row.offices]
    assert len(shown) == len(set(shown))
    assert set(shown) == {office for office, bands in posts.items() if sum(bands.values()) > 0}


@given(OFFICES)
def test_the_town_is_shown_by_band_only_if_no_office_is(posts) -> None:
    if whole_town(posts) is not None:
        assert all(len(row.cells) == 1 for row in merged(posts))


def test_the_oldest_are_kept_apart_where_there_are_enough() -> None:
    (row,) = merged({"Kämmerei": {"60_plus": Decimal(3), "55_59": Decimal(1), "40_49": Decimal(4)}})
    assert [(cell.bands, cell.posts) for cell in row.cells] == [
        (("under_40", "40_49", "50_54", "55_59"), Decimal(5)),
        (("60_plus", "unknown"), Decimal(3)),
    ]
