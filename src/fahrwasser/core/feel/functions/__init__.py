"""The built-in functions; importing this module registers all of them."""

from fahrwasser.core.feel.functions import conversion, numbers
from fahrwasser.core.feel.functions.registry import REGISTRY

__all__ = ["REGISTRY", "conversion", "numbers"]
