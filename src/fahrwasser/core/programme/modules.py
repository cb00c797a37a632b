"""The curriculum: modules with a practice in the town's own data. Titles: reference programme-and-agenda 2."""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

from fahrwasser.core.inventory.questions import Text


@dataclass(frozen=True, slots=True)
class Module:
    """One module; the practice is done on `page` (a url name). `fact` shows that it was, "" = the person says so."""

    key: str
    title: Text
    minutes: int
    aims: tuple[Text, ...]
    practice: Text
    page: str
    fact: str


@cache
def modules() -> tuple[Module, ...]:
    """All modules in their order."""
    text = resources.files("fahrwasser.core.programme").joinpath("data/modules.json").read_text("utf-8")
    return tuple(
        Module(
            raw["key"],
            _text(raw["title"]),
            raw["minutes"],
            tuple(_text(aim) for aim in raw["aims"]),
            _text(raw["practice"]),
            raw["page"],
            raw["fact"],
        )
        for raw in json.loads(text)["modules"]
    )


def _text(raw: dict[str, str]) -> Text:
    return Text(raw["de"], raw["en"])
