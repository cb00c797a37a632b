"""`fahrwasser bench whatif`: how fast a plan follows a change, and how long thirty draws take.

The thirty invented towns of agenda_towns.py. Each has a plan in force and one change (more hours, less money, a grant,
a shared post, a colleague who leaves, in turn). Both questions are solved from scratch first; these plans are what the
re-plan is held against and are kept in var/bench-whatif (delete it to make them anew).
"""

import hashlib
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from agenda_towns import CATALOGUE, SEEDS, instance
from common import median, options, percentile, publish, report
from fahrwasser.core.agenda.robust.draws import Spread
from fahrwasser.web.agenda.robustness import Task, try_draws

Row = dict[str, Any]

KEPT = Path("var/bench-whatif")
IN_FORCE = {"gap": 0.01, "limit": 30.0}
SCRATCH = {"gap": 0.01, "limit": 40.0}
CLOSE = 0.01
SOON_S = 3.0
KINDS = ("hours", "budget", "grant", "post", "fewer")
FROM = 4  # index of the quarter from which the last three changes hold
POLL_S = 0.005
HOURS = (0.5, 1.4)
TICKS_A_S = 100.0


def main(argv: list[str]) -> int:
    """Re-plan every town, draw for some of them, publish the figures."""
    extra = (("time-limit", 20.0), ("towns", 30.0), ("robust-towns", 30.0), ("draw-seconds", 3.2))
    chosen = options("whatif", argv, rounds=1, extra=extra)
    KEPT.mkdir(parents=True, exist_ok=True)
    towns = [_replanned(seed, chosen) for seed in _some(chosen.towns)]
    robust = [_drawn(seed, chosen.draw_seconds) for seed in _some(chosen.robust_towns)]
    return publish(_result(towns, robust, chosen), as_json=chosen.json)


def _some(count: float) -> tuple[int, ...]:
    return SEEDS[:: max(1, round(len(SEEDS) / count))] if count else ()


def changed(raw: Row, kind: str) -> Row:
    """The town's question after one change; about as large as what a town would try."""
    days, money = list(raw["capacity"]), list(raw["budget"])
    late = range(FROM, raw["quarters"])
    if kind == "hours":
        days = [round(d * 1.25, 1) for d in days]
    elif kind == "budget":
        money = [round(m * 0.8, -1) for m in money]
    elif kind == "grant":
        money[FROM] += round(sum(money) / (raw["quarters"] / 4), -2)
    elif kind == "post":
        days = [round(d + (3 if k in late else 0), 1) for k, d in enumerate(days)]
        money = [round(m - (m * 0.1 if k in late else 0), -1) for k, m in enumerate(money)]
    else:
        days = [round(d * (0.75 if k in range(FROM, FROM + 4) else 1), 1) for k, d in enumerate(days)]
        raw = raw | {"hour_rate": round(raw["hour_rate"] * 1.25, 2)}
    return raw | {"capacity": days, "budget": money}


def _replanned(seed: int, chosen: Any) -> Row:
    raw, kind = instance(seed), KINDS[(seed - SEEDS[0]) % len(KINDS)]
    after = changed(raw, kind)
    before, scratch = _from_scratch(raw, IN_FORCE), _from_scratch(after, SCRATCH)
    runs = [_replan(after, before["schedule"], scratch, chosen.time_limit) for _ in range(chosen.rounds)]
    town = {
        "seed": seed,
        "change": kind,
        "scratch": scratch["objective"],
        "scratch_gap": scratch["gap"],
        "replan_s": median([run["s"] for run in runs]),
        "replan_cpu_s": median([run["cpu_s"] for run in runs]),
        "reached": all(run["reached"] for run in runs),
        "after_3_s": median([run["after_3_s"] for run in runs]),
    }
    print(
        f"town {seed} ({kind}): within 1 % after {town['replan_s']:.2f} s ({town['replan_cpu_s']:.2f} s of work)"
        f"{'' if town['reached'] else ' NOT REACHED'}, after 3 s {town['after_3_s']:.1%} of {scratch['objective']}",
        file=sys.stderr,
        flush=True,
    )
    return town


def _from_scratch(raw: Row, how: Row) -> Row:
    """The answer of `agenda solve`, kept for the next time."""
    key = hashlib.sha256(json.dumps([raw, how], sort_keys=True).encode()).hexdigest()[:16]
    kept = KEPT / f"{key}.json"
    if not kept.exists():
        words = ["solve", str(_file("scratch", raw)), "--time-limit", str(how["limit"]), "--gap", str(how["gap"])]
        done = subprocess.run(_command(*words, "--no-explain", "--json"), stdout=subprocess.PIPE, check=False)
        kept.write_bytes(done.stdout)
    return dict(json.loads(kept.read_text(encoding="utf-8")))


def _replan(raw: Row, plan: dict[str, int], scratch: Row, limit_s: float) -> Row:
    """One process from its start: seconds, and seconds of work, until its plan is close enough; else until its end."""
    news = KEPT / "news.json"
    news.unlink(missing_ok=True)
    words = ["replan", str(_file("changed", raw)), str(_file("plan", {"schedule": plan})), "--no-explain", "--json"]
    begun, soon = time.perf_counter(), None
    process = subprocess.Popen(
        _command(*words, "--time-limit", str(limit_s), "--progress", str(news)), stdout=subprocess.PIPE, text=True
    )
    seen, work_s, spent, value = "", 0.0, 0.0, None
    while process.poll() is None:
        found = news.read_text(encoding="utf-8") if news.exists() else ""
        spent = time.perf_counter() - begun
        if found != seen:
            seen, value, work_s = found, json.loads(found)["objective"], _work_s(process.pid)
        if spent <= SOON_S:
            soon = value
        if _is_close(value, scratch):
            break
        time.sleep(POLL_S)
    reached = _is_close(value, scratch) or scratch["objective"] is None
    process.kill()
    process.communicate()
    return {
        "s": time.perf_counter() - begun if not reached else spent,
        "cpu_s": work_s,
        "reached": reached,
        "after_3_s": _share(soon, scratch),
    }


def _is_close(value: float | None, scratch: Row) -> bool:
    best = scratch["objective"]
    return value is not None and best is not None and value >= best - CLOSE * abs(best)


def _share(value: float | None, scratch: Row) -> float:
    """The plan's value against that of the plan from scratch: 1 = as good; less also for negative values."""
    best = scratch["objective"]
    return 0.0 if value is None or not best else 1 + (value - best) / abs(best)


def _work_s(pid: int) -> float:
    """Processor seconds of the process and its threads so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_A_S


def _drawn(seed: int, draw_s: float) -> Row:
    """Thirty draws around the plan in force, as the background job makes them."""
    raw = instance(seed)
    plan = _from_scratch(raw, IN_FORCE)["schedule"]
    task = Task(raw, plan, _spreads(raw), seed)
    begun = time.perf_counter()
    result = try_draws(task, lambda done, of: None, draw_s=draw_s)
    town = {"seed": seed, "s": time.perf_counter() - begun, **{k: v for k, v in result.items() if k != "verdicts"}}
    kinds = [verdict["kind"] for verdict in result["verdicts"]]
    town |= {kind: kinds.count(kind) for kind in ("core", "depends", "rather_not")}
    print(f"town {seed}: thirty draws in {town['s']:.1f} s, {town}", file=sys.stderr, flush=True)
    return town


def _spreads(raw: Row) -> dict[str, Spread]:
    """Days between the low and high of the catalogue in proportion, hours between 0.5 and 1.4 of the likely ones."""
    ends = {}
    for line in CATALOGUE:
        name, _needs, days, *_rest = (part.strip() for part in line.split("|"))
        low, likely, high = (float(number) for number in days.split())
        ends[name] = (low / likely, high / likely)
    return {
        row["id"]: Spread(
            of=(base := row["id"].partition("-")[0]),
            days=(row["person_days"] * ends[base][0], row["person_days"], row["person_days"] * ends[base][1]),
            hours=(row["hours_per_year"] * HOURS[0], row["hours_per_year"], row["hours_per_year"] * HOURS[1]),
        )
        for row in raw["projects"]
    }


def _file(name: str, content: Row) -> Path:
    path = KEPT / f"{name}.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "fahrwasser", "agenda", *words]


def _result(towns: list[Row], robust: list[Row], chosen: Any) -> Row:
    metrics = {
        "replan_s_median": round(median([town["replan_s"] for town in towns]), 2),
        "replan_s_p95": round(percentile([town["replan_s"] for town in towns], 0.95), 2),
        "replan_cpu_s_median": round(median([town["replan_cpu_s"] for town in towns]), 2),
        "replan_cpu_s_p95": round(percentile([town["replan_cpu_s"] for town in towns], 0.95), 2),
        "towns_not_within_1_percent": sum(not town["reached"] for town in towns),
        "value_after_3_s_median": round(median([town["after_3_s"] for town in towns]), 4),
        "value_after_3_s_min": round(min(town["after_3_s"] for town in towns), 4),
    }
    if robust:
        metrics |= {
            "robust_s_median": round(median([town["s"] for town in robust]), 1),
            "robust_s_max": round(max(town["s"] for town in robust), 1),
            "draws_proven_share": round(median([town["proven"] / town["draws"] for town in robust]), 3),
        }
    return report("whatif", chosen.rounds, metrics, towns=towns, robust=robust, time_limit_s=chosen.time_limit)
