"""A form as values: nodes (fields and groups) in a tree, pages over it, rules compiled once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from fahrwasser.core.feel import Expression

Json = Any  # what json.loads gives: None, bool, int, float, str, list, dict

WIDGETS = (
    *("text", "textarea", "number", "money", "date", "time", "datetime", "yesno", "choice", "multichoice", "file"),
    *("person", "address", "email", "phone", "iban", "plate", "label"),
)


@dataclass(frozen=True, slots=True)
class Text:
    """A text in German, and in English where the form has one."""

    de: str
    en: str = ""

    def in_language(self, language: str) -> str:
        """English if asked for and there, else German."""
        return self.en if language.startswith("en") and self.en else self.de


NO_TEXT = Text("")


@dataclass(frozen=True, slots=True)
class Legal:
    """One legal basis. `origin` says where it was written: field, structure, group or schema."""

    text: str
    link: str = ""
    origin: str = "field"


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list."""

    code: str
    label: Text
    help: str = ""


@dataclass(frozen=True, slots=True)
class Codelist:
    """Allowed codes in their order, by code."""

    uri: str
    version: str
    codes: Mapping[str, Code]


@dataclass(frozen=True, slots=True)
class Check:
    """A FEEL expression that must not be false (null = cannot be said yet), with the sentence shown if it is."""

    feel: Expression
    text: Text


@dataclass(frozen=True, slots=True)
class Many:
    """How often a repeated node stands: `most` None = no limit of the form (LARGEST_LIST still holds)."""

    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Limits:
    """What a value must keep to; `least` and `most` are Decimal for numbers and money, ISO text for dates."""

    min_length: int = 0
    max_length: int | None = None
    pattern: Any = None  # compiled by `regex`, which knows \\p{L}
    least: Decimal | str | None = None
    most: Decimal | str | None = None
    is_integer: bool = False
    max_bytes: int = 10 * 1024 * 1024
    media_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prefill:
    """Where a value may come from before the person types: `source` "person/familienname", `duty` as in FIM."""

    source: str
    duty: str = "optional"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What fields and groups share. `path` "hund/rasse" names it in the form, without row numbers."""

    path: str
    name: str
    title: Text
    help: Text = NO_TEXT
    is_required: bool = False
    many: Many | None = None
    visible_if: Expression | None = None
    required_if: Expression | None = None
    checks: tuple[Check, ...] = ()
    legal: tuple[Legal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Node):
    """One question; `widget` says how it is asked and what its value is."""

    widget: str
    limits: Limits = Limits()
    codelist: Codelist | None = None
    prefill: Prefill | None = None
    default: Json = None
    example: str = ""
    autocomplete: str = ""
    is_readonly: bool = False
    is_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Node):
    """Fields that belong together; `widget` is group, person or address; `is_choice`: exactly one child is filled."""

    nodes: tuple["AnyNode", ...] = ()
    widget: str = "group"
    is_choice: bool = False


AnyNode = Field | Group


@dataclass(frozen=True, slots=True)
class Page:
    """One screen: nodes by path, in order."""

    id: str
    title: Text
    intro: Text
    nodes: tuple[str, ...]
    visible_if: Expression | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One visibility rule in the order of evaluation: of a node (its path) or of a page (its nodes)."""

    rule: Expression
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form that can be asked. `by_path` has every node; `page_of` the page of every node that stands on one."""

    id: str
    version: str
    title: Text
    help: Text
    nodes: tuple[AnyNode, ...]
    pages: tuple[Page, ...]
    by_path: Mapping[str, AnyNode]
    page_of: Mapping[str, str]
    steps: tuple[Step, ...] = ()
    unreadable_rules: tuple[str, ...] = ()
    legal: tuple[Legal, ...] = ()
    review_title: Text = NO_TEXT
    review_intro: Text = NO_TEXT

    def page(self, page_id: str) -> Page | None:
        """The page of this id."""
        return next((page for page in self.pages if page.id == page_id), None)

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field, in the order of the form."""
        return tuple(node for node in self.by_path.values() if isinstance(node, Field))


def walk(nodes: tuple[AnyNode, ...]) -> Iterator[AnyNode]:
    """Every node, parents before children, in the order of the form."""
    for node in nodes:
        yield node
        if isinstance(node, Group):
            yield from walk(node.nodes)


def parents(path: str) -> tuple[str, ...]:
    """Paths of the groups around a node, the outermost first."""
    parts = path.split("/")
    return tuple("/".join(parts[:depth]) for depth in range(1, len(parts)))
