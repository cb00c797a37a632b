"""Every write about adoptions: who decided which value, which port leads where, what is switched on."""

from .settings import bind, limit_level
from .switching import NotReady, activate, adopt, adoption_of, obstacles, pause, roll_back, take_release
from .values import Resolution, decide_values, set_parameter, take_back

__all__ = [
    "NotReady",
    "Resolution",
    "activate",
    "adopt",
    "adoption_of",
    "bind",
    "decide_values",
    "limit_level",
    "obstacles",
    "pause",
    "roll_back",
    "set_parameter",
    "take_back",
    "take_release",
]
