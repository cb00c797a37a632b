"""Minutes, hours and euros of a case, checked against the source's own figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.costing.costs import citizen_hours, cost_of_case, hours_per_year
from fahrwasser.core.costing.defaults import hour_rate, volumes
from fahrwasser.core.costing.ranges import Range, total


def test_quarter_of_an_hour_costs_ten_euros_fifty_five() -> None:
    assert hour_rate() == 42.20
    assert cost_of_case(15) == 10.55


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


def test_range_out_of_order_is_refused() -> None:
    with pytest.raises(ValueError, match="not in order"):
        Range(2, 1, 3)


RANGES = st.lists(st.floats(0, 1e6), min_size=3, max_size=3).map(sorted).map(lambda three: Range(*three))


@given(RANGES, RANGES)
def test_hours_keep_the_order_of_the_range(volume: Range, minutes: Range) -> None:
    hours = hours_per_year(volume, minutes)
    assert hours.low <= hours.likely <= hours.high
    assert total([volume, minutes]).width == pytest.approx(volume.width + minutes.width, abs=1e-6)
