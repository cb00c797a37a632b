"""`fahrwasser check`: what it looks at and what it says."""

import json
from pathlib import Path

import psycopg
import pytest

from fahrwasser.commands import check
from fahrwasser.run import health
from fahrwasser.run.home import Home
from fahrwasser.run.postgres import TemporaryCluster
from fahrwasser.run.urls import DatabaseUrls


def wrong(findings: object) -> set[str]:
    return {finding.name for finding in findings if not finding.ok}


def test_fresh_home_is_in_order_and_stays_untouched(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WORKER_URL", "FAHRWASSER_ENV"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FAHRWASSER_HOME", str(place / "var"))
    assert check.main(["--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is True
    assert {"configuration", "demo", "mail", "web", "database"} <= {one["name"] for one in answer["checks"]}
    assert not (place / "var").exists()


def test_production_without_settings_is_not_in_order(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WORKER_URL", "EMAIL_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FAHRWASSER_HOME", str(place / "var"))
    monkeypatch.setenv("FAHRWASSER_ENV", "production")
    monkeypatch.setenv("FAHRWASSER_DEMO", "1")
    assert check.main([]) == 2
    said = capsys.readouterr()
    assert said.err.strip() == "fahrwasser check: not in order: configuration, demo, mail"
    assert "SECRET_KEY" in said.out


def test_running_web_server_is_named(home: Path) -> None:
    from fahrwasser.run.home import Running

    with Home(home).locked():
        Home(home).note(Running(1, "http://127.0.0.1:8000"))
        assert "At http://127.0.0.1:8000." in [one.text for one in health.configuration({}, Home(home))]


@pytest.mark.database
def test_roles_of_the_embedded_server_are_safe(server: TemporaryCluster) -> None:
    assert wrong(health.databases(server.urls())) == set()


@pytest.mark.database
def test_role_that_can_bypass_the_policies_is_found(server: TemporaryCluster) -> None:
    urls = server.urls()
    assert wrong(health.databases(DatabaseUrls(urls.owner, urls.owner, urls.worker))) == {"web role"}


@pytest.mark.database
def test_role_that_belongs_to_the_owner_is_found(server: TemporaryCluster) -> None:
    with psycopg.connect(server.superuser_url, autocommit=True) as superuser:
        superuser.execute("GRANT fahrwasser_owner TO fahrwasser_worker")
        try:
            assert wrong(health.databases(server.urls())) == {"worker role"}
        finally:
            superuser.execute("REVOKE fahrwasser_owner FROM fahrwasser_worker")


def test_database_that_is_away_is_one_finding() -> None:
    away = "postgresql://web@127.0.0.1:1/fahrwasser"
    assert wrong(health.databases(DatabaseUrls(away, away, away))) == {"database"}


def test_wrong_words_show_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(["--yaml"]) == 2
    assert "usage: fahrwasser check [--json]" in capsys.readouterr().err
