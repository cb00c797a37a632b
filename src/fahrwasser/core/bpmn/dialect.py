"""The part of BPMN 2.0.2 that Fahrwasser runs, as data: elements, their attributes and what may stand inside them.

An attribute maps to None (any text) or to the values that change nothing here. Whatever is not listed is refused.
"""

from typing import Final

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DI: Final = "http://www.omg.org/spec/DD/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
FW: Final = "urn:fahrwasser:bpmn:1"

Values = frozenset[str]
Attributes = dict[str, Values | None]

SCOPE_NAMES: Final = ("antrag", "parameter", "fall", "ereignis", "heute", "jetzt", "register")

_FALSE: Values = frozenset({"false"})
_BOOL: Values = frozenset({"true", "false"})
_ONE: Values = frozenset({"1"})
_BASE: Attributes = {"id": None, "name": None}
_TASK: Attributes = {**_BASE, "isForCompensation": _FALSE, "startQuantity": _ONE, "completionQuantity": _ONE}
_IMPLEMENTED: Attributes = {**_TASK, "implementation": frozenset({"##unspecified", "##WebService"})}
_DIRECTION: Values = frozenset({"Unspecified", "Converging", "Diverging", "Mixed"})
_GATEWAY: Attributes = {**_BASE, "gatewayDirection": _DIRECTION}
_FEEL: Values = frozenset(
    {"feel", "FEEL"}
    | {f"https://www.omg.org/spec/DMN/{day}/FEEL/" for day in ("20180521", "20191111", "20211108", "20230324")}
)

ATTRIBUTES: Final[dict[str, Attributes]] = {
    "definitions": {
        **_BASE, "targetNamespace": None, "expressionLanguage": _FEEL, "typeLanguage": None, "exporter": None,
        "exporterVersion": None,
    },
    "process": {
        **_BASE, "isExecutable": frozenset({"true"}), "isClosed": _FALSE, "processType": frozenset({"None", "Private"})
    },
    "message": _BASE,
    "error": {**_BASE, "errorCode": None},
    "startEvent": {**_BASE, "isInterrupting": _BOOL, "parallelMultiple": _FALSE},
    "endEvent": _BASE,
    "intermediateCatchEvent": {**_BASE, "parallelMultiple": _FALSE},
    "boundaryEvent": {**_BASE, "attachedToRef": None, "cancelActivity": _BOOL, "parallelMultiple": _FALSE},
    "timerEventDefinition": {"id": None},
    "messageEventDefinition": {"id": None, "messageRef": None},
    "errorEventDefinition": {"id": None, "errorRef": None},
    "terminateEventDefinition": {"id": None},
    "timeDuration": {"id": None, "language": _FEEL},
    "timeDate": {"id": None, "language": _FEEL},
    "userTask": _IMPLEMENTED,
    "serviceTask": _IMPLEMENTED,
    "sendTask": _IMPLEMENTED,
    "businessRuleTask": _IMPLEMENTED,
    "scriptTask": {**_TASK, "scriptFormat": _FEEL},
    "receiveTask": {**_IMPLEMENTED, "messageRef": None, "instantiate": _FALSE},
    "subProcess": {**_TASK, "triggeredByEvent": _BOOL},
    "exclusiveGateway": {**_GATEWAY, "default": None},
    "parallelGateway": _GATEWAY,
    "eventBasedGateway": {**_GATEWAY, "instantiate": _FALSE, "eventGatewayType": frozenset({"Exclusive"})},
    "sequenceFlow": {**_BASE, "sourceRef": None, "targetRef": None},
    "conditionExpression": {"id": None, "language": _FEEL},
    "script": {},
    "incoming": {},
    "outgoing": {},
    "documentation": {"id": None, "textFormat": None},
    "extensionElements": {},
}  # fmt: skip

_TEXTS = frozenset({"documentation", "extensionElements"})
_WIRES = _TEXTS | {"incoming", "outgoing"}
_FLOW_NODES = frozenset(
    {
        "startEvent", "endEvent", "intermediateCatchEvent", "boundaryEvent", "userTask", "serviceTask", "sendTask",
        "businessRuleTask", "scriptTask", "receiveTask", "subProcess", "exclusiveGateway", "parallelGateway",
        "eventBasedGateway",
    }
)  # fmt: skip

CHILDREN: Final[dict[str, frozenset[str]]] = {
    "definitions": _TEXTS | {"process", "message", "error"},
    "process": _TEXTS | _FLOW_NODES | {"sequenceFlow"},
    "subProcess": _WIRES | _FLOW_NODES | {"sequenceFlow"},
    "message": _TEXTS,
    "error": _TEXTS,
    "startEvent": _WIRES | {"timerEventDefinition", "messageEventDefinition", "errorEventDefinition"},
    "endEvent": _WIRES | {"errorEventDefinition", "terminateEventDefinition"},
    "intermediateCatchEvent": _WIRES | {"timerEventDefinition", "messageEventDefinition"},
    "boundaryEvent": _WIRES | {"timerEventDefinition", "messageEventDefinition", "errorEventDefinition"},
    "timerEventDefinition": _TEXTS | {"timeDuration", "timeDate"},
    "messageEventDefinition": _TEXTS,
    "errorEventDefinition": _TEXTS,
    "terminateEventDefinition": _TEXTS,
    "scriptTask": _WIRES | {"script"},
    "sequenceFlow": _TEXTS | {"conditionExpression"},
    **dict.fromkeys(
        (
            "userTask", "serviceTask", "sendTask", "businessRuleTask", "receiveTask", "exclusiveGateway",
            "parallelGateway", "eventBasedGateway",
        ),
        _WIRES,
    ),
}  # fmt: skip

# Our own elements: attributes (True = needed) and the BPMN elements they may stand in.
OWN: Final[dict[str, dict[str, bool]]] = {
    "en": {"name": True},
    "task": {"role": True, "result": False, "outcomes": False, "fields": False, "due": False, "title-en": False},
    "decide": {"decision": True, "result": True},
    "call": {"verb": True, "result": False},
    "with": {"name": True, "feel": True},
    "set": {"result": True},
}
OWN_INSIDE: Final[dict[str, frozenset[str]]] = {
    "en": _FLOW_NODES | {"process", "sequenceFlow"},
    "task": frozenset({"userTask"}),
    "decide": frozenset({"businessRuleTask"}),
    "call": frozenset({"serviceTask", "sendTask"}),
    "set": frozenset({"scriptTask", "receiveTask", "startEvent", "intermediateCatchEvent", "boundaryEvent"}),
}
OWN_NEEDED: Final = {
    "userTask": "task", "businessRuleTask": "decide", "serviceTask": "call", "sendTask": "call", "scriptTask": "set"
}  # fmt: skip
