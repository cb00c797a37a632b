"""Which rules of which table made a value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fired:
    """`rules` are ids in table order; `annotations` the texts of their annotation entries. `decision` is the name."""

    decision: str
    table: str
    rules: tuple[str, ...]
    annotations: tuple[str, ...]
