"""Random small planning questions, and an evaluation and a search that share no code with the planner."""

import itertools
import random
from collections.abc import Iterator
from typing import Any

Raw = dict[str, Any]


def random_instance(seed: int, *, projects: int = 5, quarters: int = 5, pressure: float = 0.15) -> Raw:
    """A small instance that uses every key of the format; `pressure` = share of projects with a duty or a lock."""
    rng = random.Random(seed)
    ids = [f"P{i}" for i in range(rng.randint(2, projects))]
    rng.shuffle(ids)
    rows = [_project(name, ids[:i], rng) for i, name in enumerate(ids)]
    horizon = quarters + rng.choice((0, 0, 4, 12))
    raw: Raw = {
        "format": "fahrwasser-agenda-instance/1",
        "id": f"random-{seed}",
        "quarters": quarters,
        "horizon_quarters": horizon,
        "hour_rate": rng.choice((42.2, 30)),
        "hours_per_person_day": 8,
        "discount_rate": rng.choice((0, 0, 0.02, 0.1)),
        "charge_own_staff": rng.random() < 0.7,
        "running_in_budget": rng.random() < 0.5,
        "max_intensity": rng.choice((5, 8, 12)),
        "capacity": rng.choice((6, 10, [rng.randint(2, 14) for _ in range(quarters)])),
        "budget": rng.choice((1000, 3000, [rng.choice((0, 2000, 6000)) for _ in range(quarters)])),
        "projects": rng.sample(rows, len(rows)),
        "done": [name for name in ids if rng.random() < 0.08],
        "duties": [
            {"project": name, "finish_by": rng.randint(2, quarters), "kind": "law"}
            for name in ids
            if rng.random() < pressure
        ],
        "locks": [lock for name in ids if rng.random() < pressure for lock in [_lock(name, quarters, rng)]],
        "alternatives": [rng.sample(ids, 2)] if rng.random() < 0.5 else [],
        "multipliers": [
            {"project": rng.choice(ids), "targets": rng.sample(ids, 2), "factor": rng.choice((0.1, 0.5))}
            for _ in range(rng.choice((0, 1, 2)))
        ],
    }
    if rng.random() < 0.4:
        raw["max_parallel"] = rng.choice((1, 2))
    if rng.random() < 0.3:
        raw["running_cap_per_year"] = rng.choice((500, 1500))
    return raw


def _project(name: str, before: list[str], rng: random.Random) -> Raw:
    needs: list[Any] = []
    if before and rng.random() < 0.6:
        needs.append(rng.choice(before))
    if len(before) > 1 and rng.random() < 0.3:
        needs.append(rng.sample(before, 2))
    row: Raw = {
        "id": name,
        "name": f"Vorhaben {name}",
        "person_days": rng.choice((0, 3, 6, 7.5, 12, 20)),
        "prerequisites": needs,
        "cost_once": rng.choice((0, 500, 1500, 2500)),
        "cost_per_year": rng.choice((0, 0, 200, 800)),
        "hours_per_year": rng.choice((-20, 0, 10, 60, 150, 300)),
        "citizen_eur_per_year": rng.choice((0, 300)),
        "risk_eur_per_year": rng.choice((0, 0, 1000)),
    }
    if rng.random() < 0.2:
        row["duration"] = rng.randint(1, 3)
    return row


def _lock(name: str, quarters: int, rng: random.Random) -> Raw:
    return {"project": name} | rng.choice(
        (
            {"start": rng.randint(1, quarters)},
            {"choose": rng.random() < 0.5},
            {"earliest": rng.randint(1, quarters)},
            {"latest_finish": rng.randint(1, quarters), "choose": True},
        )
    )


def plain_duration(raw: Raw, row: Raw) -> int:
    days = row["person_days"] / raw["max_intensity"]
    return int(row.get("duration") or max(1, -(-days // 1)))


def plain_value(raw: Raw, plan: dict[str, int]) -> float:
    """V quarter by quarter, straight from the reference: a till that is opened once a quarter."""
    rows = {row["id"]: row for row in raw["projects"]}
    end = {name: start + plain_duration(raw, rows[name]) for name, start in plan.items()}
    end |= dict.fromkeys(raw["done"], 1)
    total = 0.0
    for k in range(1, raw["horizon_quarters"] + 1):
        flow = 0.0
        for name, start in plan.items():
            row = rows[name]
            if k == start:
                flow -= row["cost_once"]
            if raw["charge_own_staff"] and start <= k < end[name]:
                days = row["person_days"] / plain_duration(raw, row)
                flow -= days * raw["hours_per_person_day"] * raw["hour_rate"]
            if k >= end[name]:
                earned = row["hours_per_year"] * raw["hour_rate"] + row["citizen_eur_per_year"]
                flow += (earned + row["risk_eur_per_year"] - row["cost_per_year"]) / 4
        flow += sum(_raise(raw, rows, end, m, target, k) for m in raw["multipliers"] for target in m["targets"])
        total += flow * (1 + raw["discount_rate"]) ** (-(k - 1) / 4)
    return total


def _raise(raw: Raw, rows: Raw, end: dict[str, int], m: Raw, target: str, k: int) -> float:
    if target == m["project"] or target not in end or m["project"] not in end:
        return 0.0
    if m["project"] in raw["done"] and target in raw["done"]:
        return 0.0
    gain = m["factor"] * rows[target]["hours_per_year"] * raw["hour_rate"] / 4
    both = k >= end[target] and k >= end[m["project"]]
    if m["project"] not in raw["done"]:
        gain = max(0.0, gain)
    return gain if both else 0.0


def plain_errors(raw: Raw, plan: dict[str, int]) -> list[str]:
    """The rules of the reference once more, as literally as possible."""
    rows = {row["id"]: row for row in raw["projects"]}
    last = {name: start + plain_duration(raw, rows[name]) - 1 for name, start in plan.items()}
    errors = [f"{n} out of range" for n in plan if not plan[n] >= 1 or last[n] > raw["quarters"]]
    errors += [f"{name} is done" for name in plan if name in raw["done"]]
    for name, start in plan.items():
        for need in rows[name]["prerequisites"]:
            group = [need] if isinstance(need, str) else need
            if not any(m in raw["done"] or (m in plan and last[m] < start) for m in group):
                errors.append(f"{name} before {group}")
    for duty in raw["duties"]:
        if duty["project"] not in raw["done"] and last.get(duty["project"], 99) > duty["finish_by"]:
            errors.append(f"duty {duty}")
    errors += [f"lock {lock}" for lock in raw["locks"] if _breaks_lock(raw, lock, plan, last)]
    for group in raw["alternatives"]:
        chosen = [n for n in set(group) if n in plan]
        if chosen and len(chosen) + any(n in raw["done"] for n in group) > 1:
            errors.append(f"alternatives {group}")
    return errors + _resource_errors(raw, rows, plan, last)


def _breaks_lock(raw: Raw, lock: Raw, plan: dict[str, int], last: dict[str, int]) -> bool:
    name = lock["project"]
    if name in raw["done"]:
        return False
    if "start" in lock and plan.get(name) != lock["start"]:
        return True
    if "choose" in lock and (name in plan) != lock["choose"]:
        return True
    return name in plan and (
        plan[name] < lock.get("earliest", 1) or last[name] > lock.get("latest_finish", raw["quarters"])
    )


def _resource_errors(raw: Raw, rows: Raw, plan: dict[str, int], last: dict[str, int]) -> list[str]:
    errors = []
    for k in range(1, raw["quarters"] + 1):
        at_work = [n for n in plan if plan[n] <= k <= last[n]]
        days = sum(rows[n]["person_days"] / plain_duration(raw, rows[n]) for n in at_work)
        if days > _at(raw["capacity"], k) + 1e-6:
            errors.append(f"capacity {k}")
        if len(at_work) > raw.get("max_parallel", 99):
            errors.append(f"parallel {k}")
        spent = sum(rows[n]["cost_once"] for n in plan if plan[n] <= k)
        if raw["running_in_budget"]:
            spent += sum(rows[n]["cost_per_year"] / 4 * max(0, k - last[n]) for n in plan)
        if spent > sum(_at(raw["budget"], j) for j in range(1, k + 1)) + 0.01:
            errors.append(f"budget {k}")
    if sum(rows[n]["cost_per_year"] for n in plan) > raw.get("running_cap_per_year", 1e9) + 0.01:
        errors.append("running cap")
    return errors


def _at(numbers: Any, k: int) -> float:
    return float(numbers[k - 1] if isinstance(numbers, list) else numbers)


def all_plans(raw: Raw) -> Iterator[dict[str, int]]:
    """Every plan that breaks no rule, by trying everything."""
    names = [row["id"] for row in raw["projects"] if row["id"] not in raw["done"]]
    rows = {row["id"]: row for row in raw["projects"]}
    choices = [range(raw["quarters"] - plain_duration(raw, rows[n]) + 2) for n in names]
    for starts in itertools.product(*choices):
        plan = {name: start for name, start in zip(names, starts, strict=True) if start}
        if not plain_errors(raw, plan):
            yield plan


def best_value(raw: Raw) -> float | None:
    """The value of the best plan by trying everything; None if there is none."""
    return max((plain_value(raw, plan) for plan in all_plans(raw)), default=None)
