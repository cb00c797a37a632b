"""The built-in functions; importing this module registers all of them."""

from fahrwasser.core.feel.functions import (  # noqa: F401 - they register themselves
    contexts,
    conversion,
    days,
    intervals,
    lists,
    numbers,
    statistics,
    strings,
)
from fahrwasser.core.feel.functions.registry import REGISTRY

__all__ = ["REGISTRY"]
