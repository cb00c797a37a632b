"""A small package of our own for tests: one form field, one table, and whatever processes a test draws."""

import json
from itertools import pairwise
from xml.sax.saxutils import quoteattr
from zlib import crc32

from fahrwasser.core.packages.files import Package

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:fw="urn:fahrwasser:bpmn:1" '
    'targetNamespace="urn:test">'
)


def own(inner: str) -> str:
    return f"<extensionElements>{inner}</extensionElements>"


def attributes(**values: str) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items() if value)


def start(node: str = "s", message: str = "") -> str:
    if not message:
        return f'<startEvent id="{node}"/>'
    taken = own(f'<fw:set result="{node}"/>')
    return f'<startEvent id="{node}">{taken}<messageEventDefinition messageRef="m_{message}"/></startEvent>'


def end(node: str = "e") -> str:
    return f'<endEvent id="{node}"/>'


def task(element: str, node: str, inner: str, more: str = "") -> str:
    return f'<{element} id="{node}" name="{node}"{more}>{inner}</{element}>'


def user(node: str, outcomes: str = "", due: str = "") -> str:
    return task("userTask", node, own(f"<fw:task{attributes(role='amt', result=node, outcomes=outcomes, due=due)}/>"))


def call(node: str, verb: str, **parameters: str) -> str:
    given = "".join(f"<fw:with{attributes(name=name, feel=feel)}/>" for name, feel in parameters.items())
    return task("serviceTask", node, own(f'<fw:call verb="{verb}" result="{node}">{given}</fw:call>'))


def rule(node: str) -> str:
    return task("businessRuleTask", node, own(f'<fw:decide decision="{node}" result="{node}"/>'))


def script(node: str, feel: str) -> str:
    return task(
        "scriptTask", node, own(f'<fw:set result="{node}"/>') + f"<script>{feel}</script>", ' scriptFormat="feel"'
    )


def timer(node: str, due: str) -> str:
    return task("intermediateCatchEvent", node, after(due))


def receive(node: str, message: str) -> str:
    taken = own(f'<fw:set result="{node}"/>')
    return f'<receiveTask id="{node}" name="{node}" messageRef="m_{message}">{taken}</receiveTask>'


def boundary(node: str, of: str, inner: str, interrupting: bool = True) -> str:
    more = f' attachedToRef="{of}" cancelActivity="{str(interrupting).lower()}"'
    return task("boundaryEvent", node, inner, more)


def after(due: str) -> str:
    return f"<timerEventDefinition><timeDuration>{due}</timeDuration></timerEventDefinition>"


def mishap(code: str) -> str:
    return f'<errorEventDefinition errorRef="e_{code}"/>'


def xor(node: str, default: str = "") -> str:
    return f'<exclusiveGateway id="{node}"' + (f' default="{default}"' if default else "") + "/>"


def both(node: str) -> str:
    return f'<parallelGateway id="{node}"/>'


def flows(*ways: str) -> str:
    out = []
    for way in ways:
        nodes, _, condition = way.partition(":")
        names = [name.strip() for name in nodes.split(">")]
        for a, b in pairwise(names):
            inner = f"<conditionExpression>{condition.strip()}</conditionExpression>" if condition else ""
            out.append(f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}">{inner}</sequenceFlow>')
    return "".join(out)


def bpmn(processes: dict[str, str]) -> bytes:
    messages = "".join(f'<message id="m_{name}" name="{name}"/>' for name in ("antwort", "umzug", "einspruch"))
    errors = '<error id="e_betrag" errorCode="betrag"/>'
    bodies = "".join(
        f'<process id="{name}" name="{name}" isExecutable="true">{body}</process>' for name, body in processes.items()
    )
    return f"{HEAD}{messages}{errors}{bodies}</definitions>".encode()


RULES = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="r" name="r" namespace="urn:test:rules"
  expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/">
  <inputData id="in_antrag" name="antrag"><variable name="antrag"/></inputData>
  <decision id="anspruch" name="anspruch"><variable name="anspruch"/>
    <informationRequirement id="q1"><requiredInput href="#in_antrag"/></informationRequirement>
    <decisionTable id="tabelle" hitPolicy="UNIQUE">
      <input id="i1" label="Alter">
        <inputExpression typeRef="number"><text>antrag.alter</text></inputExpression></input>
      <output id="o1" name="ausgang" typeRef="string"/>
      <rule id="jung"><inputEntry><text>&lt; 18</text></inputEntry>
        <outputEntry><text>"ablehnen"</text></outputEntry></rule>
      <rule id="alt"><inputEntry><text>&gt;= 18</text></inputEntry>
        <outputEntry><text>"erteilen"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>"""

TWO = {"de": "Probe", "en": "Sample"}
MANIFEST = {
    "format": "leistungspaket/1", "id": "de.test.probe", "version": "1.0.0", "titel": TWO, "kurz": TWO,
    "stand": "2026-11-22", "leika": ["99110009104000"],
    "rechtsgrundlagen": [{"norm": "§ 1 Probe", "stand": "2026-11-22"}],
    "automatisierung": [
        {"entscheidung": "anspruch", "ausgang": "erteilen", "stufe": "decide", "norm": "§ 46 Abs. 5 StVO"},
        {"entscheidung": "anspruch", "ausgang": "ablehnen", "stufe": "propose"},
    ],
    "autor": "Test", "lizenz": "EUPL-1.2", "benoetigt": {"fahrwasser": "0.1", "ports": []}, "prozess": "antrag",
    "dauer_minuten": 3, "kosten": TWO, "unterlagen": [],
    "papierweg": {"minuten": 26, "quelle": "Probe"}, "ablage": {"aktenplan": "100", "frist_jahre": 5},
}  # fmt: skip
FORM = {
    "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Probe", "x-fw-en": {"title": "Sample"},
    "x-fw-form": {"id": "probe", "version": "1.0.0", "name": "Probe", "standard": "leistungspaket-1",
                  "status": "entwurf", "legal": [], "rules": [], "unreadable": [], "codelists": {}},
    "type": "object",
    "properties": {
        "alter": {"type": "integer", "title": "Alter", "x-fw-kind": "field", "x-fw-widget": "number",
                  "x-fw-en": {"title": "Age"}},
        "name": {"type": "string", "title": "Name", "x-fw-kind": "field", "x-fw-widget": "text",
                 "x-fw-en": {"title": "Name"}},
    },
}  # fmt: skip
PORTS = [
    {"name": "einwohner", "richtung": "quelle", "pflicht": False, "zweck": "Wohnt die Person hier?", "norm": "§ 37 BMG",
     "felder": {"name": "Name"}},
    {"name": "finanz", "richtung": "ziel", "pflicht": False, "zweck": "Sollstellung", "norm": "§ 2 SächsKAG",
     "felder": {"person": "Name", "betrag": "Betrag"}, "abbildung": {"Name": "person", "Betrag": "betrag"}},
]  # fmt: skip
MESSAGE = {
    "betreff": {"de": "Ihr Antrag", "en": "Your application"},
    "text": {"de": "Guten Tag {name}, Ihr Antrag ist da.", "en": "Hello {name}, your application is here."},
}  # fmt: skip
LETTER = """#import "/fahrwasser/bescheid.typ": *
#show: brief
#absatz(values.text)
"""


def package(processes: dict[str, str]) -> Package:
    """The package with these processes, each set a version of its own; an application starts `antrag`."""
    version = f"1.0.{crc32(repr(processes).encode())}"
    files = {
        "paket.json": {**MANIFEST, "version": version},
        "formular.schema.json": FORM,
        "parameter.schema.json": {
            "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Probe", "type": "object",
            "additionalProperties": False, "properties": {},
        },
        "parameter.default.json": {},
        "ereignisse.json": [],
        "schnittstellen.json": PORTS,
        "datenschutz.json": {"zwecke": [], "info": TWO},
        "vorlagen/hallo.json": MESSAGE,
    }  # fmt: skip
    content = {name: json.dumps(value, ensure_ascii=False).encode() for name, value in files.items()}
    content |= {"prozess.bpmn": bpmn(processes), "regeln.dmn": RULES, "vorlagen/bescheid.typ": LETTER.encode()}
    return Package(dict(sorted(content.items())))
