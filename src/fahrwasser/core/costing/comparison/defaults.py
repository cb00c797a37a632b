"""The shipped positions of the cost tree, scaled to a town: own estimates that say so, with source and date.

Prices that nobody publishes are unknown, not zero. Every value is a default that the town overrides.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from fahrwasser.core.costing.comparison.outage import Outage
from fahrwasser.core.costing.comparison.positions import EVERY, WAYS, Knowledge, Position
from fahrwasser.core.costing.ranges import Range

HOURS_PER_DAY = 8
NOBODY_ASKED = "noch niemand gefragt"
CATALOGUE = "Maßnahme im Katalog"


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalogue knows of carrying out a project on one way: days, EUR once, EUR a year, hours freed a year."""

    days: Range
    cost_once: float
    cost_per_year: float
    hours_per_year: Range


@dataclass(frozen=True, slots=True)
class Prefilled:
    """A position with its name in both languages and where it comes from."""

    position: Position
    name_de: str
    name_en: str
    knowledge: Knowledge
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Rate:
    """A dated parameter: interest or cost rate, valid until a newer one is entered."""

    value: float
    valid_from: date
    source: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A figure from elsewhere to hold one's own against; `as_of` may be unknown."""

    de: str
    en: str
    source: str
    as_of: date | None


def prefilled(
    population: int,
    years: int,
    hour_rate: float,
    ways: Collection[str] = WAYS,
    known: Mapping[str, Known] | None = None,
) -> tuple[Prefilled, ...]:
    """The positions of these ways for a town of this size; `known` = way → figures of the project's variant.

    Without a variant the figures that only it could give are unknown; hours freed are then the same on every way.
    """
    factor = max(population, 1) / _data()["reference_population"]
    found = []
    for row in _data()["positions"]:
        for way, amount, source in _amounts(row, ways, known or {}, factor):
            first, last = _years(row["years"], years)
            position = Position(
                key=row["key"],
                way=way,
                group=row["group"],
                first_year=first,
                last_year=last,
                amount=None if amount is None else _in_euros(amount, row["unit"], hour_rate),
                is_benefit=row.get("benefit", False),
                is_cash=row["unit"] == "eur",
                driver=row["driver"],
            )
            knowledge: Knowledge = "unknown" if amount is None else "estimate"
            as_of = date.fromisoformat(row["as_of"])
            found.append(Prefilled(position, row["de"], row["en"], knowledge, source, as_of))
    return tuple(found)


def _amounts(
    row: dict[str, Any], ways: Collection[str], known: Mapping[str, Known], factor: float
) -> Iterable[tuple[str, Range | None, str]]:
    """(way, amount in the position's own unit, source): scaled, or from the variant."""
    raw = row["ways"]
    if isinstance(raw, str):
        is_same = row.get("benefit", False) and not known
        for way in (EVERY,) if is_same else [way for way in WAYS if way in ways]:
            yield way, *_from_variant(raw.removeprefix("variant:"), row, way, known.get(way))
        return
    for way, ends in raw.items():
        if way in ways or way == EVERY:
            yield way, Range(*ends).times(factor ** row["size"]), row["source"]


def _from_variant(name: str, row: dict[str, Any], way: str, variant: Known | None) -> tuple[Range | None, str]:
    hidden = _data()["unknown_price"]
    if row["key"] == hidden["key"] and way in hidden["ways"]:
        return None, hidden["source"]
    if variant is None:
        return None, NOBODY_ASKED
    value = getattr(variant, name)
    if isinstance(value, Range):
        return value, CATALOGUE
    spread = _data()["variant_spread"]
    return Range(*(value * spread[end] for end in ("low", "likely", "high"))), CATALOGUE


def _years(word: str, years: int) -> tuple[int, int]:
    return {"once": (0, 0), "yearly": (min(1, years), years), "end": (years, years)}[word]


def _in_euros(amount: Range, unit: str, hour_rate: float) -> Range:
    """Whole tens of euros: an estimate shall not look exact."""
    factor = {"eur": 1.0, "hours": hour_rate, "days": hour_rate * HOURS_PER_DAY}[unit]
    return Range(*(float(round(end * factor / 10) * 10) for end in (amount.low, amount.likely, amount.high)))


def prefilled_outage(way: str, population: int, hour_rate: float) -> Outage:
    """A long outage on this way in a town of this size: our estimate. KeyError for another way."""
    raw = _data()["outages"]
    own = raw[way]
    return Outage(
        way=way,
        chance=Range(*own["chance"]),
        direct=_tens(Range(*own["direct_per_inhabitant"]).times(population)),
        cases_per_day=Range(*(round(end * population / 1000, 1) for end in raw["cases_per_day"])),
        minutes=Range(*raw["minutes"]),
        days=Range(*own["days"]),
        fines_lost=_tens(Range(*own["fines_per_inhabitant"]).times(population)),
        hour_rate=hour_rate,
    )


def outage_source() -> str:
    """Where the figures of an outage come from."""
    return str(_data()["outages"]["source"])


def _tens(amount: Range) -> Range:
    return Range(*(float(round(end / 10) * 10) for end in (amount.low, amount.likely, amount.high)))


def interest_on(day: date) -> Rate:
    """The interest that is valid on this day: the newest one known to us. LookupError before the first."""
    return _valid("interest", day)


def workplace_on(day: date) -> Rate:
    """EUR of material cost of one workplace a year that are valid on this day. LookupError before the first."""
    return _valid("workplace_eur_per_year", day)


def _valid(name: str, day: date) -> Rate:
    rates = [Rate(r["value"], date.fromisoformat(r["valid_from"]), r["source"]) for r in _data()["rates"][name]]
    valid = [rate for rate in rates if rate.valid_from <= day]
    if not valid:
        raise LookupError(f"no {name} known on {day}")
    return max(valid, key=lambda rate: rate.valid_from)


def anchors() -> tuple[Anchor, ...]:
    """Known figures of others, with source and date."""
    return tuple(
        Anchor(row["de"], row["en"], row["source"], date.fromisoformat(row["as_of"]) if row["as_of"] else None)
        for row in _data()["anchors"]
    )


def group_names(language: str = "de") -> Mapping[str, str]:
    """Key → name of the six groups, in their order."""
    return {key: names["en" if language == "en" else "de"] for key, names in _data()["groups"].items()}


@cache
def _data() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("data/comparison.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
