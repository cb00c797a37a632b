"""Maturity scales: those shipped, replaced by imported ones of the same id and version (for example with criteria)."""

import json
from functools import lru_cache

from fahrwasser.core.inventory.scales import Scale, read_scale, shipped_scales

from .models import ScaleVersion


def all_scales() -> tuple[Scale, ...]:
    """Every known version, in the order of id and version; 1 query."""
    known = {(scale.id, scale.version): scale for scale in shipped_scales()}
    for row in ScaleVersion.objects.order_by("key", "version"):
        known[row.key, row.version] = _read(json.dumps(row.content, ensure_ascii=False))
    return tuple(known[key] for key in sorted(known))


def scale_named(key: str, version: str) -> Scale | None:
    """One version of a scale, if it is known; 1 query."""
    return next((scale for scale in all_scales() if (scale.id, scale.version) == (key, version)), None)


@lru_cache(maxsize=32)
def _read(content: str) -> Scale:
    return read_scale(content.encode())
