"""`fahrwasser run` as people start it: first page, healing, end. Always on the PostgreSQL that it brings."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from fahrwasser.run.postgres import TemporaryCluster
from run.trees import children_of, is_alive, until
from run.whole import Whole


def test_it_starts_heals_whatever_is_killed_and_ends(used_home: Path) -> None:
    with Whole(used_home, FAHRWASSER_DEMO="0") as running:
        assert running.status("/") == 200
        assert f"http://127.0.0.1:{running.port}/" in running.said()
        for victim in victims(running):
            os.kill(victim, signal.SIGKILL)
            until("the killed process is gone", lambda victim=victim: not is_alive(victim))
            until("all children run", lambda: len(running.look()) == 3)
            until("the page answers again", lambda: running.status("/") == 200)
    assert running.left() == []


def victims(running: Whole) -> Iterator[int]:
    """One after the other, as they are at that moment: web server, its worker, the worker, the database."""
    yield running.look()["web"]
    yield children_of(running.look()["web"])[-1]
    yield running.look()["worker"]
    yield running.look()["postgres"]


def test_killed_supervisor_leaves_nothing_and_the_next_start_works(used_home: Path) -> None:
    with Whole(used_home, FAHRWASSER_DEMO="0") as first:
        os.kill(first.process.pid, signal.SIGKILL)
        until("all its processes have ended", lambda: not first.left())
        first.process.wait()
        with Whole(used_home, FAHRWASSER_DEMO="0") as second:
            assert second.status("/") == 200
        assert second.left() == []


def test_second_start_names_the_address_of_the_first(used_home: Path) -> None:
    with Whole(used_home, FAHRWASSER_DEMO="0") as first:
        second = Whole(used_home)
        assert second.process.wait(30) == 2
        assert f"already runs in {used_home} at http://127.0.0.1:{first.port}" in second.said()


def test_production_without_settings_says_what_is_missing(home: Path) -> None:
    refused = Whole(home, FAHRWASSER_ENV="production")
    assert refused.process.wait(30) == 2
    for name in ("SECRET_KEY", "DATABASE_URL", "EMAIL_URL", "PUBLIC_URL"):
        assert name in refused.said()
    assert "Traceback" not in refused.said()
    assert not home.exists()


@pytest.mark.database
def test_own_server_is_used_instead_of_the_embedded_one(home: Path, server: TemporaryCluster) -> None:
    addresses = server.create_database("own_server").as_environment()
    with Whole(home, FAHRWASSER_DEMO="0", **addresses) as running:
        assert running.status("/") == 200
        assert set(running.look()) == {"web", "worker"}
    assert running.left() == []


def test_as_root_a_home_nobody_else_may_enter_is_told(as_root: None, place: Path) -> None:
    private = place / "private"
    private.mkdir(mode=0o700)
    with Whole(private / "var", FAHRWASSER_DEMO="0") as running:
        data = (private / "var" / "postgres").resolve()
        assert data.parent == Path("/var/lib/fahrwasser")
        assert str(data) in running.said()
    shutil.rmtree(data)
