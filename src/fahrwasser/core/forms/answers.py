"""Stored answers beside their facts: one walk that keeps what fits the form and tells what does not.

`kept` is JSON as stored, `facts` the same tree as FEEL values. In facts every field of a group that stands once is
there, null if unanswered, so that a rule may read it; a repeated node is a list of what there is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fahrwasser.core.feel.values import Value
from fahrwasser.core.forms.model import AnyNode, Field, Group, Json
from fahrwasser.core.forms.read_node import LARGEST_LIST
from fahrwasser.core.forms.text_values import Wrong
from fahrwasser.core.forms.widgets import KINDS


@dataclass(slots=True)
class Loaded:
    """The trees, and what did not fit: `wrong` by the path with row numbers ("hunde/0/name"), `foreign` paths."""

    kept: dict[str, Json] = field(default_factory=dict)
    facts: dict[str, Value] = field(default_factory=dict)
    wrong: dict[str, Wrong] = field(default_factory=dict)
    foreign: list[str] = field(default_factory=list)


def value_at(value: Json, path: str) -> Json:
    """What lies at "person/name" in nested objects; None when there is nothing. Lists are not walked into."""
    for part in path.split("/"):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def load(nodes: tuple[AnyNode, ...], answers: Json) -> Loaded:
    """The answers that fit these nodes; the rest is listed."""
    loaded = Loaded()
    _load_into(nodes, answers if isinstance(answers, dict) else {}, "", loaded.kept, loaded.facts, loaded)
    return loaded


def _load_into(
    nodes: tuple[AnyNode, ...], raw: Mapping[str, Json], prefix: str, kept: dict[str, Json],
    facts: dict[str, Value], loaded: Loaded,
) -> None:  # fmt: skip
    used = 0
    locked: dict[str, Json] = {}
    for node in nodes:
        name = node.name
        value = raw.get(name)
        used += name in raw
        if node.many is not None:
            _load_list(node, value, f"{prefix}{name}", kept, facts, loaded)
        elif isinstance(node, Group):
            inner = value if isinstance(value, dict) else {}
            if value is not None and inner is not value:
                loaded.foreign.append(f"{prefix}{name}")
            below: dict[str, Json] = {}
            facts[name] = {}
            _load_into(node.nodes, inner, f"{prefix}{name}/", below, facts[name], loaded)
            if below:
                kept[name] = below
        elif value is None or value == []:
            facts[name] = _locked(node, locked)
        else:
            facts[name] = _load_field(node, value, f"{prefix}{name}", kept, loaded)
    if locked and (kept or not prefix):  # fixed values alone do not make a group present
        kept.update(locked)
    if used < len(raw):
        known = {node.name for node in nodes}
        loaded.foreign.extend(f"{prefix}{name}" for name in raw if name not in known)


def _locked(node: Field, kept: dict[str, Json]) -> Value:
    """The fixed value of a field that nobody types in, else null."""
    if node.default is None or not (node.is_readonly or node.is_hidden) or node.widget == "label":
        return None
    kept[node.name] = node.default
    return KINDS[node.widget].fact(node.default)


def _load_field(node: Field, value: Json, path: str, kept: dict[str, Json], loaded: Loaded) -> Value:
    kind = KINDS.get(node.widget)
    if kind is None:  # a label has no answer
        loaded.foreign.append(path)
        return None
    try:
        kind.check(value, node)
    except Wrong as wrong:
        loaded.wrong[path] = wrong
        return None
    kept[node.name] = value
    return kind.fact(value)


def _load_list(
    node: AnyNode, value: Json, path: str, kept: dict[str, Json], facts: dict[str, Value], loaded: Loaded
) -> None:
    entries = value if isinstance(value, list) else []
    if value is not None and entries is not value:
        loaded.foreign.append(path)
    rows: list[Json] = []
    found: list[Value] = []
    for number, entry in enumerate(entries[:LARGEST_LIST]):
        at = f"{path}/{number}"
        if isinstance(node, Group):
            below: dict[str, Json] = {}
            inside: dict[str, Value] = {}
            _load_into(node.nodes, entry if isinstance(entry, dict) else {}, f"{at}/", below, inside, loaded)
            rows.append(below)
            found.append(inside)
        else:
            one: dict[str, Json] = {}
            found.append(None if entry is None else _load_field(node, entry, at, one, loaded))
            rows.append(one.get(node.name))
    loaded.foreign.extend(f"{path}/{number}" for number in range(LARGEST_LIST, len(entries)))
    facts[node.name] = found
    if rows:
        kept[node.name] = rows


def blank(node: AnyNode) -> Value:
    """The facts of a node nobody answered."""
    if node.many is not None:
        return []
    if isinstance(node, Group):
        return {child.name: blank(child) for child in node.nodes}
    return None


def leaves(value: Json, path: str) -> Iterator[str]:
    """Paths of the answers below `path` that say something."""
    if isinstance(value, dict) and "sha512" not in value:
        for name, inner in value.items():
            yield from leaves(inner, f"{path}/{name}")
    elif isinstance(value, list) and value and isinstance(value[0], (dict, list, type(None))):
        for number, inner in enumerate(value):
            yield from leaves(inner, f"{path}/{number}")
    elif value is not None:
        yield path


def without_empty_groups(kept: dict[str, Json]) -> None:
    """Drops groups that lost their last answer; rows of repeated groups stay."""
    for name, value in list(kept.items()):
        if isinstance(value, dict):
            without_empty_groups(value)
            if not value:
                del kept[name]
        elif isinstance(value, list):
            for row in value:
                if isinstance(row, dict):
                    without_empty_groups(row)
