"""What a case costs: minutes by channel, hours a year, euros; the citizen's time apart (reference: cost and benefit).

Freed hours are not cash: nothing here turns them into savings.
"""

from collections.abc import Mapping
from typing import Literal

from fahrwasser.core.costing.defaults import Degree, hour_rate, minutes_per_case, trip
from fahrwasser.core.costing.ranges import Range, total

Channel = Literal["counter", "post", "email", "pdf", "online", "automatic"]

DEGREE_OF_CHANNEL: Mapping[Channel, Degree] = {
    "counter": "paper",
    "post": "paper",
    "email": "pdf_mail",
    "pdf": "pdf_mail",  # an online form that arrives as PDF saves nothing
    "online": "data_import",
    "automatic": "automatic",
}
CHANNELS: tuple[Channel, ...] = tuple(DEGREE_OF_CHANNEL)
TRIPS_FACTOR = 2.0  # there and back; our reading of the source, which describes one way


def minutes_by_channel(shares: Mapping[Channel, float], paper_minutes: float | None = None) -> Range:
    """Mean minutes of one case when it arrives by these channels (shares sum to 1).

    `paper_minutes` is the town's own value for a case on paper; the other degrees keep their proportion to it.
    Raises ValueError if a share is negative or the sum is not 1.
    """
    if any(share < 0 for share in shares.values()) or abs(sum(shares.values()) - 1) > 0.005:
        raise ValueError("channel shares are not negative and sum to 1")
    scale = 1.0 if paper_minutes is None else paper_minutes / minutes_per_case("paper").likely
    return total(minutes_per_case(DEGREE_OF_CHANNEL[channel]).times(scale * share) for channel, share in shares.items())


def hours_per_year(volume: Range, minutes: Range) -> Range:
    """Staff hours a year for this many cases."""
    return Range(volume.low * minutes.low / 60, volume.likely * minutes.likely / 60, volume.high * minutes.high / 60)


def cost_of_case(minutes: float, rate: float | None = None) -> float:
    """EUR of staff time for one case, without overhead, rounded to cents; 15 minutes are 10.55 EUR."""
    return round(minutes / 60 * (hour_rate() if rate is None else rate), 2)


def relief(volume: Range, now: Degree, later: Degree) -> Range:
    """Hours a year that become free when all cases move from one degree of automation to another; never negative."""
    before, after = minutes_per_case(now), minutes_per_case(later)
    spared = [max(0.0, before.low - after.high), max(0.0, before.likely - after.likely)]
    spared.append(max(0.0, before.high - after.low))
    return hours_per_year(volume, Range(*spared))


def citizen_hours(volume: Range, trips_factor: float = TRIPS_FACTOR) -> Range:
    """Hours a year that citizens spend on the way to the town hall; reported apart, never in euros by itself."""
    minutes, _ = trip()
    return volume.times(minutes * trips_factor / 60)


def citizen_eur(volume: Range, hour_value: float, trips_factor: float = TRIPS_FACTOR) -> Range:
    """EUR a year of citizens: fares, and their time at `hour_value` EUR (council paper 0, optimiser 10, both E)."""
    minutes, fare = trip()
    return volume.times(trips_factor * (fare + minutes / 60 * hour_value))
