"""The fields and groups of a schema where they stand: library elements repeat, identity is the path of ids."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from fahrwasser.core.forms.read_node import DEEPEST
from fahrwasser.core.forms.xdatenfelder.source import Element, child, children, identity, local, text
from fahrwasser.core.refused import N_, Refused


@dataclass(slots=True, eq=False)
class Spot:
    """One occurrence. `name` is its property; `path` "S…/G…/F…" with ~2 for a twin; the root is the schema itself."""

    element: Element
    structure: Element | None
    id: str
    version: str | None
    name: str
    path: str
    parent: "Spot | None" = None
    least: int = 1
    most: int | None = 1
    below: list["Spot"] = field(default_factory=list)

    @property
    def is_group(self) -> bool:
        """A group, or the schema."""
        return local(self.element) != "datenfeld"

    @property
    def is_repeated(self) -> bool:
        """More than one may stand here."""
        return self.most != 1

    @property
    def title(self) -> str:
        """As the person filling in sees it."""
        own = text(self.element, "bezeichnungEingabe") or text(self.element, "bezeichnung")
        return own or text(self.element, "name")

    def line(self) -> "list[Spot]":
        """From the top (without the schema) down to this one."""
        return [] if self.parent is None else [*self.parent.line(), self]

    def walk(self) -> "Iterator[Spot]":
        """This one and everything below, in order."""
        yield self
        for spot in self.below:
            yield from spot.walk()


def read_tree(schema: Element) -> Spot:
    """The schema with everything below it. Raises Refused if groups stand too deep in each other."""
    schema_id, version = identity(schema)
    root = Spot(schema, None, schema_id or "S", version, "", schema_id or "S")
    _read_below(root, 0)
    return root


def _read_below(parent: Spot, depth: int) -> None:
    if depth > DEEPEST:
        place, line = parent.path[:200], parent.element.sourceline
        raise Refused(
            N_("Groups stand in groups more than %(most)s deep."), line=line, column=1, place=place, most=DEEPEST
        )
    seen: dict[str, int] = {}
    taken: set[str] = set()
    for structure in children(parent.element, "struktur"):
        contents = child(structure, "enthaelt")
        for element in children(contents):
            if local(element) not in ("datenfeld", "datenfeldgruppe"):
                continue
            own_id, version = identity(element)
            own_id = own_id or "X"
            seen[own_id] = seen.get(own_id, 0) + 1
            twin = f"~{seen[own_id]}" if seen[own_id] > 1 else ""
            least, most = _cardinality(text(structure, "anzahl"))
            spot = Spot(
                element, structure, own_id, version, property_name(own_id + twin, taken),
                f"{parent.path}/{own_id}{twin}", parent, least, most,
            )  # fmt: skip
            parent.below.append(spot)
            if spot.is_group:
                _read_below(spot, depth + 1)


def _cardinality(said: str) -> tuple[int, int | None]:
    low, _, high = said.partition(":")
    least = int(low) if low.isdecimal() and len(low) < 10 else 0
    if high == "*":
        return least, None
    return least, max(int(high) if high.isdecimal() and len(high) < 10 else 1, least, 1)


def property_name(own_id: str, taken: set[str]) -> str:
    """A name that FEEL can read, unique among siblings: "F00-4cb~2" → "F00_4cb_2"."""
    name = re.sub(r"\W", "_", own_id)[:70]
    name = name if name[:1].isalpha() else f"F_{name}"
    number = 2
    unique = name
    while unique in taken:
        unique, number = f"{name}_{number}", number + 1
    taken.add(unique)
    return unique
