"""First small steps of a project: at most 30 minutes each, with an owner and a text that is ready to send."""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from fahrwasser.core.agenda.catalogue.build import project_of
from fahrwasser.core.agenda.catalogue.projects import Catalogue
from fahrwasser.core.inventory.questions import Text

LONGEST_MINUTES = 30
OF_THE_PROJECT = "office"


@dataclass(frozen=True, slots=True)
class SmallStep:
    """One step; `owner` is "navigator" or the key of an office, `ready` the text to copy. `id` is stable."""

    id: str
    minutes: int
    owner: str
    title: Text
    ready: Text


def steps_for(catalogue: Catalogue, planned: str) -> tuple[SmallStep, ...]:
    """The steps of a project or variant in their order; general ones where the catalogue has no own."""
    project = catalogue.projects[project_of(planned)]
    raw = _data()
    rows = raw["projects"].get(project.id)
    if rows is not None:
        return tuple(_step(row, row["id"], row["owner"], "", "") for row in rows)
    return tuple(
        _step(
            row,
            f"{project.id}.{row['id']}",
            project.office if row["owner"] == OF_THE_PROJECT else row["owner"],
            project.name.de,
            project.name.in_language("en"),
        )
        for row in raw["generic"]
    )


def _step(row: dict[str, Any], step_id: str, owner: str, name: str, name_en: str) -> SmallStep:
    ready = Text(row["ready"]["de"].replace("{project}", name), row["ready"]["en"].replace("{project}", name_en))
    return SmallStep(step_id, row["minutes"], owner, Text(row["title"]["de"], row["title"]["en"]), ready)


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(
        resources.files("fahrwasser.core.agenda").joinpath("data/steps.json").read_text("utf-8")
    )
    return loaded
