"""The official form S05000058 as it stands: imported, published, taken over, filled in to the receipt (done 2)."""

import json
import shutil
from pathlib import Path
from typing import Any

from django.db import connections

from fahrwasser.cli import main
from fahrwasser.core.packages.files import read_folder, write_zip
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases.models import Case, Task
from fahrwasser.web.catalogue import actions as catalogue
from fahrwasser.web.catalogue.models import Release
from fahrwasser.web.catalogue.releases import _shown
from fahrwasser.web.jobs import loop
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from paths import PROJECT, shared_data
from people import Citizen
from services import INVENTED, TODAY
from town_site import TownSite
from towns import make_member, make_town

OFFICIAL = "fim/bewohnerparkausweis/S05000058V1.0_xdf2.xml"
SERVICE = "amtlicher-parkausweis"
PROCESS = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:fw="urn:fahrwasser:bpmn:1" id="probe"
    targetNamespace="urn:beispiel:probe">
  <process id="antrag" name="Antrag" isExecutable="true">
    <startEvent id="start"/>
    <sequenceFlow id="f1" sourceRef="start" targetRef="ansehen"/>
    <userTask id="ansehen" name="Antrag ansehen">
      <extensionElements><fw:task role="amt" title-en="Look at the application"/></extensionElements>
    </userTask>
    <sequenceFlow id="f2" sourceRef="ansehen" targetRef="fertig"/>
    <endEvent id="fertig"/>
  </process>
</definitions>
"""
RULES = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="r" name="Probe" namespace="urn:beispiel:probe">
  <inputData id="in_antrag" name="antrag"/>
  <decision id="d_weg" name="weg">
    <informationRequirement><requiredInput href="#in_antrag"/></informationRequirement>
    <decisionTable id="t_weg" hitPolicy="UNIQUE">
      <input id="i_art"><inputExpression typeRef="string"><text>antrag.F05001344</text></inputExpression></input>
      <output id="o_ausgang" name="ausgang" typeRef="string"/>
      <rule id="r_immer"><inputEntry><text>-</text></inputEntry><outputEntry><text>"ansehen"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>
"""
PERSON, PLACE, REQUEST, CAR = "G05000496", "G05000496.G00000113", "G05000493", "G05000477"
ANSWERS: dict[str, Any] = {
    "F00_4cb0dd14_629c_4661_9435_4e9eadc43e07": "01",
    "F05001344": "01",
    f"{PERSON}.F05000059": "Beispiel",
    f"{PERSON}.F05000060.0": "Jana",
    f"{PERSON}.F05000351": "12.4.1985",
    f"{PERSON}.F05001354": "jana@beispiel.example",
    f"{PERSON}.G05000428.F00000053": "Lindenstraße",
    f"{PERSON}.G05000428.F00000016": "14",
    f"{PLACE}.F00000054": "01999",
    f"{PLACE}.F00000035": "Musterhafen",
    f"{PERSON}.F05000523": "000",
    f"{REQUEST}.F05001064": "1",
    f"{REQUEST}.F05001347": "01",
    f"{CAR}.F05000627": "PIR-JB 214",
    f"{CAR}.F05001062": "123456789012345",
    f"{CAR}.F05001047": "01",
}


def package_around(form: Path, folder: Path) -> Path:
    """The example package of the tests with this form and nothing but a person who looks at it."""
    shutil.copytree(PROJECT / "tests/core/packages/beispiel", folder)
    (folder / "formular.ui.json").unlink()
    for name in ("szenarien", "vorlagen"):
        shutil.rmtree(folder / name)
    schema = json.loads(form.read_text())
    (folder / "formular.schema.json").write_text(json.dumps(schema))
    (folder / "prozess.bpmn").write_text(PROCESS)
    (folder / "regeln.dmn").write_text(RULES)
    for name in ("ereignisse.json", "schnittstellen.json"):
        (folder / name).write_text("[]")
    manifest = json.loads((folder / "paket.json").read_text())
    manifest |= {"id": f"de.beispielstadt.{SERVICE}", "prozess": "antrag", "automatisierung": []}
    (folder / "paket.json").write_text(json.dumps(manifest))
    privacy = json.loads((folder / "datenschutz.json").read_text())
    privacy["zwecke"][0]["felder"] = list(schema["properties"])
    (folder / "datenschutz.json").write_text(json.dumps(privacy))
    return folder


def switch_on(town: Municipality, folder: Path) -> None:
    """Published by the owner, taken over by the navigator."""
    loop.load_handlers()
    content = read_folder(folder)
    manifest = content.manifest
    with connections["owner"].cursor() as owner:  # releases outlive a test
        owner.execute("DELETE FROM catalogue_release WHERE package = %s", [manifest.id])
    row = Release(
        package=manifest.id,
        version=manifest.version,
        digest=content.digest,
        manifest=_shown(manifest),
        content=write_zip(content),
    )
    row.save(using="owner", force_insert=True)
    _user, navigator = make_member(town, Role.NAVIGATOR)
    with working_for(town):
        adoption = catalogue.adopt(navigator, Release.objects.get(pk=row.pk))
        assert catalogue.set_parameter(navigator, adoption, "gebuehr", "35.50", INVENTED, TODAY) == ()
        adoption.refresh_from_db()
        catalogue.activate(navigator, adoption, TODAY)


def test_the_official_form_works_in_the_browser_as_it_stands(site: TownSite, capsys) -> None:
    form = site.home / "form.json"
    assert main(["form", "import", str(shared_data(OFFICIAL)), "--out", str(form), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    counted = {key: report[key] for key in ("fields", "groups", "codelists", "rules", "unreadable_rules")}
    assert counted == {"fields": 33, "groups": 8, "codelists": 6, "rules": 2, "unreadable_rules": []}
    town = site.does(make_town, "musterhafen")
    site.does(switch_on, town, package_around(form, site.home / "paket"))

    citizen = Citizen(site, town.slug)
    citizen.opens_service(SERVICE).answers_all(ANSWERS).reads("PIR-JB 214", "Deutschland").sends()
    site.works()

    assert site.inside(town, lambda: Case.objects.of(town).count()) == 1
    assert site.inside(town, lambda: [task.node for task in Task.objects.of(town)]) == ["ansehen"]
    citizen.refuse_console_errors()
