"""kill -9 of client, worker and database at random points: no case lost or stuck, nothing doubled.

FAHRWASSER_CRASHES says how often (`make crash`: 50); the points are random, but the same for the same seed.
"""

import os
import random
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from fahrwasser.web.ports.doubles.finance import FinanceDouble
from run.trees import Tree, children_of, is_alive, until

pytestmark = pytest.mark.database
CRASHES = int(os.environ.get("FAHRWASSER_CRASHES", "3"))
SEED = int(os.environ.get("FAHRWASSER_CRASH_SEED", "7"))
CASES = 40  # as in case_client.py
EVENTS = 5  # of one case, at least: the start, and what waits or decides before the end
PATIENCE = 120
WHOM = ("worker", "lane", "web", "postgres")


@pytest.fixture
def office(home: Path) -> Iterator[Tree]:
    running = Tree(home, [os.sys.executable, Path(__file__).with_name("case_tree.py")])
    yield running.up()
    if running.process.poll() is None:
        os.killpg(running.process.pid, signal.SIGTERM)
        running.process.wait(30)


class Log:
    """What the database says, as owner, also while it comes and goes."""

    def __init__(self, url: str) -> None:
        self.url = url

    def number(self, statement: str) -> int:
        """The one figure of a query; -1 while the database does not answer."""
        try:
            with psycopg.connect(self.url) as connection:
                row = connection.execute(statement.encode()).fetchone()
        except psycopg.Error:
            return -1
        return int(row[0]) if row else -1

    def rows(self, table: str, where: str = "true") -> int:
        """How many."""
        return self.number(f"SELECT count(*) FROM {table} WHERE {where}")


def _process(office: Tree, name: str) -> int:
    """A lane is a process that the worker has forked; so is what sets its letters."""
    if name != "lane":
        return office.names[name]
    until("the worker has lanes", lambda: children_of(office.names["worker"]), PATIENCE)
    return children_of(office.names["worker"])[0]


def test_a_worker_that_loses_a_lane_ends_and_is_started_again(office: Tree) -> None:
    worker, lane = office.names["worker"], _process(office, "lane")
    os.kill(lane, signal.SIGKILL)
    office.up()
    assert office.names["worker"] != worker
    assert f"lane {lane} of the worker has died (exit code -9); the worker ends" in "\n".join(office.said)
    lanes = [office.names["worker"], _process(office, "lane")]
    os.kill(office.process.pid, signal.SIGTERM)
    assert "does not end" not in office.ended()
    assert not any(map(is_alive, lanes))


def test_whoever_is_killed_whenever_every_case_comes_through_once(office: Tree) -> None:
    log, chance = Log(office.url), random.Random(SEED)
    points = sorted(chance.randrange(1, CASES * EVENTS) for _ in range(CRASHES))
    for point in points:
        until(f"{point} events", lambda point=point: log.rows("cases_event") >= point, PATIENCE)
        os.kill(_process(office, chance.choice(WHOM)), signal.SIGKILL)
        office.up()
    until("every case is closed", lambda: log.rows("cases_case", "closed_at IS NOT NULL") == CASES, PATIENCE)
    until("every posting has left", lambda: log.rows("ports_delivery", "state = 'sent'") == CASES, PATIENCE)
    until("nothing is left to do", lambda: log.rows("jobs_job", "kind <> 'ports.check'") == 0, PATIENCE)
    assert log.rows("cases_case") == CASES
    assert log.rows("cases_case", "incident <> ''") == 0
    for table in ("cases_letter", "cases_notice", "ports_delivery", "cases_task"):
        assert log.rows(table) == CASES, table
        assert log.number(f"SELECT count(DISTINCT {'cause' if 'ports' in table else 'case_id'}) FROM {table}") == CASES
    assert log.rows("records_document", "kind = 'letter'") == CASES
    assert log.number("SELECT last FROM cases_counter WHERE series = 'number/marke'") == CASES
    assert log.number("SELECT count(*) FROM (SELECT sequence FROM cases_event GROUP BY case_id, sequence) e") == (
        log.number("SELECT sum(sequence) FROM cases_case")
    )
    finance = FinanceDouble(frozenset({"Name", "Betrag"}))
    assert finance.read(office.home / "ports" / "bruchstadt" / "finanz") == CASES
    assert sorted(booking["Name"] for booking in finance.bookings.values()) == sorted(
        f"Person {number}" for number in range(CASES)
    )
    assert finance.fields_retyped == 0
