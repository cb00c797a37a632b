"""The embedded server: its roles, who may reach it, and what a start finds."""

import os
import pwd
import tempfile
from pathlib import Path

import psycopg
import pytest

from fahrwasser.run import CannotStart, binaries, database
from fahrwasser.run.account import Account
from fahrwasser.run.home import Home
from fahrwasser.run.postgres import TemporaryCluster, socket_folder, temporary_cluster

pytestmark = pytest.mark.database


def ask(url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        answer = connection.execute(query)
        return answer.fetchall() if answer.description else []


def test_no_role_of_the_application_may_bypass_the_policies(server: TemporaryCluster) -> None:
    powers = "rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication"
    mighty = ask(server.superuser_url, f"SELECT rolname FROM pg_roles WHERE ({powers}) AND rolname NOT LIKE 'pg_%'")
    assert mighty == [("postgres",)]


def test_only_the_owner_can_make_tables(server: TemporaryCluster) -> None:
    ask(server.owner_url, "CREATE TABLE made (id int)")
    for url in (server.web_url, server.worker_url):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(url, "CREATE TABLE mine (id int)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(url, "CREATE TEMPORARY TABLE mine (id int)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(url, "SET ROLE fahrwasser_owner")


def test_text_is_utf8_and_sorts_alike_on_every_machine(server: TemporaryCluster) -> None:
    query = "SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database WHERE datname = 'fahrwasser'"
    assert ask(server.superuser_url, query) == [("UTF8", "C.UTF-8", "C.UTF-8")]


def test_server_cannot_be_reached_over_the_network(server: TemporaryCluster) -> None:
    assert ask(server.superuser_url, "SHOW listen_addresses") == [("",)]


def test_nobody_else_may_enter_the_folder_of_the_socket(server: TemporaryCluster) -> None:
    assert server.socket.stat().st_mode & 0o777 == 0o700


def test_another_account_is_refused_even_with_the_folder_open(as_root: None, place: Path) -> None:
    account = Account.of(pwd.getpwnam("nobody").pw_uid)
    psql = binaries.usable_by(binaries.find(), account, place).folder / "psql"
    with temporary_cluster() as running:
        (running.socket / ".s.PGSQL.5432").chmod(0o777)
        running.socket.chmod(0o755)
        said = account.run([psql, running.web_url, "-c", "SELECT 1"])
    assert said.returncode != 0
    assert "Peer authentication failed" in said.stdout


def test_an_interrupted_first_start_is_begun_again(home: Path) -> None:
    first = Home(home)
    first.create()
    with first.locked():
        database.embedded(first).data.rename(home / "postgres" / "data.new")
        (home / "postgres" / "data.new" / "PG_VERSION").unlink()
        cluster = database.embedded(first)
    assert (cluster.data / "PG_VERSION").exists()
    assert not (home / "postgres" / "data.new").exists()


def test_data_of_another_version_are_refused_in_words(home: Path) -> None:
    first = Home(home)
    with first.locked():
        cluster = database.embedded(first)
        (cluster.data / "PG_VERSION").write_text("9\n")
        with pytest.raises(CannotStart, match="PostgreSQL 9, which made this database"):
            database.embedded(first)


def test_missing_programs_are_named(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match=f"{tmp_path}.*apt|{tmp_path}.*postgresql"):
        binaries.find({"FAHRWASSER_PG_BIN": str(tmp_path)})


def test_a_deep_home_gets_a_short_folder_for_the_socket(place: Path) -> None:
    deep = place / ("a" * 60) / ("b" * 60)
    deep.mkdir(parents=True)
    folder = socket_folder(deep, Account.of(os.geteuid()))
    assert len(os.fsencode(folder)) < 60
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.rmdir()


def test_a_home_with_an_odd_name_works(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = place / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))  # where the socket goes, which cannot lie in such a home
    with database.open_database(Home(place / "Größe, 5 % 'mehr'"), {}) as urls:
        assert ask(urls.owner, "SELECT 1") == [(1,)]
    assert list(temporary.iterdir()) == []


def test_a_command_starts_the_server_only_for_itself(home: Path) -> None:
    with database.open_database(Home(home), {}) as urls:
        assert ask(urls.web, "SELECT current_user") == [("fahrwasser_web",)]
    assert Home(home).running() is None
    with pytest.raises(psycopg.OperationalError):
        ask(urls.web, "SELECT 1")


def test_new_rows_are_noticed_within_seconds_not_minutes(home: Path) -> None:
    with database.open_database(Home(home), {}) as urls:
        ((seconds,),) = ask(urls.owner, "SELECT setting::int FROM pg_settings WHERE name = 'autovacuum_naptime'")
    assert seconds <= 15


def test_a_command_uses_the_server_that_runs(tree, home: Path) -> None:
    tree().up()
    with database.open_database(Home(home), {}) as urls:
        assert ask(urls.worker, "SELECT current_user") == [("fahrwasser_worker",)]
    assert Home(home).running() is not None


def test_own_server_needs_all_three_addresses() -> None:
    with pytest.raises(CannotStart, match="DATABASE_OWNER_URL, DATABASE_WORKER_URL"):
        database.own_server({"DATABASE_URL": "postgresql://web@db/fahrwasser"})


def test_own_server_that_is_away_is_named_without_its_password() -> None:
    away = "postgresql://web:geheim@127.0.0.1:1/fahrwasser"
    with pytest.raises(CannotStart, match="DATABASE_OWNER_URL") as refused:
        database.examine(database.DatabaseUrls(away, away, away))
    assert "geheim" not in str(refused.value)
