"""What one evaluation carries: the clock, the messages, and limits a hostile text cannot pass."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

MOST_STEPS = 1_000_000  # turns of loops in one evaluation
MOST_TEXT = 1_000_000  # characters of one string, items of one list
TEXT_PER_STEP = 100  # characters of a new string that count as one turn
MOST_SAID = 100
LONGEST_SAID = 300
DEEPEST_CALL = 50

Frame = list[Any]  # [Run, value of each slot]
Code = Callable[[Frame], Any]


class Exhausted(Exception):
    """An evaluation used up its turns; caught where the evaluation began."""


@dataclass(slots=True)
class Run:
    """One evaluation. `said` gets a line for each thing that became null by error; `notes` is the model's own."""

    now: datetime
    said: list[str] = field(default_factory=list)
    notes: Any = None
    steps: int = 0
    depth: int = 0

    def say(self, text: str) -> None:
        """Record why a value became null; returns None so that a closure can return it."""
        if len(self.said) < MOST_SAID:
            self.said.append(text[:LONGEST_SAID])

    def spend(self, steps: int = 1) -> None:
        """Count turns of loops. Raises Exhausted beyond the limit."""
        self.steps += steps
        if self.steps > MOST_STEPS:
            raise Exhausted
