"""A service that was never switched on: no value is in force yet, and those decided for two days are both kept."""

from datetime import date, timedelta

import pytest

from web.catalogue.navigator import NEW_YEAR, Navigator, decides_for_later

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("is_reversed", [False, True])
@pytest.mark.parametrize("days", [(date(2026, 10, 1), NEW_YEAR), (NEW_YEAR, NEW_YEAR + timedelta(days=181))])
def test_before_any_value_holds_two_of_different_days_are_both_kept(
    navigator: Navigator, days: tuple[date, date], is_reversed: bool
) -> None:
    told = [("60,00", days[0]), ("75,00", days[1])]
    for value, day in reversed(told) if is_reversed else told:
        decides_for_later(navigator, value, valid_from=day.isoformat())

    kept = navigator.adoption().parameters
    assert kept.values["satz_erster"] == "60.00"
    assert kept.decisions["satz_erster"]["valid_from"] == days[0].isoformat()
    assert kept.on(days[1] - timedelta(days=1)).values["satz_erster"] == "60.00"
    assert kept.on(days[1]).values["satz_erster"] == "75.00"


def test_before_any_value_holds_the_same_one_again_corrects_its_day(navigator: Navigator) -> None:
    for day in (NEW_YEAR, NEW_YEAR + timedelta(days=31)):
        decides_for_later(navigator, valid_from=day.isoformat())

    kept = navigator.adoption().parameters
    assert (kept.decisions["satz_erster"]["valid_from"], kept.later) == (day.isoformat(), {})
