"""The assumptions of a version as JSON and back: a kept version answers for itself, whatever the town changes later."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from fahrwasser.core.agenda.catalogue.adjustments import Adjustment
from fahrwasser.core.agenda.catalogue.town import Frame, Hold, Wish


def frame_to_json(frame: Frame) -> dict[str, Any]:
    """Everything but the exponents, which belong to the catalogue."""
    return {
        "first_quarter": frame.first_quarter.isoformat(),
        "hours_per_week": frame.hours_per_week,
        "budget_per_year": frame.budget_per_year,
        "quarters": frame.quarters,
        "running_cap_per_year": frame.running_cap_per_year,
        "confirmed_duties": sorted(frame.confirmed_duties),
        "done": sorted(frame.done),
        "wishes": [asdict(wish) for wish in frame.wishes],
        "holds": [asdict(hold) for hold in frame.holds],
        "adjustments": [asdict(adjustment) for adjustment in frame.adjustments],
        "groups": dict(frame.groups),
    }


def frame_from_json(raw: Mapping[str, Any]) -> Frame:
    """The inverse of `frame_to_json`."""
    return Frame(
        first_quarter=date.fromisoformat(raw["first_quarter"]),
        hours_per_week=raw["hours_per_week"],
        budget_per_year=raw["budget_per_year"],
        quarters=raw["quarters"],
        running_cap_per_year=raw["running_cap_per_year"],
        confirmed_duties=frozenset(raw["confirmed_duties"]),
        done=frozenset(raw["done"]),
        wishes=tuple(Wish(**wish) for wish in raw["wishes"]),
        holds=tuple(Hold(**hold) for hold in raw["holds"]),
        adjustments=tuple(Adjustment(**adjustment) for adjustment in raw.get("adjustments", ())),
        groups=raw["groups"],
    )
