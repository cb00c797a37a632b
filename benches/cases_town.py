"""The town, the service and the processes that `fahrwasser bench cases` runs; the caller has set up Django as owner."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fahrwasser.run import binaries
from fahrwasser.run.account import database_account
from fahrwasser.run.postgres import Cluster, TemporaryCluster, private_folder, stop

if TYPE_CHECKING:
    from fahrwasser.web.catalogue.models import Adoption, Release

HERE = Path(__file__).resolve().parent
MODEL = HERE / "cases_model.bpmn"
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
ANSWERS = {"betrag": 40, "name": "Erika Muster"}
CHAIN = 1010
"""Tasks of the long process: one event each."""


@contextmanager
def durable_cluster() -> Iterator[TemporaryCluster]:
    """A fresh server with the settings of a real one: every commit is on the disk."""
    account = database_account()
    folder = private_folder(account)
    try:
        programs = binaries.usable_by(binaries.find(dict(os.environ)), account, folder)
        cluster = Cluster(folder / "data", folder, folder / "log", programs, account, {"max_wal_size": "4GB"})
        cluster.create()
        server = cluster.start()
        try:
            yield TemporaryCluster(folder, programs.version)
        finally:
            stop(server)
    finally:
        subprocess.run(["rm", "-rf", str(folder)], check=False)


def prepare(cluster: TemporaryCluster, home: str) -> None:
    """Migrated as owner; Django is set up in this process."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "fahrwasser.web.settings",
        "FAHRWASSER_HOME": home,
        "FAHRWASSER_DEMO": "0",
        "EMAIL_URL": "memorymail://",
        "DATABASE_URL": cluster.owner_url,
    }
    subprocess.run([sys.executable, "-m", "fahrwasser.web.prepare"], check=True)
    import django

    django.setup()


@dataclass(frozen=True, slots=True)
class Town:
    """The service is switched on; `member` may finish tasks."""

    adoption: "Adoption"
    release: "Release"
    member: Any


def make_towns(cluster: TemporaryCluster, count: int) -> "list[Town]":
    """As owner the rows of all towns, then this process is the worker."""
    from django.db import connections

    from fahrwasser.web.accounts.models import User
    from fahrwasser.web.cases import jobs as cases_jobs
    from fahrwasser.web.catalogue.releases import publish
    from fahrwasser.web.settings import database_settings
    from fahrwasser.web.tenants.actions import create_sample

    towns = [create_sample(f"taktstadt{number}", f"Taktstadt {number}", 7800) for number in range(count)]
    release, _is_new = publish(package())
    user = User.objects.create_user("takt@example.org", "correct horse battery", name="Erika Takt")
    connections["default"].close()
    connections.databases["default"] |= database_settings(cluster.worker_url)
    del connections["default"]
    assert cases_jobs  # registers what this bench needs
    return [_adopted(town, release, user) for town in towns]


def _adopted(town: Any, release: "Release", user: Any) -> Town:
    from fahrwasser.web.accounts.access import Member
    from fahrwasser.web.accounts.roles import Role
    from fahrwasser.web.catalogue.models import Adoption, Binding, ParameterSet
    from fahrwasser.web.tenants.context import working_for

    with working_for(town):
        values = ParameterSet.objects.create(municipality=town, package=release.package, number=1, values={})
        adoption = Adoption.objects.create(
            municipality=town, package=release.package, slug="takt", release=release, parameters=values, state="active"
        )
        Binding.objects.create(municipality=town, adoption=adoption, port="finanz", adapter="file")
    return Town(adoption, release, Member(town, user.pk, user.name, frozenset({Role.CLERK})))


def package() -> Any:
    """leistungspaket/1 with the model of the peers, an application with calls, and a process that grows old."""
    from fahrwasser.core.packages.files import Package

    texts = {"de": "Takt", "en": "Pace"}
    manifest = {
        "format": "leistungspaket/1", "id": "de.test.takt", "version": "1.0.0", "titel": texts, "kurz": texts,
        "stand": "2026-11-22", "leika": ["99110009104000"], "rechtsgrundlagen": [], "automatisierung": [],
        "autor": "Test", "lizenz": "EUPL-1.2", "benoetigt": {"fahrwasser": "0.1", "ports": []}, "prozess": "takt",
        "dauer_minuten": 1, "kosten": texts, "unterlagen": [], "papierweg": {"minuten": 1, "quelle": "Test"},
        "ablage": {"aktenplan": "1", "frist_jahre": 1},
    }  # fmt: skip
    files: dict[str, Any] = {
        "paket.json": manifest,
        "formular.schema.json": _form(),
        "parameter.schema.json": {
            "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Takt", "type": "object",
            "additionalProperties": False, "properties": {},
        },
        "parameter.default.json": {},
        "ereignisse.json": [],
        "schnittstellen.json": [
            {"name": "finanz", "richtung": "ziel", "pflicht": False, "zweck": "Soll", "norm": "§ 1",
             "felder": {"name": "Name", "betrag": "Betrag"}, "abbildung": {"Name": "name", "Betrag": "betrag"}}
        ],
        "datenschutz.json": {"zwecke": [], "info": texts},
        "vorlagen/hallo.json": {"betreff": texts, "text": {"de": "Guten Tag {name}.", "en": "Hello {name}."}},
    }  # fmt: skip
    content = {name: json.dumps(value, ensure_ascii=False).encode() for name, value in files.items()}
    content["regeln.dmn"] = RULES.encode()
    content["prozess.bpmn"] = _bpmn().encode()
    return Package(dict(sorted(content.items())))


def _form() -> Mapping[str, Any]:
    def field(title: str, kind: str, widget: str) -> Mapping[str, Any]:
        return {"type": kind, "title": title, "x-fw-kind": "field", "x-fw-widget": widget, "x-fw-en": {"title": title}}

    about = {"id": "takt", "version": "1.0.0", "name": "Takt", "standard": "leistungspaket-1", "status": "entwurf",
             "legal": [], "rules": [], "unreadable": [], "codelists": {}}  # fmt: skip
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Takt", "x-fw-en": {"title": "Pace"},
        "x-fw-form": about, "type": "object",
        "properties": {"betrag": field("Betrag", "integer", "number"), "name": field("Name", "string", "text")},
    }  # fmt: skip


RULES = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="r" name="r" namespace="urn:takt"
  expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/">
  <inputData id="in_antrag" name="antrag"><variable name="antrag"/></inputData>
  <decision id="stufung" name="stufung"><variable name="stufung"/>
    <informationRequirement id="q"><requiredInput href="#in_antrag"/></informationRequirement>
    <decisionTable id="tabelle" hitPolicy="UNIQUE">
      <input id="i"><inputExpression typeRef="number"><text>antrag.betrag</text></inputExpression></input>
      <output id="o" name="ausgang" typeRef="string"/>
      <rule id="a"><inputEntry><text>&lt; 100</text></inputEntry><outputEntry><text>"klein"</text></outputEntry></rule>
      <rule id="b"><inputEntry><text>&gt;= 100</text></inputEntry><outputEntry><text>"gross"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>"""


def _bpmn() -> str:
    """The peers' model as it stands in cases_model.bpmn, with two more processes before its end."""
    text = MODEL.read_text(encoding="utf-8")
    return text.replace("</definitions>", f"{_application()}{_chain(CHAIN)}</definitions>")


def _flow(a: str, b: str) -> str:
    return f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>'


def _task(element: str, node: str, inner: str) -> str:
    return f'<{element} id="{node}" name="{node}"><extensionElements>{inner}</extensionElements></{element}>'


def _call(node: str, verb: str, **given: str) -> str:
    inner = "".join(f"<fw:with name='{name}' feel='{feel}'/>" for name, feel in given.items())
    return _task("serviceTask", node, f'<fw:call verb="{verb}" result="{node}">{inner}</fw:call>')


def _application() -> str:
    """What an application causes, everything but the letter: decision, number, posting, message."""
    nodes = [
        '<startEvent id="an_s"/>',
        _task("businessRuleTask", "stufung", '<fw:decide decision="stufung" result="stufung"/>'),
        _call("marke", "number", kreis='"marke"'),
        _call("buchen", "hand_over", port='"finanz"', werte="{name: antrag.name, betrag: antrag.betrag}"),
        _call("sagen", "message", vorlage='"hallo"', werte="{name: antrag.name}"),
        '<endEvent id="an_e"/>',
    ]
    names = ["an_s", "stufung", "marke", "buchen", "sagen", "an_e"]
    flows = "".join(map(_flow, names, names[1:]))
    return f'<process id="antrag" name="antrag" isExecutable="true">{"".join(nodes)}{flows}</process>'


def _chain(length: int) -> str:
    """User tasks in a row."""
    tasks = [f"k{number}" for number in range(length)]
    names = ["k_s", *tasks, "k_e"]
    nodes = [_task("userTask", task, '<fw:task role="amt" result="schritt"/>') for task in tasks]
    nodes = ['<startEvent id="k_s"/>', *nodes, '<endEvent id="k_e"/>']
    flows = "".join(map(_flow, names, names[1:]))
    return f'<process id="kette" name="kette" isExecutable="true">{"".join(nodes)}{flows}</process>'
