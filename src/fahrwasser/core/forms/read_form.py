"""formular.schema.json and formular.ui.json → Form, everything compiled, or refused with the JSON path."""

from collections.abc import Iterable
from types import MappingProxyType

from fahrwasser.core.forms.model import NO_TEXT, AnyNode, Form, Group, Json, Page, Text, parents, walk
from fahrwasser.core.forms.order import ordered_steps, refuse_unknown_names
from fahrwasser.core.forms.read_codes import read_codelists
from fahrwasser.core.forms.read_node import Surroundings, compile_rule, read_nodes
from fahrwasser.core.forms.reading import Place, text_at
from fahrwasser.core.refused import N_, Refused

OUTER_NAMES = ("heute", "parameter")  # what rules see besides the answers
DRAFT = "https://json-schema.org/draft/2020-12/schema"
_ROOT = (
    *("$schema", "$id", "$comment", "type", "title", "description", "properties", "required"),
    *("additionalProperties", "x-fw-form", "x-fw-en"),
)
_FORM = ("id", "version", "name", "standard", "status", "legal", "rules", "unreadable", "codelists", "source")
_PAGE = ("id", "titel", "einleitung", "felder", "sichtbar_wenn")


def read_form(schema: Json, ui: Json | None = None, *, place: str = "formular.schema.json") -> Form:
    """The form, its pages from `ui`, or one page for each top-level group with the loose fields first.

    Raises Refused with file and JSON path: unknown keys, widgets and types; rules that FEEL cannot read or that
    name unknown fields; visibility that goes in a circle; fields that stand on no page or on two.
    """
    root = Place(schema, f"{place} $", _ROOT)
    if root.words("$schema", DRAFT) != DRAFT:
        raise root.refuse("$schema", N_("A form is a schema of %(draft)s."), draft=DRAFT)
    if root.words("type", "object") != "object":
        raise root.refuse("type", N_("A form has the type object."))
    about = Place(root.raw.get("x-fw-form"), root.at("x-fw-form"), _FORM)
    for name in OUTER_NAMES:
        if name in root.mapping("properties"):
            raise root.refuse("properties", N_("“%(name)s” is taken; rules use it for something else."), name=name)
    names = frozenset((*root.mapping("properties"), *OUTER_NAMES))
    nodes = read_nodes(root, "", Surroundings(names, read_codelists(about)))
    by_path = {node.path: node for node in walk(nodes)}
    title, help_text = root.title_and_help()
    pages, review = _pages(ui, nodes, by_path, names, place.replace("schema", "ui"), title)
    refuse_unknown_names(nodes, pages, place)
    return Form(
        id=about.words("id"), version=str(about.raw.get("version") or ""),
        title=title if title.de else Text(about.words("name", about.words("id"))), help=help_text,
        nodes=nodes, pages=pages, by_path=MappingProxyType(by_path),
        page_of=MappingProxyType(_page_of(pages, by_path, place.replace("schema", "ui"))),
        steps=ordered_steps(nodes, pages), legal=about.legal("legal"),
        unreadable_rules=_unreadable(about), review_title=review[0], review_intro=review[1],
    )  # fmt: skip


def _unreadable(about: Place) -> tuple[str, ...]:
    """Ids of the rules an import could not read; each is a task for a person, not a rule of this form."""
    found = []
    for path, raw in about.entries("unreadable"):
        entry = Place(raw, path, raw.keys() if isinstance(raw, dict) else ())
        found.append(entry.words("id"))
    return tuple(found)


def _pages(
    ui: Json | None, nodes: tuple[AnyNode, ...], by_path: dict[str, AnyNode], names: frozenset[str], place: str,
    title: Text,
) -> tuple[tuple[Page, ...], tuple[Text, Text]]:  # fmt: skip
    if ui is None:
        return _pages_of_groups(nodes, title), (NO_TEXT, NO_TEXT)
    root = Place(ui, f"{place} $", ("seiten", "zusammenfassung", "$comment"))
    review = Place(root.mapping("zusammenfassung"), root.at("zusammenfassung"), ("titel", "einleitung"))
    pages = [_page(raw, path, by_path, names) for path, raw in root.entries("seiten")]
    if not pages:
        raise root.refuse("seiten", N_("A form has at least one page."))
    if len({page.id for page in pages}) != len(pages):
        raise root.refuse("seiten", N_("Two pages have the same id."))
    return tuple(pages), (review.two_languages("titel"), review.two_languages("einleitung"))


def _page(raw: Json, path: str, by_path: dict[str, AnyNode], names: frozenset[str]) -> Page:
    entry = Place(raw, path, _PAGE)
    felder = entry.texts("felder")
    for field in felder:
        if field not in by_path:
            raise entry.refuse("felder", N_("“%(field)s” is not in the schema."), field=field)
        if any(by_path[parent].many for parent in parents(field)):
            raise entry.refuse("felder", N_("“%(field)s” stands in a repeated group; name the group."), field=field)
    rule = entry.words("sichtbar_wenn", "")
    return Page(
        id=entry.words("id"), title=text_at(entry.raw.get("titel"), entry.at("titel")),
        intro=entry.two_languages("einleitung"), nodes=felder,
        visible_if=compile_rule(rule, names, entry.at("sichtbar_wenn")) if rule else None,
    )  # fmt: skip


def _pages_of_groups(nodes: tuple[AnyNode, ...], title: Text) -> tuple[Page, ...]:
    """Loose fields first, then one page for each group."""
    loose = tuple(node.path for node in nodes if not isinstance(node, Group))
    first = [Page("angaben", title if title.de else Text("Angaben", "Details"), NO_TEXT, loose)] if loose else []
    taken = {page.id for page in first}
    groups = [node for node in nodes if isinstance(node, Group)]
    return (
        *first,
        *(Page(f"{n.name}_2" if n.name in taken else n.name, n.title, n.help, (n.path,)) for n in groups),
    )


def _page_of(pages: Iterable[Page], by_path: dict[str, AnyNode], place: str) -> dict[str, str]:
    """The page of each node; a group that is split over pages belongs to the last of them."""
    found: dict[str, str] = {}
    for page in pages:
        for path in page.nodes:
            for node in walk((by_path[path],)):
                if node.path in found and not isinstance(node, Group):
                    raise Refused(N_("“%(field)s” stands on two pages."), place=f"{place} $.seiten", field=node.path)
                found[node.path] = page.id
            found.update(dict.fromkeys(parents(path), page.id))
    for path, node in by_path.items():
        if path not in found and not getattr(node, "is_hidden", False):
            raise Refused(N_("“%(field)s” stands on no page."), place=f"{place} $.seiten", field=path)
    return found
