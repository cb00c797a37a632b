"""Person and address: groups whose fields are the same everywhere, so that prefill, letters and ports fit them."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from fahrwasser.core.forms.model import Json
from fahrwasser.core.forms.reading import Place, nearest
from fahrwasser.core.refused import N_

BLOCKS: Mapping[str, tuple[str, ...]] = {
    "person": ("vorname", "familienname"),
    "address": ("strasse", "hausnummer", "plz", "ort"),
}


@cache
def _all_parts(widget: str) -> dict[str, Json]:
    text = files("fahrwasser.core.forms").joinpath("data", f"{widget}.json").read_text(encoding="utf-8")
    parts: dict[str, Json] = json.loads(text)
    return parts


def block_properties(place: Place, widget: str) -> dict[str, Json]:
    """The fields a person or address has: those of `x-fw-parts`, else the few that nearly every service needs.

    `properties` may change single keys of a part (another help text, a legal basis) and add fields of its own.
    """
    known = _all_parts(widget)
    parts = place.texts("x-fw-parts") or BLOCKS[widget]
    for part in parts:
        if part not in known:
            raise place.refuse(
                "x-fw-parts", N_("“%(part)s” is no part of it; nearest: %(nearest)s."),
                part=part, nearest=nearest(part, known),
            )  # fmt: skip
    own = place.mapping("properties")
    properties = {part: _changed(known[part], own.get(part, {})) for part in parts}
    return properties | {name: raw for name, raw in own.items() if name not in properties}


def _changed(part: dict[str, Json], own: Json) -> Json:
    """A part with what the form says differently; English words of ours go when the German ones are changed."""
    if not isinstance(own, dict):
        return own
    gone = {"title", "description", "x-fw-en"} if "title" in own else set()
    return {key: value for key, value in part.items() if key not in gone} | own
