"""Boxed expressions and decision tables: XML → model (DMN 1.5, chapters 8 and 7.3)."""

from collections.abc import Callable

from fahrwasser.core.dmn import model
from fahrwasser.core.dmn.elements import Element
from fahrwasser.core.dmn.model import Boxed, Text
from fahrwasser.core.refused import N_

_HIT_POLICIES = {
    "UNIQUE": "U", "ANY": "A", "FIRST": "F", "PRIORITY": "P", "COLLECT": "C", "RULE ORDER": "R", "OUTPUT ORDER": "O",
}  # fmt: skip
_AGGREGATIONS = {"": "", "SUM": "+", "MIN": "<", "MAX": ">", "COUNT": "#"}


def read_logic(element: Element, owner: str) -> Boxed:
    """The expression an element is. `owner` is the decision's name. Raises Refused for an unknown one."""
    reader = _READERS.get(element.name)
    if reader is None:
        raise element.unknown()
    return reader(element, owner)


def _literal(element: Element, _: str) -> Boxed:
    return _text_of(element)


def _text_of(element: Element) -> Text:
    """The `text` child; an empty one is null (an expression) or any (tests)."""
    child = next(iter(element.children()), None)
    if child is None:
        return Text("", element.at)
    if child.name != "text":
        raise child.unknown()
    return Text(child.text(), child.at)


def _variable_name(element: Element) -> str:
    """The name of the `variable` child or ""."""
    return next((child.attribute("name") for child in element.children() if child.name == "variable"), "")


def _body(element: Element, owner: str) -> Boxed:
    """The one expression below, next to a variable or parameters."""
    found = [child for child in element.children() if child.name not in ("variable", "formalParameter", "parameter")]
    if len(found) != 1:
        raise element.refused(N_("“%(name)s” needs exactly one expression."), name=element.name)
    return read_logic(found[0], owner)


def _context(element: Element, owner: str) -> Boxed:
    entries: list[tuple[str, Boxed]] = []
    result: Boxed | None = None
    for child in element.children():
        if child.name != "contextEntry" or result is not None:
            raise child.unknown()
        name = _variable_name(child)
        body = _body(child, owner)
        if not name:
            result = body
        elif any(name == other for other, _ in entries):
            raise child.refused(N_("The key “%(name)s” occurs twice."), name=name)
        else:
            entries.append((name, body))
    return model.Context(tuple(entries), result, element.at)


def _list(element: Element, owner: str) -> Boxed:
    return model.ListBox(tuple(read_logic(child, owner) for child in element.children()), element.at)


def _relation(element: Element, owner: str) -> Boxed:
    columns: list[str] = []
    rows: list[tuple[Boxed, ...]] = []
    for child in element.children():
        if child.name == "column":
            columns.append(child.attribute("name"))
        elif child.name == "row":
            rows.append(tuple(read_logic(cell, owner) for cell in child.children()))
        else:
            raise child.unknown()
        if rows and len(rows[-1]) != len(columns):
            raise child.refused(N_("A row has %(found)s cells, the relation has %(wanted)s columns."),
                                found=len(rows[-1]), wanted=len(columns))  # fmt: skip
    return model.Relation(tuple(columns), tuple(rows), element.at)


def _invocation(element: Element, owner: str) -> Boxed:
    function: Boxed | None = None
    bindings: list[tuple[str, Boxed]] = []
    for child in element.children():
        if child.name == "binding":
            name = next((part.attribute("name") for part in child.children() if part.name == "parameter"), "")
            bindings.append((name, _body(child, owner)))
        elif function is None:
            function = read_logic(child, owner)
        else:
            raise child.unknown()
    if function is None:
        raise element.refused(N_("“%(name)s” needs exactly one expression."), name=element.name)
    return model.Invocation(function, tuple(bindings), element.at)


def _function(element: Element, owner: str) -> Boxed:
    kind = element.get("kind") or "FEEL"
    if kind != "FEEL":
        raise element.refused(N_("Functions of kind %(name)s are not supported; a package brings no code."), name=kind)
    params = tuple(child.attribute("name") for child in element.children() if child.name == "formalParameter")
    return model.FunctionBox(params, _body(element, owner), element.at)


def _parts(element: Element, owner: str, *names: str) -> list[Boxed]:
    """The expressions of the named children, in the order of the names."""
    found = {child.name: child for child in element.children()}
    for name, child in found.items():
        if name not in names:
            raise child.unknown()
    if len(found) != len(names):
        raise element.refused(N_("“%(name)s” needs exactly one “%(child)s”."), name=element.name, child=names[0])
    return [_body(found[name], owner) for name in names]


def _conditional(element: Element, owner: str) -> Boxed:
    condition, then, other = _parts(element, owner, "if", "then", "else")
    return model.Conditional(condition, then, other, element.at)


def _filter(element: Element, owner: str) -> Boxed:
    items, match = _parts(element, owner, "in", "match")
    return model.FilterBox(items, match, element.at)


def _loop(element: Element, owner: str) -> Boxed:
    domain, body = _parts(element, owner, "in", "return" if element.name == "for" else "satisfies")
    return model.Loop(element.name, element.attribute("iteratorVariable"), domain, body, element.at)


def _table(element: Element, owner: str) -> Boxed:
    inputs: list[model.TableInput] = []
    outputs: list[model.TableOutput] = []
    rules: list[model.Rule] = []
    for child in element.children():
        if child.name == "input":
            inputs.append(_table_input(child))
        elif child.name == "output":
            outputs.append(_table_output(child))
        elif child.name == "rule":
            rules.append(_rule(child, f"{owner}-{len(rules) + 1}"))
            if len(rules[-1].tests) != len(inputs) or len(rules[-1].results) != len(outputs):
                raise child.refused(N_("The rule “%(name)s” has not as many entries as the table has columns."),
                                    name=rules[-1].id)  # fmt: skip
        elif child.name != "annotation":
            raise child.unknown()
    policy = _hit_policy(element)
    if not outputs or not rules:
        raise element.refused(N_("A decision table needs at least one output and one rule."))
    if policy[1:] and len(outputs) > 1:
        raise element.refused(N_("A table that collects with %(name)s has one output only."), name=policy)
    if policy in ("P", "O") and not any(output.allowed for output in outputs):
        raise element.refused(N_("A table by priority needs outputValues, the most important first."))
    if len({rule.id for rule in rules}) < len(rules):
        raise element.refused(N_("Two rules of the table have the same id."))
    return model.Table(
        element.get("id") or owner, owner, element.at, policy, tuple(inputs), tuple(outputs), tuple(rules)
    )


def _hit_policy(element: Element) -> str:
    written, aggregation = element.get("hitPolicy") or "UNIQUE", element.get("aggregation")
    if written not in _HIT_POLICIES or aggregation not in _AGGREGATIONS:
        raise element.refused(N_("The hit policy “%(name)s” is not known."), name=f"{written} {aggregation}".strip())
    policy = _HIT_POLICIES[written]
    return policy + (_AGGREGATIONS[aggregation] if policy == "C" else "")


def _table_input(element: Element) -> model.TableInput:
    expression, kind, allowed = None, "", None
    for child in element.children():
        if child.name == "inputExpression":
            expression, kind = _text_of(child), child.get("typeRef")
        elif child.name == "inputValues":
            allowed = _text_of(child)
        else:
            raise child.unknown()
    if expression is None or not expression.text:
        raise element.refused(N_("“%(name)s” needs exactly one expression."), name="input")
    return model.TableInput(element.get("label") or expression.text, expression, kind, allowed)


def _table_output(element: Element) -> model.TableOutput:
    allowed, default = None, None
    for child in element.children():
        if child.name == "outputValues":
            allowed = _text_of(child)
        elif child.name == "defaultOutputEntry":
            default = _text_of(child)
        else:
            raise child.unknown()
    return model.TableOutput(element.get("name"), element.get("typeRef"), allowed, default)


def _rule(element: Element, fallback: str) -> model.Rule:
    tests, results, annotations = [], [], []
    for child in element.children():
        if child.name == "inputEntry":
            tests.append(_text_of(child))
        elif child.name == "outputEntry":
            results.append(_text_of(child))
        elif child.name == "annotationEntry":
            annotations.append(_text_of(child).text)
        else:
            raise child.unknown()
    return model.Rule(element.get("id") or fallback, tuple(tests), tuple(results), tuple(annotations))


_READERS: dict[str, Callable[[Element, str], Boxed]] = {
    "literalExpression": _literal,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "invocation": _invocation,
    "functionDefinition": _function,
    "encapsulatedLogic": _function,
    "conditional": _conditional,
    "filter": _filter,
    "for": _loop,
    "some": _loop,
    "every": _loop,
    "decisionTable": _table,
}
