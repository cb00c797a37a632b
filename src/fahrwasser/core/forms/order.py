"""In which order visibility is decided: what a rule reads is decided before it, so each rule runs once.

What a rule reads is seen in its text: the dotted path of a field, or the name of a group, which means all of it.
"""

import re
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter

from fahrwasser.core.feel import Expression
from fahrwasser.core.forms.model import AnyNode, Group, Page, Step, parents, walk
from fahrwasser.core.forms.reading import nearest
from fahrwasser.core.refused import N_, Refused

_NAMES = re.compile(r"[^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*)*")
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"')


def ordered_steps(nodes: tuple[AnyNode, ...], pages: Iterable[Page]) -> tuple[Step, ...]:
    """Every visibility rule of nodes and pages, readers after what they read. Raises Refused for a circle."""
    all_nodes = {node.path: node for node in walk(nodes)}
    steps = [Step(page.visible_if, page.nodes) for page in pages if page.visible_if]
    steps += [Step(node.visible_if, (path,)) for path, node in all_nodes.items() if node.visible_if]
    hidden_by: dict[str, set[int]] = {}  # path → rules that decide it, something around it, or something in it
    for number, step in enumerate(steps):
        for path in step.paths:
            inside = [path, *(node.path for node in walk((all_nodes[path],)))]
            for touched in (*inside, *parents(path)):
                hidden_by.setdefault(touched, set()).add(number)
    sorter = TopologicalSorter({
        number: set().union(*(hidden_by.get(path, ()) for path in _reads(step, all_nodes)))
        for number, step in enumerate(steps)
    })  # fmt: skip
    try:
        order = list(sorter.static_order())
    except CycleError as error:
        circle = [steps[number].paths[0] for number in error.args[1]]
        raise Refused(
            N_("Visibility goes in a circle: %(circle)s. Let one of them not depend on the other."),
            place=circle[0], circle=" → ".join(circle),
        ) from None  # fmt: skip
    return tuple(steps[number] for number in order)


def _reads(step: Step, nodes: dict[str, AnyNode]) -> Iterator[str]:
    """Paths of the fields and groups a rule names."""
    for names in names_in(step.rule):
        for start in _starts(step.paths[0], nodes):
            path = _longest(start, names, nodes)
            if path:
                yield path


def names_in(rule: Expression) -> list[list[str]]:
    """The dotted names of an expression: "hund.rasse = 1" → [["hund", "rasse"]]."""
    text = _STRINGS.sub(" ", rule.text)
    return [[part.strip() for part in found.split(".")] for found in _NAMES.findall(text)]


def _starts(path: str, nodes: dict[str, AnyNode]) -> Iterator[str]:
    """Where names begin for a rule at `path`: in the row of each repeated group around it, and at the top."""
    parts = path.split("/")
    for depth in range(len(parts) - 1, 0, -1):
        parent = "/".join(parts[:depth])
        if nodes[parent].many:
            yield f"{parent}/"
    yield ""


def _longest(start: str, names: list[str], nodes: dict[str, AnyNode]) -> str:
    found = ""
    for name in names:
        path = f"{found}/{name}" if found else f"{start}{name}"
        if path not in nodes:
            break
        found = path
    return found


def refuse_unknown_names(nodes: tuple[AnyNode, ...], pages: Iterable[Page], place: str) -> None:
    """Raises Refused if a rule names a field that its group does not have (FEEL would only say null)."""
    all_nodes = {node.path: node for node in walk(nodes)}
    for node in all_nodes.values():
        checks = [check.feel for check in node.checks]
        for rule in (node.visible_if, node.required_if, *checks):
            if rule:
                _refuse_unknown(rule, node.path, all_nodes, f"{place} {node.path}")
    for page in pages:
        if page.visible_if:
            _refuse_unknown(page.visible_if, page.nodes[0], all_nodes, f"{place} {page.id}")


def _refuse_unknown(rule: Expression, path: str, nodes: dict[str, AnyNode], place: str) -> None:
    for names in names_in(rule):
        for start in _starts(path, nodes):
            found = _longest(start, names, nodes)
            depth = found.removeprefix(start).count("/") + 1
            if found and depth < len(names) and isinstance(nodes[found], Group):
                children = [node.name for node in nodes[found].nodes]  # type: ignore[union-attr]
                raise Refused(
                    N_("The rule reads “%(name)s”, which “%(group)s” does not have; nearest: %(nearest)s."),
                    place=place, name=names[depth], group=found, nearest=nearest(names[depth], children),
                )  # fmt: skip
            if found:
                break
