"""Reference data of the operator: catalogue, question sets, scales. A damaged file changes nothing."""

import io
import json
import os
import subprocess
import sys

import pytest
from django.db import connections

from fahrwasser.core.inventory.question_file import shipped_quick_check
from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.inventory import actions
from fahrwasser.web.inventory.models import CatalogueEntry, Check, QuestionSet, ScaleVersion, Service
from fahrwasser.web.tenants.context import working_for
from filled import fills
from paths import shared_data
from towns import browser, make_member, make_town

HEADER = "leika_key,service_name,leika_type,ozg_id,ozg_service,situation,subject,jurisdiction\n"
ROWS = "99012001000000,Abbruchgenehmigung,4,10513,Abbruch,Bauen,,Bund|Land\nnicht im LeiKa,=cmd|'/c calc'!A1,1,,,,,\n"
OWN = "sachsen-check"


@pytest.fixture
def as_owner(database):
    """The importing actions run as owner, as the commands do."""
    web = connections.databases["default"]
    connections["default"].close()
    connections.databases["default"] = {**connections.databases["owner"]}
    del connections["default"]
    yield
    connections["default"].close()
    connections.databases["default"] = web
    del connections["default"]
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE inventory_questionset SET is_current = false")  # emptying deletes all but ours
        cursor.execute("UPDATE inventory_questionset SET is_current = true WHERE key = 'fahrwasser-schnellcheck'")


def own_set(version: str = "1", **changes: object) -> bytes:
    content = {
        "format": "fahrwasser-questions/1",
        "id": OWN,
        "version": version,
        "title": "Bestandsaufnahme des Landes",
        "questions": [
            {"id": "mail", "type": "number", "text": "Wie viele Briefe?", "minutes": 1},
            {
                "id": "scan",
                "type": "evidence",
                "text": "Wird gescannt?",
                "maps_to": ["capability:scanner"],
                "show_if": {"question": "mail", "op": "at_least", "value": 10},
            },
        ],
        **changes,
    }
    return json.dumps(content).encode()


def test_the_official_catalogue_imports_twice_without_change(as_owner):
    for _time in range(2):
        with shared_data("catalogue/leika_ozg_services.csv").open("rb") as stream:
            done = actions.import_catalogue(stream)
        assert (done.rows, done.keys, done.ozg_services) == (5251, 4813, 557)
        assert CatalogueEntry.objects.count() == 5251


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\xff\xfe",
        b"PK\x03\x04 this is a zip",
        (HEADER + "99012001000000,Abbruch").encode(),
        (HEADER + ROWS + '99,"open\n').encode(),
        (HEADER + ROWS).encode() + b"99012001000000,\x00,4,1,,,,\n",
    ],
)
def test_a_damaged_catalogue_leaves_the_old_one(as_owner, damage):
    actions.import_catalogue(io.BytesIO((HEADER + ROWS).encode()))
    with pytest.raises(Refused) as refused:
        actions.import_catalogue(io.BytesIO(damage))
    assert refused.value.line is not None
    assert refused.value.column is not None
    assert CatalogueEntry.objects.count() == 2


def test_a_service_of_the_catalogue_joins_the_list_once(as_owner, database):
    actions.import_catalogue(io.BytesIO((HEADER + ROWS).encode()))
    town = make_town("lindenau")
    user, _member = make_member(town, Role.NAVIGATOR)
    client = browser(user)
    page = client.get("/lindenau/erfassen/leistungen/neu/?q=abbruch").content.decode()
    assert "99012001000000" in page
    assert "99012001000000" in client.get("/lindenau/erfassen/leistungen/neu/?q=990120").content.decode()
    for _time in range(2):
        client.post("/lindenau/erfassen/leistungen/neu/", {"row": "1"})
    with working_for(town):
        assert Service.objects.get(leika_key="99012001000000").name == "Abbruchgenehmigung"
    assert client.post("/lindenau/erfassen/leistungen/neu/", {"row": "1 OR 1=1"}).status_code == 404
    page = client.get("/lindenau/erfassen/leistungen/neu/?q=calc").content.decode()
    assert "=cmd|&#x27;/c calc&#x27;!A1" in page


def test_a_states_own_set_replaces_ours_and_old_rounds_stay_readable(as_owner, database):
    town = make_town("lindenau")
    user, _member = make_member(town, Role.NAVIGATOR)
    client = browser(user)
    base = "/lindenau/erfassen/schnell-check/"
    client.post(base)
    client.post(f"{base}frage/posts/", {"answer": "14"})
    client.post(f"{base}fertig/")
    actions.import_question_set(own_set())
    assert "14 Stellen" in client.get(base).content.decode()
    first = client.post(base)["Location"]
    assert first.endswith("/frage/mail/")
    second = client.post(first, {"answer": "200"})["Location"]
    assert second.endswith("/frage/scan/")
    end = client.post(second, {"answer": "yes", "note": "Scanner im Posteingang"})["Location"]
    assert client.get(end).status_code == 200
    with working_for(town):
        rounds = Check.objects.select_related("question_set").order_by("started_at")
        assert [row.question_set.key for row in rounds] == ["fahrwasser-schnellcheck", OWN]
        old = rounds[0].pk
    assert client.get(f"{base}ergebnis/{old}/").status_code == 200


def test_a_version_once_imported_never_changes(as_owner):
    actions.import_question_set(own_set())
    actions.import_question_set(own_set())
    with pytest.raises(Refused):
        actions.import_question_set(own_set(title="Etwas anderes"))
    actions.import_question_set(own_set("2", title="Etwas anderes"))
    assert QuestionSet.objects.get(is_current=True).version == "2"
    assert QuestionSet.objects.filter(key=OWN).count() == 2


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"[" * 100_000,
        own_set(format="other/1"),
        own_set(questions=[]),
        own_set(questions=[{"id": "a", "type": "script", "text": "x"}]),
        own_set(questions=[{"id": "a", "type": "number", "text": "x", "onclick": "alert(1)"}]),
        own_set(questions=[{"id": "../../etc", "type": "number", "text": "x"}]),
        own_set(
            questions=[
                {"id": "a", "type": "number", "text": "x", "show_if": {"question": "a", "op": "equals", "value": 1}}
            ]
        ),
        own_set(title="x" * 2_000_000),
    ],
)
def test_a_hostile_question_set_is_refused_and_ours_stays(as_owner, raw):
    with pytest.raises(Refused):
        actions.import_question_set(raw)
    assert QuestionSet.objects.get(is_current=True).key == shipped_quick_check().id


def test_markup_in_a_question_is_shown_as_text(as_owner, database):
    text = "<script>alert(1)</script> & <b>fett</b>"
    actions.import_question_set(own_set(questions=[{"id": "a", "type": "number", "text": text, "hint": text}]))
    town = make_town("lindenau")
    user, _member = make_member(town, Role.NAVIGATOR)
    client = browser(user)
    page = client.get(client.post("/lindenau/erfassen/schnell-check/")["Location"]).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_installing_the_shipped_set_again_changes_nothing(as_owner):
    assert actions.install_shipped_question_set() is False
    actions.import_question_set(own_set())
    assert actions.install_shipped_question_set() is False
    assert QuestionSet.objects.get(is_current=True).key == OWN


def test_imported_criteria_decide_with_unknown_as_upper_bound(as_owner, database):
    scale = {
        "format": "fahrwasser-scale/1",
        "id": "ozg",
        "version": "1.1",
        "title": "OZG 1.1 mit Kriterien",
        "rule": "lowest_criterion",
        "levels": [{"level": n, "name": f"Stufe {n}"} for n in range(5)],
        "criteria": [{"id": f"c{n}", "text": f"Kriterium {n}", "level": n} for n in range(1, 5)],
    }
    actions.import_scale(json.dumps(scale).encode())
    assert ScaleVersion.objects.count() == 1
    town = make_town("lindenau")
    user, member = make_member(town, Role.NAVIGATOR)
    with working_for(town):
        actions.start_record(member)
        found = Service.objects.get(key="id-card")
    client = browser(user)
    address = f"/lindenau/erfassen/leistungen/{found.pk}/"
    client.post(f"{address}reifegrad/ozg/1.1/", {"criterion-0": "yes", "criterion-1": "", "criterion-3": "no"})
    assert "nicht bekannt, höchstens 3" in client.get(address).content.decode()
    fills(
        client,
        f"{address}reifegrad/ozg/1.1/",
        {"criterion-0": "yes", "criterion-1": "no", "criterion-2": "yes", "criterion-3": "yes"},
    )
    assert "1 von 4: Stufe 1" in client.get(address).content.decode()


def command(cluster, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "DATABASE_URL": cluster.web_url,
        "DATABASE_OWNER_URL": cluster.owner_url,
        "DATABASE_WORKER_URL": cluster.worker_url,
    }
    return subprocess.run(
        [sys.executable, "-m", "fahrwasser", *words], env=environment, capture_output=True, text=True, check=False
    )


def test_the_commands_answer_in_json_or_with_one_line(database, tmp_path):
    good = tmp_path / "katalog.csv"
    good.write_text(HEADER + ROWS)
    done = command(database, "catalogue", "import", str(good), "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"rows": 2, "keys": 1, "ozg_services": 1})
    bad = tmp_path / "kaputt.csv"
    bad.write_text(HEADER + "99012001000000,Abbruch\n")
    done = command(database, "catalogue", "import", str(bad))
    assert done.returncode == 2
    assert done.stdout == ""
    assert "line 2, column 16" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM inventory_catalogueentry")
        assert cursor.fetchone() == (2,)
    broken = tmp_path / "set.json"
    broken.write_text('{"format": }')
    done = command(database, "questions", "import", str(broken))
    assert done.returncode == 2
    assert "line 1, column 12" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert command(database, "questions", "import", str(tmp_path / "missing.json")).returncode == 2
