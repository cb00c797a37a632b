"""Kill what you like: it heals, it ends, and what was committed stays."""

import os
import signal
from collections.abc import Callable

import psycopg
import pytest

from run.trees import Tree, children_of, is_alive, until

pytestmark = pytest.mark.database
Start = Callable[[], Tree]


def write_down(tree: Tree, text: str) -> None:
    with psycopg.connect(tree.url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS note (text text)")
        connection.execute("INSERT INTO note VALUES (%s)", [text])


def notes(tree: Tree) -> list[str]:
    with psycopg.connect(tree.url) as connection:
        return [text for (text,) in connection.execute("SELECT text FROM note")]


@pytest.mark.parametrize("name", ["postgres", "web", "worker"])
def test_a_killed_child_is_started_again(tree: Start, name: str) -> None:
    running = tree().up()
    write_down(running, "before")
    killed = running.names[name]
    os.kill(killed, signal.SIGKILL)
    running.up()
    assert running.names[name] != killed
    assert notes(running) == ["before"]


def test_what_a_killed_child_started_does_not_live_on(tree: Start) -> None:
    running = tree().up()
    until("the worker has started a program", lambda: children_of(running.names["worker"]))
    (detached,) = children_of(running.names["worker"])
    os.kill(running.names["worker"], signal.SIGKILL)
    until("its program has ended", lambda: not is_alive(detached))


def test_what_a_child_started_ends_with_everything(tree: Start) -> None:
    running = tree().up()
    until("the worker has started a program", lambda: children_of(running.names["worker"]))
    (detached,) = children_of(running.names["worker"])
    running.process.terminate()
    running.ended()
    assert not is_alive(detached)


def test_postgres_heals_when_one_of_its_own_processes_is_killed(tree: Start) -> None:
    running = tree().up()
    write_down(running, "before")
    with psycopg.connect(running.url) as connection:
        helper = children_of(running.names["postgres"])[0]
        os.kill(helper, signal.SIGKILL)
        until("the open connection is ended", lambda: is_ended(connection))

    def answers() -> bool:
        try:
            return notes(running) == ["before"]
        except psycopg.OperationalError:
            return False

    until("the database answers again", answers)


def is_ended(connection: "psycopg.Connection[tuple[object]]") -> bool:
    try:
        connection.execute("SELECT 1")
    except psycopg.OperationalError:
        return True
    return False


def test_killed_supervisor_takes_its_children_along_and_the_next_start_works(tree: Start) -> None:
    first = tree().up()
    write_down(first, "before")
    first.process.kill()
    for name, pid in first.names.items():
        until(f"{name} has ended", lambda pid=pid: not is_alive(pid))
    assert notes(tree().up()) == ["before"]


def test_next_start_works_although_everything_was_killed_at_once(tree: Start) -> None:
    first = tree().up()
    write_down(first, "before")
    with psycopg.connect(first.url):  # a back end that outlives the server for a moment
        for pid in (first.process.pid, *first.names.values()):
            os.kill(pid, signal.SIGKILL)
        second = tree().up()
    assert notes(second) == ["before"]


def test_next_start_ends_a_database_whose_supervisor_is_gone(tree: Start) -> None:
    first = tree().up()
    write_down(first, "before")
    postgres = first.names["postgres"]
    os.kill(postgres, signal.SIGSTOP)  # it cannot hear that its supervisor dies
    first.process.kill()
    first.process.wait()
    second = tree()
    os.kill(postgres, signal.SIGCONT)
    assert notes(second.up()) == ["before"]
    assert not is_alive(postgres)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_the_group_ends_every_process_in_order(tree: Start, number: signal.Signals) -> None:
    running = tree().up()
    os.killpg(running.process.pid, number)
    os.killpg(running.process.pid, number)  # make hands it on a second time
    running.ended()
    assert running.process.returncode == 0
    assert [name for name, pid in running.names.items() if is_alive(pid)] == []
    assert "database system is shut down" in (running.home / "log" / "postgres.log").read_text()
    assert not (running.home / "run.json").exists()


def test_data_stay_from_start_to_start(tree: Start) -> None:
    first = tree().up()
    write_down(first, "first")
    first.process.terminate()
    first.ended()
    second = tree().up()
    write_down(second, "second")
    assert notes(second) == ["first", "second"]


def test_second_start_in_the_same_home_says_where_the_first_one_is(tree: Start) -> None:
    running = tree().up()
    said = tree().ended()
    assert "already runs" in said
    assert "http://127.0.0.1:8000" in said
    assert str(running.process.pid) in said
