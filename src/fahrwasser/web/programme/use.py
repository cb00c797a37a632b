"""Which parts of the program the coached towns use, from what they have released."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from fahrwasser.web.usage.features import FEATURES


@dataclass(frozen=True, slots=True)
class Used:
    """One part: how often it was opened in each town in eight weeks, altogether, and the means of minutes a form."""

    title: str | Promise
    towns: tuple[tuple[str, int], ...]
    uses: int
    least: float | None
    most: float | None


def part_title(part: str) -> str | Promise:
    """Name of a part of the program; the key if a later release no longer knows it."""
    return FEATURES[part][0] if part in FEATURES else part


def used_in(rows: Iterable[Mapping[str, Any]]) -> tuple[Used, ...]:
    """The part that is opened most first; `rows` are sheets with `name` and `used_parts`. Towns by name, no ranking."""
    towns: dict[str, list[tuple[str, int]]] = defaultdict(list)
    minutes: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        for one in row["used_parts"]:
            towns[one["part"]].append((row["name"], one["uses"]))
            if one["minutes"] is not None:
                minutes[one["part"]].append(one["minutes"])
    found = [
        Used(
            part_title(part),
            tuple(sorted(named)),
            sum(uses for _name, uses in named),
            min(minutes[part], default=None),
            max(minutes[part], default=None),
        )
        for part, named in towns.items()
    ]
    return tuple(sorted(found, key=lambda used: (-used.uses, str(used.title))))
