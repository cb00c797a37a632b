"""What keeps towns from going on: a short list, so that the same problem is found in several towns."""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

from fahrwasser.core.inventory.questions import Text


@dataclass(frozen=True, slots=True)
class ObstacleKind:
    """One kind; `to` = who could take it away: "vendor", "state", "district", "town"."""

    code: str
    title: Text
    to: str


@cache
def obstacle_kinds() -> tuple[ObstacleKind, ...]:
    """All kinds, in the order of the list."""
    text = resources.files("fahrwasser.core.programme").joinpath("data/obstacles.json").read_text("utf-8")
    rows = json.loads(text)["obstacles"]
    return tuple(ObstacleKind(row["code"], Text(row["title"]["de"], row["title"]["en"]), row["to"]) for row in rows)


def obstacle_title(code: str, language: str) -> str:
    """Title of a kind; the code itself if a newer list no longer has it."""
    found = {kind.code: kind.title for kind in obstacle_kinds()}.get(code)
    return found.in_language(language) if found else code
