"""A DMN file as values. Texts are FEEL as written; `at` is the place for messages ("regeln.dmn line 12")."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A literal expression, an entry of a table, unary tests."""

    text: str
    at: str


@dataclass(frozen=True, slots=True)
class TableInput:
    """`allowed` are unary tests or None; `type` the typeRef or ""."""

    label: str
    expression: Text
    type: str
    allowed: Text | None


@dataclass(frozen=True, slots=True)
class TableOutput:
    """`name` is "" for a single unnamed output."""

    name: str
    type: str
    allowed: Text | None
    default: Text | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One row; `tests` as many as inputs, `results` as many as outputs."""

    id: str
    tests: tuple[Text, ...]
    results: tuple[Text, ...]
    annotations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`hit_policy` is one of U A F P C C+ C< C> C# R O."""

    id: str
    owner: str
    at: str
    hit_policy: str
    inputs: tuple[TableInput, ...]
    outputs: tuple[TableOutput, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """Boxed context; `result` is the last entry without a name."""

    entries: tuple[tuple[str, "Boxed"], ...]
    result: "Boxed | None"
    at: str


@dataclass(frozen=True, slots=True)
class ListBox:
    """Boxed list."""

    items: tuple["Boxed", ...]
    at: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A list of contexts with the same keys."""

    columns: tuple[str, ...]
    rows: tuple[tuple["Boxed", ...], ...]
    at: str


@dataclass(frozen=True, slots=True)
class Invocation:
    """A function called with named parameters."""

    function: "Boxed"
    bindings: tuple[tuple[str, "Boxed"], ...]
    at: str


@dataclass(frozen=True, slots=True)
class FunctionBox:
    """A function with formal parameters."""

    params: tuple[str, ...]
    body: "Boxed"
    at: str


@dataclass(frozen=True, slots=True)
class Conditional:
    """Boxed if."""

    condition: "Boxed"
    then: "Boxed"
    other: "Boxed"
    at: str


@dataclass(frozen=True, slots=True)
class FilterBox:
    """Boxed filter."""

    items: "Boxed"
    match: "Boxed"
    at: str


@dataclass(frozen=True, slots=True)
class Loop:
    """Boxed for, some or every; `kind` says which."""

    kind: str
    variable: str
    domain: "Boxed"
    body: "Boxed"
    at: str


Boxed = Text | Table | Context | ListBox | Relation | Invocation | FunctionBox | Conditional | FilterBox | Loop


@dataclass(frozen=True, slots=True)
class ItemType:
    """An item definition: `base` is a FEEL kind or another definition, or "" with `components`."""

    name: str
    base: str
    is_collection: bool
    components: tuple["ItemType", ...]
    allowed: Text | None


@dataclass(frozen=True, slots=True)
class InputData:
    """A value from outside."""

    id: str
    name: str
    type: str
    at: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision, or (`is_function`) a business knowledge model; `requires` are ids."""

    id: str
    name: str
    type: str
    requires: tuple[str, ...]
    logic: Boxed
    at: str
    is_function: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """One DMN file; all by id except `types` (by name). `place` names the file."""

    name: str
    namespace: str
    place: str
    inputs: Mapping[str, InputData]
    decisions: Mapping[str, Decision]
    types: Mapping[str, ItemType]
