"""What a case costs: hours a year, euros; the citizen's time apart (reference: cost and benefit).

Freed hours are not cash: nothing here turns them into savings.
"""

from fahrwasser.core.costing.defaults import hour_rate, trip_minutes
from fahrwasser.core.costing.ranges import Range

TRIPS_FACTOR = 2.0  # there and back; our reading of the source, which describes one way


def hours_per_year(volume: Range, minutes: Range) -> Range:
    """Staff hours a year for this many cases."""
    return Range(volume.low * minutes.low / 60, volume.likely * minutes.likely / 60, volume.high * minutes.high / 60)


def cost_of_case(minutes: float, rate: float | None = None) -> float:
    """EUR of staff time for one case, without overhead, rounded to cents; 15 minutes are 10.55 EUR."""
    return round(minutes / 60 * (hour_rate() if rate is None else rate), 2)


def citizen_hours(volume: Range, trips_factor: float = TRIPS_FACTOR) -> Range:
    """Hours that citizens spend on the way to the town hall; reported apart, never in euros by itself."""
    return volume.times(trip_minutes() * trips_factor / 60)
