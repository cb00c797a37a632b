"""Funding, contracts with dates, steps of buying: what a town sees, and what it is not told."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import ProgrammingError, connection
from django.test import Client
from django.utils import timezone

from fahrwasser.commands import funding as command
from fahrwasser.core.refused import Refused
from fahrwasser.run.postgres import TemporaryCluster
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.agenda.actions.funding import import_funding
from fahrwasser.web.agenda.models import FundingProgramme, StepDone
from fahrwasser.web.agenda.reading import Plan, plan_of
from fahrwasser.web.inventory.models import Service, System
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from towns import browser, make_member, make_town
from web.agenda.plans import page, propose, queries

AGENDA = "/lindenau/agenda/"


def programmes(*entries: dict[str, Any], **more: Any) -> bytes:
    today = timezone.localdate()
    usual = {
        "name": "Sichere Rathäuser",
        "giver": "Beispielstelle",
        "what": "Datensicherung",
        "percent": 80,
        "link": "https://example.org/x",
        "as_of": today.isoformat(),
    }
    rows = [{"id": f"p{n}", **usual, **entry} for n, entry in enumerate(entries)]
    head = {"format": "fahrwasser-funding/1", "collection": "test", "title": "Test", "source": "erfunden"}
    return json.dumps({**head, "as_of": today.isoformat(), "is_sample": True, **more, "programmes": rows}).encode()


@pytest.fixture
def as_operator(database: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator's import runs as owner of the database."""
    rows = FundingProgramme.objects.using("owner")
    monkeypatch.setattr(FundingProgramme, "objects", rows)


def load(*entries: dict[str, Any]) -> None:
    """Rows as the operator's import leaves them."""
    content = json.loads(programmes(*entries))["programmes"]
    for entry in content:
        FundingProgramme(collection="test", key=entry["id"], content=entry, is_sample=True).save(using="owner")


def in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_town_sees_only_programmes_of_its_land_and_size_and_expired_ones_as_expired(navigator: Client) -> None:
    load(
        {"name": "Passt", "deadline": in_days(20)},
        {"name": "Zu gross", "population": {"from": 5000}},
        {"name": "Anderes Land", "states": ["15"]},
        {"name": "Vorbei", "deadline": in_days(-1)},
    )
    shown = page(navigator, f"{AGENDA}foerderung/")
    assert "Passt" in shown
    assert "in 20 Tagen" in shown
    assert "Zu gross" not in shown
    assert "Anderes Land" not in shown
    assert "abgelaufen am" in shown
    assert shown.index("Passt") < shown.index("Vorbei")
    assert "Beispieldaten" in shown


def test_project_page_names_the_grant_for_its_costs(navigator: Client, member: Member) -> None:
    version = propose(member)
    planned = next(p for p in version.instance["projects"] if p["cost_once"] > 0 and not p["id"].startswith("M-"))
    project = planned["id"]
    load({"projects": [project.partition("-")[0]], "percent": 50}, {"name": "Fremd", "projects": ["P44"]})
    shown = page(navigator, f"{AGENDA}projekt/{project}/")
    assert "Sichere Rathäuser" in shown
    assert "Fremd" not in shown or project.startswith("P44")
    assert f"von {planned['cost_once']:,.0f}".replace(",", ".") in shown.replace("\u00a0", " ")


def test_import_replaces_its_own_collection_and_only_that(as_operator: None) -> None:
    import_funding(programmes({"id": "other"}, collection="other"))
    assert import_funding(programmes({"id": "a"}, {"id": "b"})).programmes == 2
    again = import_funding(programmes({"id": "b", "percent": 10}))
    assert (again.programmes, again.removed) == (1, 1)
    rows = FundingProgramme.objects.order_by("key")
    assert [(row.key, row.content["percent"]) for row in rows] == [("b", 10), ("other", 80)]


def test_refused_list_changes_nothing(as_operator: None) -> None:
    import_funding(programmes({"id": "a"}))
    with pytest.raises(Refused):
        import_funding(programmes({"id": "b"}, {"id": "c", "deadline": "bald"}))
    assert [row.key for row in FundingProgramme.objects.all()] == ["a"]


def test_town_cannot_write_programmes(town: Municipality) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), working_for(town), connection.cursor() as web:
        web.execute(
            "INSERT INTO agenda_fundingprogramme (collection, key, content, is_sample) VALUES ('x','y','{}',true)"
        )


def test_command_says_what_is_wrong_and_where(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "programme.json"
    file.write_bytes(programmes({"link": "http://example.org"}))
    assert command.main(["import", str(file)]) == 2
    error = capsys.readouterr().err
    assert error.startswith("fahrwasser: programme.json: programmes[1].link: ")
    assert error.count("\n") == 1


def test_the_command_imports_for_all_towns_and_again_with_every_newer_file(
    database: TemporaryCluster, navigator: Client, tmp_path: Path
) -> None:
    file = tmp_path / "programme.json"
    addresses = {
        "DATABASE_OWNER_URL": database.owner_url,
        "DATABASE_URL": database.web_url,
        "DATABASE_WORKER_URL": database.worker_url,
    }
    home = {"FAHRWASSER_HOME": str(tmp_path), "SECRET_KEY": "only for this test", "FAHRWASSER_DEMO": "0"}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "fahrwasser", "funding", "import", str(file), *words]
        environment = {**os.environ, **addresses, **home}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)

    file.write_bytes(programmes({"id": "a", "name": "Erste"}, {"id": "b", "name": "Zweite"}))
    first = run("--json")
    assert first.returncode == 0, first.stderr
    assert json.loads(first.stdout) == {"collection": "test", "programmes": 2, "removed": 0}
    assert "Zweite" in page(navigator, f"{AGENDA}foerderung/")
    file.write_bytes(programmes({"id": "a", "name": "Neue"}))
    second = run()
    assert (second.returncode, second.stdout.strip()) == (0, "collection=test programmes=1 removed=1")
    shown = page(navigator, f"{AGENDA}foerderung/")
    assert "Neue" in shown
    assert "Zweite" not in shown


def test_a_file_that_is_not_there_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["import", str(tmp_path / "fehlt.json")]) == 2
    error = capsys.readouterr().err
    assert error.startswith("fahrwasser: fehlt.json: ")
    assert error.count("\n") == 1


def costly(member: Member) -> tuple[Plan, str]:
    """A plan, and a project of it that costs something once."""
    plan = plan_of(propose(member))
    return plan, next(p for p in plan.in_order() if plan.instance.by_id[p].cost_once >= 100)


def test_a_grant_found_for_a_project_stands_in_the_form_of_what_if(navigator: Client, member: Member) -> None:
    plan, project = costly(member)
    load({"id": "sicher", "percent": 50})
    link = f"{AGENDA}was-waere-wenn/?foerderung=sicher&amp;projekt={project}"
    assert f'href="{link}"' in page(navigator, f"{AGENDA}projekt/{project}/")
    answer, count = queries(navigator, link.replace("&amp;", "&"))
    text = answer.content.decode()
    amount = round(plan.instance.by_id[project].cost_once / 2)
    assert count <= 12
    assert "aus „Sichere Rathäuser“ für" in text
    form = answer.context["form"]
    assert (form["grant_eur"].value(), form["grant_quarter"].value()) == (amount, plan.schedule[project])


def test_a_grant_that_is_over_or_for_something_else_fills_in_nothing(navigator: Client, member: Member) -> None:
    _plan, project = costly(member)
    load({"id": "vorbei", "deadline": in_days(-1)}, {"id": "anders", "states": ["15"]})
    for key in ("vorbei", "anders", "unbekannt", ""):
        answer = navigator.get(f"{AGENDA}was-waere-wenn/?foerderung={key}&projekt={project}")
        assert answer.context["form"]["grant_eur"].value() is None, key
        assert "Unten eingetragen" not in answer.content.decode()
    assert navigator.get(f"{AGENDA}was-waere-wenn/?foerderung=vorbei&projekt=gibtesnicht").status_code == 200


def contract(town: Municipality, name: str, days: int | None, **fields: Any) -> System:
    notice = None if days is None else timezone.localdate() + timedelta(days=days)
    with working_for(town):
        return System.objects.create(municipality=town, name=name, notice_date=notice, **fields)


def test_contracts_stand_by_nearest_notice_date_with_the_project_they_touch(
    navigator: Client, town: Municipality
) -> None:
    contract(town, "Ohne Frist", None)
    contract(town, "Spaeter", 400)
    near = contract(town, "Bald", 30, vendor="Beispiel GmbH")
    contract(town, "Vorbei", -3)
    with working_for(town):
        Service.objects.create(
            municipality=town, key="residence", name="Anmeldung", area="x", system=near, sort_key="anmeldung"
        )
    shown = page(navigator, f"{AGENDA}vertraege/")
    order = [shown.index(f">{name}<") for name in ("Bald", "Spaeter", "Ohne Frist", "Vorbei")]
    assert order == sorted(order)
    assert "Elektronische Wohnsitzanmeldung" in shown  # P22 eases the service that runs on it
    assert "in 30 Tagen" in shown
    assert "innerhalb von 90 Tagen" in shown


def test_notice_dates_as_calendar_file(navigator: Client, town: Municipality) -> None:
    contract(town, "Bald", 30)
    contract(town, "Vorbei", -3)
    answer = navigator.get(f"{AGENDA}vertraege/kalender.ics")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    assert "attachment" in answer["Content-Disposition"]
    assert text.count("BEGIN:VEVENT") == 1
    day = timezone.localdate() + timedelta(days=30)
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}\r\n" in text
    assert "SUMMARY:Letzter Tag für die Kündigung: Bald\r\n" in text


def test_near_notice_stands_in_this_week_with_a_way_to_the_list(navigator: Client, town: Municipality) -> None:
    contract(town, "Bald", 90)
    contract(town, "Noch nicht", 91)
    shown = page(navigator, "/lindenau/")
    assert "Bald" in shown
    assert "Noch nicht" not in shown
    assert f"{AGENDA}vertraege/" in shown


def test_steps_of_buying_are_ticked_and_opened_again(navigator: Client, town: Municipality) -> None:
    address = f"{AGENDA}projekt/P11-central/beschaffung/"
    shown = page(navigator, address)
    assert "SächsGemO § 60" in shown
    assert "0 von 16 Schritten" in shown
    assert shown.count("bitte prüfen") >= 5  # no threshold has an amount
    navigator.post(f"{address}schritt/", {"step": "need", "state": "done"})
    assert "1 von 16 Schritten" in page(navigator, address)
    assert "1 von 16 Schritten" in page(navigator, f"{AGENDA}projekt/P11/beschaffung/")  # whatever the variant
    navigator.post(f"{address}schritt/", {"step": "need", "state": "open"})
    assert "0 von 16 Schritten" in page(navigator, address)
    with working_for(town):
        assert not StepDone.objects.of(town).exists()
    assert navigator.post(f"{address}schritt/", {"step": "unsinn", "state": "done"}).status_code == 404
    assert navigator.get(f"{AGENDA}projekt/P99/beschaffung/").status_code == 404


def test_other_land_sees_the_steps_without_saxon_norms(database: object) -> None:
    town = make_town("erlenbrueck", state="15", state_name="Sachsen-Anhalt")
    reader = browser(make_member(town, Role.NAVIGATOR)[0])
    shown = page(reader, "/erlenbrueck/agenda/projekt/P11/beschaffung/")
    assert "SächsGemO §" not in shown.split("<h2>")[0]
    assert "16 Schritten" in shown


def test_coach_sees_but_does_not_tick(town: Municipality) -> None:
    coach = browser(make_member(town, Role.LOTSE)[0])
    address = f"{AGENDA}projekt/P11/beschaffung/"
    assert 'name="step"' not in page(coach, address)
    assert coach.post(f"{address}schritt/", {"step": "need", "state": "done"}).status_code == 403
    assert page(coach, f"{AGENDA}foerderung/")
    clerk = browser(make_member(town, Role.CLERK)[0])
    for path in ("foerderung/", "vertraege/", "vertraege/kalender.ics", "projekt/P11/beschaffung/"):
        assert clerk.get(f"{AGENDA}{path}").status_code == 403


def test_pages_need_few_queries(navigator: Client, town: Municipality) -> None:
    for n in range(5):
        contract(town, f"Verfahren {n}", n * 50)
    load(*[{"name": f"N{n}"} for n in range(5)])
    for path in ("foerderung/", "vertraege/", "vertraege/kalender.ics", "projekt/P11/beschaffung/"):
        answer, count = queries(navigator, f"{AGENDA}{path}")
        assert answer.status_code == 200
        assert count <= 12, path
