"""Plan against reality, by position and year: more than 20 % off asks for a reason."""

from dataclasses import dataclass

TOLERANCE = 0.2


@dataclass(frozen=True, slots=True)
class Deviation:
    """`share` of the plan by which reality is off (0.25 = 25 % more); None where there was no plan to be off from."""

    share: float | None
    asks_for_reason: bool


def deviation(planned: float | None, actual: float) -> Deviation:
    """Planned and actual EUR of one year; `planned` None = it was unknown, so nothing can be off."""
    if planned is None:
        return Deviation(None, asks_for_reason=False)
    if planned == 0:
        return Deviation(None, asks_for_reason=actual > 0)
    share = (actual - planned) / planned
    return Deviation(share, asks_for_reason=abs(share) > TOLERANCE + 1e-9)
