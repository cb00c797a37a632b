"""Text parts of the papers that a town may edit: stable keys, default wording, values filled in.

An edited text is taken as it is: nothing in it is filled in or interpreted.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class TextPart:
    """One editable part: key such as "agenda.ziele", its title and the default wording (with {…} for values).

    `points` are standard sentences printed as a list beneath it; they are not edited.
    """

    key: str
    title: str
    default: str
    points: tuple[str, ...] = ()


@cache
def text_parts(paper: str) -> tuple[TextPart, ...]:
    """The parts of "agenda" or "mandate" in their order; KeyError for another paper."""
    return tuple(
        TextPart(f"{paper}.{key}", part["title"], part["text"], tuple(part.get("points", ())))
        for key, part in _data()[paper].items()
    )


def written(part: TextPart, edited: Mapping[str, str], values: Mapping[str, str]) -> tuple[str, bool]:
    """The text of a part, and whether it is the town's own wording."""
    own = edited.get(part.key, "").strip()
    return (own, True) if own else (part.default.format_map(values).strip(), False)


@cache
def _data() -> dict[str, Any]:
    text = resources.files("fahrwasser.core.agenda").joinpath("data/paper-texts.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
