"""Minutes, hours and euros of a case, checked against the source's own figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.costing.costs import (
    CHANNELS,
    citizen_eur,
    citizen_hours,
    cost_of_case,
    hours_per_year,
    minutes_by_channel,
    relief,
)
from fahrwasser.core.costing.defaults import activity_minutes, hour_rate, minutes_per_case, volumes
from fahrwasser.core.costing.ranges import Range, total


def test_simple_application_on_paper_takes_26_minutes() -> None:
    assert activity_minutes((3, 4, 5, 11, 12, 14)) == 26 == minutes_per_case("paper").likely
    assert activity_minutes((3, 4, 5, 6, 11, 12, 14)) == 35 == minutes_per_case("paper_with_calculation").likely


def test_quarter_of_an_hour_costs_ten_euros_fifty_five() -> None:
    assert hour_rate() == 42.20
    assert cost_of_case(15) == 10.55


def test_missing_value_of_the_source_is_not_zero() -> None:
    with pytest.raises(ValueError, match="no high minutes"):
        activity_minutes((6,), "high")


def test_pdf_by_mail_saves_nothing() -> None:
    assert minutes_by_channel({"pdf": 1}) == minutes_by_channel({"counter": 1})
    assert relief(Range.exactly(100), "paper", "pdf_mail") == Range.exactly(0)


def test_structured_data_free_time() -> None:
    assert relief(Range.exactly(60), "paper", "data_import").likely == 15
    assert minutes_by_channel({"counter": 0.5, "online": 0.5}).likely == 18.5


def test_own_minutes_keep_the_proportion() -> None:
    assert minutes_by_channel({"counter": 1}, paper_minutes=52).likely == 52
    assert minutes_by_channel({"online": 1}, paper_minutes=52).likely == 22


def test_shares_that_do_not_sum_to_one_are_refused() -> None:
    with pytest.raises(ValueError, match="sum to 1"):
        minutes_by_channel({"counter": 0.5})


def test_volumes_of_a_town_of_8000_match_the_reference() -> None:
    known = volumes()
    assert known["id_card"].in_town(8000).likely == 720
    assert known["trade_registration"].in_town(8000).likely == 68
    invoices = known["incoming_invoices"].in_town(8000)
    assert (invoices.low, invoices.likely, invoices.high) == (4704, 6400, 23_880)
    assert known["office_staff"].in_town(8000).likely == 40
    assert known["council_hours"].in_town(8000).likely == 85  # hours per town, whatever its size


def test_citizens_time_is_there_and_back() -> None:
    assert citizen_hours(Range.exactly(100)).likely == 50
    assert citizen_eur(Range.exactly(100), hour_value=0).likely == pytest.approx(220)
    assert citizen_eur(Range.exactly(100), hour_value=10).likely == pytest.approx(720)


def test_range_out_of_order_is_refused() -> None:
    with pytest.raises(ValueError, match="not in order"):
        Range(2, 1, 3)


RANGES = st.lists(st.floats(0, 1e6), min_size=3, max_size=3).map(sorted).map(lambda three: Range(*three))


@given(RANGES, RANGES)
def test_hours_keep_the_order_of_the_range(volume: Range, minutes: Range) -> None:
    hours = hours_per_year(volume, minutes)
    assert hours.low <= hours.likely <= hours.high
    assert total([volume, minutes]).width == pytest.approx(volume.width + minutes.width, abs=1e-6)


@given(st.lists(st.floats(0.01, 1), min_size=len(CHANNELS), max_size=len(CHANNELS)))
def test_mixed_channels_lie_between_best_and_worst(weights: list[float]) -> None:
    shares = {channel: weight / sum(weights) for channel, weight in zip(CHANNELS, weights, strict=True)}
    assert minutes_per_case("automatic").likely <= minutes_by_channel(shares).likely <= 26 + 1e-9
