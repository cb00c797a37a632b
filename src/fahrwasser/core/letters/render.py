"""One letter of our own papers: a press for a single sheet."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fahrwasser.core.letters.picture import Picture
from fahrwasser.core.letters.press import Letter, Press
from fahrwasser.core.letters.process import LIMITS, Limits


def render(
    template: str,
    values: Mapping[str, Any],
    *,
    made: date,
    files: Mapping[str, bytes] | None = None,
    language: str = "de",
    coat_of_arms: Picture | None = None,
    limits: Limits = LIMITS,
) -> Letter:
    """The letter as `Press.set` makes it, with a process of its own."""
    with Press(limits) as press:
        return press.set(template, values, made=made, files=files, language=language, coat_of_arms=coat_of_arms)
