"""`fahrwasser bench agenda`: how fast a first plan, how fast a proven one, and how much better than a list.

Thirty invented towns (agenda_towns.py, fixed before any tuning), each solved by the command line in a process of its
own, from its start to its end: reading, lists, solver, writing. Stops at a proven gap of 2 %.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from agenda_lists import LISTS, list_values, paying_list_value
from agenda_towns import SEEDS, instance
from common import median, options, percentile, publish, report
from fahrwasser.core.agenda.model.reading import parse_instance
from fahrwasser.core.agenda.solver.board import board_of

GAP = 0.02
POLL_S = 0.01


def main(argv: list[str]) -> int:
    """Solve every town in every round and publish the figures."""
    chosen = options("agenda", argv, extra=(("time-limit", 120.0), ("towns", float(len(SEEDS)))))
    seeds = SEEDS[:: max(1, round(len(SEEDS) / chosen.towns))]
    with tempfile.TemporaryDirectory() as folder:
        towns = [_measured_town(seed, chosen.rounds, chosen.time_limit, Path(folder)) for seed in seeds]
    return publish(_result(towns, chosen.rounds, chosen.time_limit), as_json=chosen.json)


def _measured_town(seed: int, rounds: int, limit_s: float, folder: Path) -> dict[str, Any]:
    raw = instance(seed)
    path = folder / f"{seed}.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    runs = [_run(path, limit_s) for _ in range(rounds)]
    board = board_of(parse_instance(raw))
    lists = list_values(board)
    found = [value for value in lists.values() if value is not None]
    town = {
        "seed": seed,
        "first_plan_s": median([run["first_s"] for run in runs]),
        "gap2_s": median([run["end_s"] for run in runs]),
        "gap2_cpu_s": median([run["cpu_s"] for run in runs]),
        "closed": all(run["gap"] is not None and run["gap"] <= GAP for run in runs),
        "gap": median([run["gap"] for run in runs]),
        "value": median([run["objective"] for run in runs]),
        "lists": lists,
        "best_list": max(found, default=None),
        "paying_list": paying_list_value(board),
    }
    print(
        f"town {seed}: first {town['first_plan_s']:.2f} s, 2 % after {town['gap2_s']:.1f} s "
        f"({town['gap2_cpu_s']:.1f} s of work), {town['value']:.0f} EUR, best list {town['best_list']}",
        file=sys.stderr,
        flush=True,
    )
    return town


def _run(path: Path, limit_s: float) -> dict[str, Any]:
    """One process: seconds until its first plan can be read, until its end, and its answer."""
    news = path.with_suffix(".news")
    news.unlink(missing_ok=True)
    words = ["--time-limit", str(limit_s), "--gap", str(GAP), "--no-explain", "--progress", str(news), "--json"]
    begun, cpu = time.perf_counter(), _children_cpu_s()
    solver = subprocess.Popen(
        [sys.executable, "-m", "fahrwasser", "agenda", "solve", str(path), *words],
        stdout=subprocess.PIPE,
        text=True,
    )
    while not news.exists() and solver.poll() is None:
        time.sleep(POLL_S)
    first_s = time.perf_counter() - begun
    output, _ = solver.communicate()
    answer = json.loads(output)
    return {
        "first_s": first_s,
        "end_s": time.perf_counter() - begun,
        "cpu_s": _children_cpu_s() - cpu,
        "gap": answer["gap"],
        "objective": answer["objective"],
    }


def _children_cpu_s() -> float:
    """Processor seconds of all ended child processes: what a busy machine does not stretch."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _result(towns: list[dict[str, Any]], rounds: int, limit_s: float) -> dict[str, Any]:
    positive = [town for town in towns if (town["best_list"] or 0) > 0]
    ratios = [town["value"] / town["best_list"] for town in positive]
    stricter = [town["value"] / town["paying_list"] for town in towns if (town["paying_list"] or 0) > 0]
    metrics = {
        "first_plan_s_p95": round(percentile([town["first_plan_s"] for town in towns], 0.95), 3),
        "gap2_s_median": round(median([town["gap2_s"] for town in towns]), 2),
        "gap2_s_p95": round(percentile([town["gap2_s"] for town in towns], 0.95), 2),
        "gap2_cpu_s_median": round(median([town["gap2_cpu_s"] for town in towns]), 2),
        "gap2_cpu_s_p95": round(percentile([town["gap2_cpu_s"] for town in towns], 0.95), 2),
        "value_vs_best_list": round(median(ratios), 3) if ratios else 0.0,
        "value_vs_best_list_min": round(min(ratios), 3) if ratios else 0.0,
        "value_vs_paying_list": round(median(stricter), 3) if stricter else 0.0,
        "towns_with_positive_list": len(positive),
        "towns_not_closed": sum(not town["closed"] for town in towns),
    }
    return report(
        "agenda",
        rounds,
        metrics,
        time_limit_s=limit_s,
        peers={name: {"version": "earliest fit"} for name in LISTS},
        towns=towns,
    )
