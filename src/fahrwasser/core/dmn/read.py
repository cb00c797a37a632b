"""DMN XML → model. Versions 1.2 to 1.5; unknown elements are refused by name and line, drawings are passed over."""

from collections.abc import Iterator, Mapping

from fahrwasser.core.dmn.boxes_read import read_logic
from fahrwasser.core.dmn.elements import Element, root_element
from fahrwasser.core.dmn.model import Decision, FunctionBox, InputData, ItemType, Model, Text
from fahrwasser.core.refused import N_, Refused
from fahrwasser.core.xml_files import parse_xml

_PASSED_OVER = (
    "association", "authorityRequirement", "businessContextElement", "elementCollection", "group", "knowledgeSource",
    "organizationUnit", "performanceIndicator", "textAnnotation",
)  # fmt: skip
_TALK = (
    "allowedAnswers", "authorityRequirement", "decisionMaker", "decisionOwner", "impactedPerformanceIndicator",
    "question", "supportedObjective", "usingProcess", "usingTask",
)  # fmt: skip


def read_model(xml: bytes, *, place: str) -> Model:
    """The decisions of a DMN file. `place` names the file in messages. Raises Refused."""
    root = root_element(parse_xml(xml, what=place), place)
    try:
        return _model(root, place)
    except RecursionError:
        raise Refused(N_("The file is nested too deeply; split its decisions."), place=place) from None


def _model(root: Element, place: str) -> Model:
    inputs: dict[str, InputData] = {}
    decisions: dict[str, Decision] = {}
    types: dict[str, ItemType] = {}
    for child in root.children():
        if child.name == "inputData":
            _add(inputs, child, _input(child))
        elif child.name in ("decision", "businessKnowledgeModel"):
            _add(decisions, child, _decision(child) if child.name == "decision" else _function(child))
        elif child.name == "itemDefinition":
            types[child.attribute("name")] = _type(child)
        elif child.name not in _PASSED_OVER:
            raise child.unknown()
    model = Model(root.get("name"), root.get("namespace"), place, inputs, decisions, types)
    _check_names(model)
    return model


def _add(known: "dict[str, InputData] | dict[str, Decision]", element: Element, value: InputData | Decision) -> None:
    if value.id in known:
        raise element.refused(N_("The id “%(name)s” occurs twice."), name=value.id)
    known[value.id] = value  # type: ignore[assignment]


def _check_names(model: Model) -> None:
    seen: set[str] = set()
    nodes: Mapping[str, InputData | Decision] = {**model.inputs, **model.decisions}
    for node in nodes.values():
        if node.name in seen:
            message = N_("The name “%(name)s” occurs twice; a decision needs a name of its own.")
            raise Refused(message, place=node.at, name=node.name)
        seen.add(node.name)


def _input(element: Element) -> InputData:
    kind = ""
    for child in element.children():
        if child.name != "variable":
            raise child.unknown()
        kind = child.get("typeRef")
    return InputData(element.get("id") or element.attribute("name"), element.attribute("name"), kind, element.at)


def _decision(element: Element) -> Decision:
    kind, logic = "", None
    requires: list[str] = []
    for child in element.children():
        if child.name == "variable":
            kind = child.get("typeRef")
        elif child.name in ("informationRequirement", "knowledgeRequirement"):
            requires.extend(_required(child))
        elif child.name not in _TALK:
            if logic is not None:
                raise child.unknown()
            logic = read_logic(child, element.attribute("name"))
    if logic is None:
        raise element.refused(N_("The decision “%(name)s” has no logic."), name=element.get("name"))
    name = element.attribute("name")
    return Decision(element.get("id") or name, name, kind, tuple(requires), logic, element.at)


def _function(element: Element) -> Decision:
    requires: list[str] = []
    logic: FunctionBox | None = None
    for child in element.children():
        if child.name == "knowledgeRequirement":
            requires.extend(_required(child))
        elif child.name == "encapsulatedLogic":
            read = read_logic(child, element.attribute("name"))
            logic = read if isinstance(read, FunctionBox) else None
        elif child.name not in ("variable", "authorityRequirement"):
            raise child.unknown()
    if logic is None:
        raise element.refused(N_("The decision “%(name)s” has no logic."), name=element.get("name"))
    return Decision(
        element.get("id") or element.attribute("name"),
        element.attribute("name"),
        "",
        tuple(requires),
        logic,
        element.at,
        is_function=True,
    )


def _required(requirement: Element) -> Iterator[str]:
    for child in requirement.children():
        if child.name not in ("requiredInput", "requiredDecision", "requiredKnowledge"):
            raise child.unknown()
        before, _, target = child.attribute("href").rpartition("#")
        if before and before != child.root_namespace():
            raise child.refused(N_("“%(name)s” lies in another file; imports are not supported."), name=before)
        yield target


def _type(element: Element) -> ItemType:
    base, allowed, components = "", None, []
    for child in element.children():
        if child.name == "typeRef":
            base = child.text()
        elif child.name in ("allowedValues", "typeConstraint"):
            allowed = Text(child.only("text").text(), child.at)
        elif child.name == "itemComponent":
            components.append(_type(child))
        else:
            raise child.unknown()
    collection = element.get("isCollection") == "true"
    return ItemType(element.attribute("name"), base, collection, tuple(components), allowed)
