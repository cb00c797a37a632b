"""`fahrwasser bench cases`: durable cases one by one, in groups and with everything, beside a peer and the bare disk.

Every round runs each of them once, on one PostgreSQL with the settings of a real one. The peer needs an environment of
its own (`var/bench-venv` or FAHRWASSER_PEERS names its python); without it its ratios are left out.
"""

import gc
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

import cases_town
import cases_work
from common import fsync_per_s, median, options, publish, report
from fahrwasser.run.postgres import TemporaryCluster

PEERS = Path(os.environ.get("FAHRWASSER_PEERS", "var/bench-venv/bin/python"))
ENOUGH_FSYNC = 2000


def main(argv: list[str]) -> int:
    """Interleaved rounds; ratios are ratios of medians."""
    chosen = options("cases", argv, extra=(("cases", 300.0), ("groups", 20.0)))
    count, in_groups = int(chosen.cases), int(chosen.groups) * cases_work.GROUP
    with cases_town.durable_cluster() as cluster, tempfile.TemporaryDirectory() as home:
        cases_town.prepare(cluster, home)
        from fahrwasser.web.jobs.worker import SHORT_LANES

        lanes = cases_work.Lanes(cases_town.make_towns(cluster, SHORT_LANES))
        with _peer(cluster) as peer:
            _warm_up(cluster, lanes, peer)
            gc.freeze()  # as the web server and the worker do
            rounds = [_round(cluster, lanes, peer, count, in_groups) for _ in range(chosen.rounds)]
        version = peer.version if peer else ""
    return publish(_result(rounds, version), as_json=chosen.json)


class Peer:
    """The process of the peer."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.version = self._line()["version"]

    def rate(self, count: int) -> float:
        """Its cases a second."""
        assert self.process.stdin
        print(count, file=self.process.stdin, flush=True)
        return float(self._line()["rate"])

    def _line(self) -> dict[str, Any]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("bench cases: the peer has ended; see its message above")
        found: dict[str, Any] = json.loads(line)
        return found


@contextmanager
def _peer(cluster: TemporaryCluster) -> Iterator[Peer | None]:
    if not PEERS.exists():
        print(f"no peer: make {PEERS} with SpiffWorkflow 3.2 and psycopg[binary] in it", file=sys.stderr)
        yield None
        return
    words = [str(PEERS), str(cases_town.HERE / "cases_spiff.py"), cluster.owner_url, str(cases_town.MODEL)]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Peer(process)
    finally:
        process.kill()
        process.wait()


def _warm_up(cluster: TemporaryCluster, lanes: cases_work.Lanes, peer: Peer | None) -> None:
    """Caches, compiled release, and tables that are no longer empty: PostgreSQL plans for what it has counted."""
    lanes.grouped(1000)
    cases_work.single(lanes.towns[0], 20)
    cases_work.everything(lanes.towns[0], 20)
    if peer:
        peer.rate(20)
    with psycopg.connect(cluster.owner_url, autocommit=True) as owner:
        owner.execute("ANALYZE")


def _round(
    cluster: TemporaryCluster, lanes: cases_work.Lanes, peer: Peer | None, count: int, in_groups: int
) -> dict[str, float]:
    """One of each, within one minute."""
    town = lanes.towns[0]
    young, old = cases_work.ageing(town)
    return {
        "fsync": fsync_per_s(),
        "commits": _commits(cluster, 2 * count),
        "single": cases_work.single(town, count),
        "peer": peer.rate(count) if peer else 0.0,
        "grouped": lanes.grouped(in_groups),
        "everything": cases_work.everything(town, count),
        "young_ms": young,
        "old_ms": old,
        "load": os.getloadavg()[0],
    }


def _commits(cluster: TemporaryCluster, count: int) -> float:
    """The bare database: one small row and one commit, so many a second."""
    with psycopg.connect(cluster.owner_url) as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS bare (id uuid PRIMARY KEY, text text)")
        owner.commit()
        begun = time.perf_counter()
        for _ in range(count):
            owner.execute("INSERT INTO bare VALUES (%s, 'x')", [uuid.uuid4()])
            owner.commit()
        return count / (time.perf_counter() - begun)


def _result(rounds: list[dict[str, float]], version: str) -> dict[str, Any]:
    middle = {name: median([one[name] for one in rounds]) for name in rounds[0]}
    metrics = {
        "single_per_s": round(middle["single"], 1),
        "bulk_per_s": round(middle["grouped"], 1),
        "new_cases_per_s": round(middle["everything"], 1),
        "commits_per_s": round(middle["commits"], 1),
        "disk_fsync_per_s": round(middle["fsync"]),
        "step_ms_at_10": round(middle["young_ms"], 3),
        "step_ms_at_1000": round(middle["old_ms"], 3),
        "age_growth": round(median([one["old_ms"] / one["young_ms"] for one in rounds]), 3),
    }
    if version:
        metrics["peer_per_s"] = round(middle["peer"], 1)
        metrics["single_vs_spiff"] = round(middle["single"] / middle["peer"], 2)
        metrics["bulk_vs_spiff"] = round(middle["grouped"] / middle["peer"], 1)
    peers = {"spiffworkflow": {"version": version, "persisted": "same PostgreSQL, twice a case"}} if version else {}
    detail = [{name: round(value, 2) for name, value in one.items()} for one in rounds]
    slow = middle["fsync"] < ENOUGH_FSYNC
    note = f"the disk made only {round(middle['fsync'])} fsync/s; figures a second say little below {ENOUGH_FSYNC}"
    return report("cases", len(rounds), metrics, peers=peers, detail=detail, note=note if slow else "")
