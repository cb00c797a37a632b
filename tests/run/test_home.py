"""The one folder everything lies in."""

import os
import stat
from pathlib import Path

import pytest

from fahrwasser.run import CannotStart
from fahrwasser.run import home as home_module
from fahrwasser.run.home import Home, Running, place_for_postgres
from fahrwasser.run.urls import DatabaseUrls


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_home_is_var_in_the_working_directory_unless_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Home.of({}).path == tmp_path / "var"
    assert Home.of({"FAHRWASSER_HOME": "data"}).path == tmp_path / "data"
    assert Home.of({"FAHRWASSER_HOME": "/srv/fahrwasser"}).path == Path("/srv/fahrwasser")


def test_new_folders_are_closed_to_others(home: Path) -> None:
    Home(home).create()
    assert mode(home) & 0o066 == 0
    assert mode(home / "log") == 0o700


def test_existing_folders_keep_their_permissions(place: Path) -> None:
    place.chmod(0o750)
    (place / "log").mkdir(mode=0o755)
    Home(place).create()
    assert (mode(place), mode(place / "log")) == (0o750, 0o755)


def test_secret_key_is_made_once_and_private(home: Path) -> None:
    Home(home).create()
    key = Home(home).secret_key()
    assert len(key) >= 50
    assert Home(home).secret_key() == key
    assert mode(home / "secret-key") == 0o600


def test_secret_key_is_made_again_when_writing_it_was_interrupted(home: Path) -> None:
    Home(home).create()
    (home / "secret-key").touch()
    assert len(Home(home).secret_key()) >= 50


def test_only_one_works_in_a_home(home: Path) -> None:
    urls = DatabaseUrls("postgresql://o@/d", "postgresql://w@/d", "postgresql://j@/d")
    with Home(home).locked():
        Home(home).note(Running(4711, "http://127.0.0.1:8003", urls))
        with (
            pytest.raises(CannotStart, match=r"already runs in .*var at http://127.0.0.1:8003 \(process 4711\)"),
            Home(home).locked(),
        ):
            pass
        assert Home(home).running() == Running(4711, "http://127.0.0.1:8003", urls)
    assert Home(home).running() is None


def test_a_note_left_by_a_killed_process_counts_for_nothing(home: Path) -> None:
    Home(home).create()
    Home(home).note(Running(4711, "http://127.0.0.1:8003"))
    assert Home(home).running() is None


def test_home_that_cannot_be_written_is_refused_in_words(place: Path) -> None:
    (place / "file").touch()
    with pytest.raises(CannotStart, match=r"cannot work in .*file/var.*FAHRWASSER_HOME"):
        Home(place / "file" / "var").create()


def test_as_root_the_database_belongs_to_an_unprivileged_account(as_root: None, home: Path) -> None:
    Home(home).create()
    place, account = place_for_postgres(Home(home))
    assert place == home / "postgres"
    assert account.uid != 0
    assert (place.stat().st_uid, mode(place)) == (account.uid, 0o700)


def test_as_root_a_home_closed_to_that_account_puts_the_database_below_var_lib(
    as_root: None, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = place / "var-lib-fahrwasser"
    monkeypatch.setattr(home_module, "SYSTEM_FOLDER", system)
    private = place / "private"
    private.mkdir(mode=0o700)
    home = Home(private / "var")
    home.create()
    first, account = place_for_postgres(home)
    assert first.parent == system
    assert account.can_enter(first)
    assert mode(private) == 0o700
    private.chmod(0o755)  # the data stay where they are
    assert place_for_postgres(home)[0] == first


def test_as_root_a_home_that_was_closed_later_is_refused_in_words(as_root: None, home: Path) -> None:
    Home(home).create()
    place_for_postgres(Home(home))
    home.chmod(0o700)
    with pytest.raises(CannotStart, match=r"may no longer enter.*chmod"):
        place_for_postgres(Home(home))


def test_a_database_folder_that_is_gone_is_not_replaced_silently(home: Path, place: Path) -> None:
    Home(home).create()
    (home / "postgres").symlink_to(place / "gone")
    with pytest.raises(CannotStart, match="which is gone"):
        place_for_postgres(Home(home))


def test_database_of_somebody_else_is_refused_in_words(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Home(home).create()
    (home / "postgres").mkdir()
    somebody = os.geteuid() + 4242
    monkeypatch.setattr(os, "geteuid", lambda: somebody)
    with pytest.raises(CannotStart, match="belongs to user"):
        place_for_postgres(Home(home))
