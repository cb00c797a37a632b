"""The thirty invented towns of `bench agenda`: fixed before any tuning, so that no figure can be polished.

Each town is drawn from its published seed alone: 44 projects in the structure of the seed catalogue (effort,
cost and hours scaled to the town and varied), eleven of them in variants (own, shared, central, package),
20 quarters, 4 to 37 days a quarter, budgets from tight to easy. Nothing here is a real municipality.

    python benches/agenda_towns.py FOLDER      writes the thirty instances as JSON files
"""

import json
import math
import random
import sys
from pathlib import Path
from typing import Any

Row = dict[str, Any]

SEEDS = tuple(range(1001, 1031))
QUARTERS = 20
HORIZON = 32
REFERENCE_INHABITANTS = 8000

# id | prerequisites | person-days low likely high | EUR once, EUR/a, hours/a | citizen, risk EUR/a | duty
CATALOGUE = (
    "P01 |  | 3 5 8 | 0 0 0 | 0 0 | -",
    "P02 | P01 | 15 25 40 | 0 0 0 | 0 0 | -",
    "P03 | P02 | 8 12 20 | 0 0 0 | 0 0 | -",
    "P04 | P01 | 15 30 50 | 5000 4000 0 | 0 3000 | law",
    "P05 | P04 | 6 12 20 | 6000 3000 0 | 0 3000 | law",
    "P06 |  | 4 8 15 | 8000 5000 40 | 0 0 | -",
    "P07 | P06 | 8 15 25 | 45000 6000 200 | 0 0 | -",
    "P08 | P01 | 10 18 30 | 2000 1500 0 | 0 3000 | law",
    "P09 | P02 | 20 35 60 | 0 0 60 | 0 0 | -",
    "P10 | P02 | 10 20 35 | 0 0 40 | 0 0 | -",
    "P11 | P10 P05 P07 | 30 50 80 | 25000 8000 250 | 0 0 | -",
    "P12 | P11 | 30 60 100 | 15000 8000 600 | 0 0 | -",
    "P13 | P11 | 8 15 25 | 9000 2500 250 | 0 0 | -",
    "P14 | P11 | 12 22 40 | 12000 6000 1100 | 0 0 | -",
    "P15 |  | 6 12 20 | 8500 2400 85 | 0 0 | -",
    "P16 |  | 15 25 40 | 20000 3000 80 | 1500 0 | law",
    "P17 | P02 | 6 10 18 | 0 0 60 | 1500 0 | law",
    "P18 | P17 | 3 5 10 | 0 0 0 | 0 0 | -",
    "P19 | P17 | 6 12 25 | 6000 2000 60 | 0 0 | law",
    "P20 | P17 P18 | 10 20 35 | 5000 4000 120 | 1500 0 | -",
    "P21 | P20 P19 P12 P09 | 25 45 80 | 12000 5000 700 | 1500 0 | -",
    "P22 | P18 | 3 6 12 | 1500 1500 180 | 1500 0 | -",
    "P23 | P18 P19 P11 | 5 9 15 | 2500 800 70 | 1500 0 | -",
    "P24 | P18 P11 | 5 9 15 | 2500 1000 55 | 1500 0 | -",
    "P25 | P22 P19 | 5 10 18 | 3000 1200 40 | 1500 0 | -",
    "P26 | P16 | 2 4 8 | 2000 1800 60 | 1500 0 | -",
    "P27 | P18 | 10 18 35 | 4000 3500 150 | 1500 0 | -",
    "P28 | P16 | 3 6 12 | 2500 2000 50 | 1500 0 | -",
    "P29 | P07 | 8 15 28 | 8000 3500 220 | 0 0 | -",
    "P30 | P11 | 10 18 30 | 46000 500 120 | 0 0 | -",
    "P31 | P06 | 10 18 30 | 15000 4000 150 | 0 0 | -",
    "P32 |  | 5 9 15 | 6000 2000 130 | 0 0 | -",
    "P33 | P12 | 6 12 20 | 5000 2000 70 | 0 0 | -",
    "P34 | P11 | 6 12 20 | 4000 2000 90 | 0 3000 | -",
    "P35 | P18 P11 | 6 10 18 | 3000 2500 160 | 0 0 | -",
    "P36 | P09 | 8 14 25 | 0 0 60 | 0 0 | -",
    "P37 | P21 P12 | 15 28 50 | 6000 3000 220 | 1500 0 | -",
    "P38 | P17 P08 | 6 12 25 | 5000 6000 70 | 1500 0 | -",
    "P39 | P09 | 10 20 35 | 0 0 120 | 0 3000 | -",
    "P40 | P03 | 20 40 60 | 8000 4000 150 | 0 0 | -",
    "P41 | P03 | 10 20 40 | 0 0 80 | 0 0 | -",
    "P42 | P26 | 3 6 10 | 25000 1800 15 | 1500 0 | -",
    "P43 | P21 | 5 10 18 | 1000 500 20 | 0 0 | -",
    "P44 | P17 | 3 6 10 | 0 0 40 | 1500 0 | -",
)

# variant: factors on days, cost once, cost a year, hours; and the project that it needs in addition
VARIANTS = {
    "own": (1.0, 1.0, 1.0, 1.0, None),
    "shared": (0.75, 0.6, 0.9, 0.95, "P41"),
    "central": (0.6, 0.35, 1.35, 0.9, "P06"),
    "package": (0.45, 0.4, 0.8, 0.95, "P18"),
}
WITH_VARIANTS = {
    "P11": ("own", "shared", "central"),
    "P14": ("own", "central"),
    "P15": ("own", "shared"),
    "P20": ("central", "package"),
    "P23": ("own", "package"),
    "P24": ("own", "package"),
    "P25": ("own", "package"),
    "P27": ("own", "shared", "central"),
    "P29": ("own", "shared"),
    "P31": ("own", "shared"),
    "P35": ("own", "central"),
}
BUDGET_LEVELS = (0.25, 0.45, 0.7, 1.0, 1.4)
TRAINING = {"P40": (("P12", "P13", "P14", "P21", "P34"), 0.1), "P39": (("P09", "P36"), 0.15)}


def instance(seed: int) -> Row:
    """The town of this seed as an instance of the agenda format."""
    number = seed - SEEDS[0]
    rng = random.Random(seed)
    capacity = 4.0 + 33.0 * number / (len(SEEDS) - 1)
    inhabitants = 1500 + 280 * capacity * rng.uniform(0.7, 1.3)
    projects = [row for line in CATALOGUE for row in _variants(_scaled(line, inhabitants, rng))]
    intensity = round(min(12.0, max(2.0, 0.6 * capacity)), 1)
    days = _days_per_quarter(capacity, rng)
    level = BUDGET_LEVELS[number * 7 % len(BUDGET_LEVELS)]
    running_in_budget = rng.random() < 0.5
    town = {
        "format": "fahrwasser-agenda-instance/1",
        "id": f"town-{seed}",
        "quarters": QUARTERS,
        "horizon_quarters": HORIZON,
        "hour_rate": 42.2,
        "hours_per_person_day": 8,
        "discount_rate": rng.choice((0.0, 0.02)),
        "charge_own_staff": rng.random() < 0.8,
        "running_in_budget": running_in_budget,
        "max_intensity": intensity,
        "capacity": days,
        "budget": _budget(projects, level, running_in_budget, rng),
        "projects": projects,
        "duties": _duties(projects, days, intensity, rng),
        "alternatives": [[f"{p}-{v}" for v in variants] for p, variants in WITH_VARIANTS.items()],
        "multipliers": [
            {"project": p, "targets": _expanded(targets), "factor": factor} for p, (targets, factor) in TRAINING.items()
        ],
    }
    if rng.random() < 0.5:
        town["max_parallel"] = rng.choice((3, 4, 5, 6))
    if rng.random() < 0.3:
        total = sum(p["cost_per_year"] for p in projects)
        town["running_cap_per_year"] = round(total * rng.uniform(0.25, 0.5), -2)
    return town


def _scaled(line: str, inhabitants: float, rng: random.Random) -> Row:
    """One catalogue row in the size of the town: effort ^0.4, cost once ^0.6, hours and running cost ^1."""
    name, needs, days, money, benefit, duty = (part.strip() for part in line.split("|"))
    low, likely, high = (float(n) for n in days.split())
    once, yearly, hours = (float(n) for n in money.split())
    citizen, risk = (float(n) for n in benefit.split())
    size = inhabitants / REFERENCE_INHABITANTS
    return {
        "id": name,
        "name": f"Projekt {name}",
        "duty": duty == "law",
        "prerequisites": [_group(need) for need in needs.split()],
        "person_days": round(rng.triangular(low, high, likely) * size**0.4, 1),
        "cost_once": round(once * rng.uniform(0.7, 1.4) * size**0.6, -1),
        "cost_per_year": round(yearly * rng.uniform(0.8, 1.2) * size, -1),
        "hours_per_year": round(hours * rng.triangular(0.5, 1.4, 1.0) * size),
        "citizen_eur_per_year": round(citizen * rng.uniform(0.2, 1.0) * size),
        "risk_eur_per_year": round(risk * rng.uniform(0.5, 1.5) * size),
    }


def _variants(row: Row) -> list[Row]:
    if row["id"] not in WITH_VARIANTS:
        return [row]
    made = []
    for variant in WITH_VARIANTS[row["id"]]:
        days, once, yearly, hours, needs = VARIANTS[variant]
        extra = [needs] if needs and needs not in row["prerequisites"] else []
        made.append(
            row
            | {
                "id": f"{row['id']}-{variant}",
                "name": f"{row['name']} ({variant})",
                "prerequisites": [*row["prerequisites"], *extra],
                "person_days": round(row["person_days"] * days, 1),
                "cost_once": round(row["cost_once"] * once, -1),
                "cost_per_year": round(row["cost_per_year"] * yearly, -1),
                "hours_per_year": round(row["hours_per_year"] * hours),
            }
        )
    return made


def _group(need: str) -> str | list[str]:
    return [f"{need}-{v}" for v in WITH_VARIANTS[need]] if need in WITH_VARIANTS else need


def _expanded(names: tuple[str, ...]) -> list[str]:
    return [member for n in names for member in (_group(n) if n in WITH_VARIANTS else [n])]


def _days_per_quarter(capacity: float, rng: random.Random) -> list[float]:
    """Elections, audits and summer holidays make quarters unequal in half of the towns."""
    swing = rng.choice((0.0, 0.2))
    return [round(capacity * (1 + swing * rng.uniform(-1, 1)), 1) for _ in range(QUARTERS)]


def _budget(projects: list[Row], level: float, running: bool, rng: random.Random) -> list[float]:
    """`level` = share of what one variant of everything would cost; yearly or quarterly money."""
    single = {p["id"].split("-")[0]: p for p in projects}.values()
    total = sum(p["cost_once"] + (2 * p["cost_per_year"] if running else 0) for p in single)
    quarter = round(level * total / QUARTERS, -1)
    if rng.random() < 0.5:
        return [quarter] * QUARTERS
    return [4 * quarter if k % 4 == 0 else 0.0 for k in range(QUARTERS)]


def _duties(projects: list[Row], days: list[float], intensity: float, rng: random.Random) -> list[Row]:
    """Milestones and statutory projects with a date, as many as can be done one after the other by then.

    So that every town has a plan: 60 % of the days and 80 % of the quarters until the date suffice.
    """
    by_id = {p["id"]: p for p in projects}
    agenda_by = rng.choice((6, 8, 10))
    wanted = [("P03", agenda_by, "milestone"), ("P17", agenda_by + 2, "milestone")]
    statutory = [p["id"] for p in projects if p["duty"] and p["id"] != "P17"]
    wanted += [(name, rng.choice((10, 12, 16, 20)), "law") for name in statutory]
    taken: set[str] = set()
    duties = []
    for name, finish_by, kind in sorted(wanted, key=lambda duty: duty[1]):
        closure = taken | _ancestors(name, by_id)
        carried = sum(by_id[p]["person_days"] for p in closure) <= 0.6 * sum(days[:finish_by])
        if carried and _quarters_needed(name, by_id, intensity) <= 0.8 * finish_by:
            taken = closure
            duties.append({"project": name, "finish_by": finish_by, "kind": kind, "norm": "Beispiel"})
    return duties


def _ancestors(name: str, by_id: dict[str, Row]) -> set[str]:
    found = {name}
    for need in by_id[name]["prerequisites"]:
        found |= _ancestors(need if isinstance(need, str) else need[0], by_id)
    return found


def _quarters_needed(name: str, by_id: dict[str, Row], intensity: float) -> int:
    row = by_id[name]
    before = [_quarters_needed(n if isinstance(n, str) else n[0], by_id, intensity) for n in row["prerequisites"]]
    own: int = max(1, math.ceil(row["person_days"] / intensity))
    return max(before, default=0) + own


def main(folder: Path) -> None:
    """Write the thirty instances into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed in SEEDS:
        text = json.dumps(instance(seed), ensure_ascii=False, indent=1)
        (folder / f"town-{seed}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
