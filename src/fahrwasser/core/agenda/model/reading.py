"""Foreign JSON → a sound `Instance`, or one `InvalidInstance` with every error: what, where, what to do.

Keys that the format does not know are ignored, unless they look like a known key with a typing error.
"""

import math

from fahrwasser.core.agenda.model.fields import Fields, kind_of
from fahrwasser.core.agenda.model.instance import FORMAT, Duty, Instance, Lock, Multiplier, Project
from fahrwasser.core.agenda.model.references import reference_errors

MAX_PROJECTS = 250
MAX_QUARTERS = 40
MAX_HORIZON = 400
MAX_DURATION = 400
MAX_ITEMS = 1000
MAX_LINKS = 2000
MAX_ERRORS = 100

INSTANCE_KEYS = (
    "format",
    "id",
    "quarters",
    "horizon_quarters",
    "hour_rate",
    "hours_per_person_day",
    "discount_rate",
    "charge_own_staff",
    "running_in_budget",
    "max_intensity",
    "max_parallel",
    "running_cap_per_year",
    "capacity",
    "budget",
    "done",
    "projects",
    "duties",
    "locks",
    "alternatives",
    "multipliers",
)
PROJECT_KEYS = (
    "id",
    "name",
    "person_days",
    "duration",
    "prerequisites",
    "cost_once",
    "cost_per_year",
    "hours_per_year",
    "citizen_eur_per_year",
    "risk_eur_per_year",
)


class InvalidInstance(ValueError):
    """The instance cannot be planned; `errors` names each place, what is wrong there and what to do."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("; ".join(errors[:3]))
        self.errors = errors


def parse_instance(raw: object) -> Instance:
    """The planning question in `raw` (format …-instance/1). Raises InvalidInstance with all errors."""
    errors: list[str] = []
    fields = Fields(raw, "", errors, INSTANCE_KEYS)
    if fields.raw.get("format") != FORMAT:
        fields.note("format", f"must be {FORMAT!r}, is {kind_of(fields.raw.get('format'))}; export the file again")
    for key in ("quarters", "capacity", "budget", "projects"):
        if not fields.has(key):
            fields.note(key, "is missing; the plan needs it")
    instance = _instance(fields)
    if not errors:
        errors.extend(reference_errors(instance) or _too_many_links(instance))
    if errors:
        shown = errors[:MAX_ERRORS]
        if len(errors) > MAX_ERRORS:
            shown.append(f"instance: {len(errors) - MAX_ERRORS} further errors are not listed; correct these first")
        raise InvalidInstance(shown)
    return instance


def _too_many_links(instance: Instance) -> list[str]:
    """Prerequisites and multiplier targets make the model large, long before the number of projects does."""
    counts = {
        "prerequisites": sum(len(group) for p in instance.projects for group in p.prerequisites),
        "multipliers": sum(len(multiplier.targets) for multiplier in instance.multipliers),
    }
    return [
        f"{key}: {count} ids in all, at most {MAX_LINKS} can be planned; leave some out"
        for key, count in counts.items()
        if count > MAX_LINKS
    ]


def _instance(fields: Fields) -> Instance:
    quarters = fields.whole("quarters", 1, low=1, high=MAX_QUARTERS)
    intensity = fields.number("max_intensity", 12.0)
    if intensity <= 0:
        fields.note("max_intensity", "must be more than 0 days per quarter; correct it")
        intensity = 12.0
    return Instance(
        id=fields.text("id"),
        quarters=quarters,
        horizon=fields.whole("horizon_quarters", quarters, low=quarters, high=MAX_HORIZON),
        capacity=_per_quarter(fields, "capacity", quarters),
        budget=_per_quarter(fields, "budget", quarters),
        projects=_projects(fields, intensity),
        hour_rate=fields.number("hour_rate", 42.20),
        hours_per_person_day=fields.number("hours_per_person_day", 8.0),
        discount_rate=fields.number("discount_rate", 0.0),
        charge_own_staff=fields.flag("charge_own_staff", default=True),
        running_in_budget=fields.flag("running_in_budget", default=True),
        max_intensity=intensity,
        max_parallel=(fields.whole("max_parallel", 0, low=0, high=1000) if fields.has("max_parallel") else None),
        running_cap_per_year=(fields.number("running_cap_per_year") if fields.has("running_cap_per_year") else None),
        done=frozenset(_ids(fields, "done", fields.items("done", most=MAX_ITEMS))),
        duties=tuple(_duties(fields, quarters)),
        locks=tuple(_locks(fields, quarters)),
        alternatives=tuple(
            _ids(fields, f"alternatives[{i}]", group)
            for i, group in enumerate(fields.items("alternatives", most=MAX_ITEMS))
        ),
        multipliers=tuple(_multipliers(fields)),
    )


def _per_quarter(fields: Fields, key: str, quarters: int) -> tuple[float, ...]:
    value = fields.raw.get(key)
    if not isinstance(value, list | tuple):
        return (fields.number(key),) * quarters
    if len(value) != quarters:
        fields.note(key, f"has {len(value)} numbers for {quarters} quarters; give one number or {quarters}")
        return (0.0,) * quarters
    return tuple(fields.as_number(number, f"{key}[{k}]") for k, number in enumerate(value))


def _projects(fields: Fields, intensity: float) -> tuple[Project, ...]:
    rows = fields.items("projects", most=MAX_PROJECTS)
    return tuple(
        _project(Fields(r, f"projects[{i}]", fields.errors, PROJECT_KEYS), intensity) for i, r in enumerate(rows)
    )


def _project(row: Fields, intensity: float) -> Project:
    name = _id(row, "id", row.raw.get("id"))
    if name and not row.where.endswith(f"({name})"):
        row.where = f"{row.where} ({name})"
    days = row.number("person_days")
    even = max(1, math.ceil(days / intensity))
    return Project(
        id=name,
        name=row.text("name", name),
        person_days=days,
        duration=row.whole("duration", even, low=1, high=MAX_DURATION),
        prerequisites=tuple(
            _ids(row, f"prerequisites[{i}]", group if isinstance(group, list | tuple) else [group])
            for i, group in enumerate(row.items("prerequisites", most=MAX_ITEMS))
        ),
        cost_once=row.number("cost_once"),
        cost_per_year=row.number("cost_per_year"),
        hours_per_year=row.number("hours_per_year", low=-1e9),
        citizen_eur_per_year=row.number("citizen_eur_per_year", low=-1e9),
        risk_eur_per_year=row.number("risk_eur_per_year", low=-1e9),
    )


def _id(fields: Fields, key: str, value: object) -> str:
    if isinstance(value, str) and value.strip() and len(value) <= 100:
        return value
    fields.note(key, f"must be the id of a project (a text), is {kind_of(value)}; correct it")
    return ""


def _ids(fields: Fields, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or len(value) > MAX_ITEMS:
        fields.note(key, f"must be a list of project ids, is {kind_of(value)}; put them into square brackets")
        return ()
    return tuple(_id(fields, f"{key}[{i}]", item) for i, item in enumerate(value))


def _duties(fields: Fields, quarters: int) -> list[Duty]:
    duties = []
    for i, raw in enumerate(fields.items("duties", most=MAX_ITEMS)):
        row = Fields(raw, f"duties[{i}]", fields.errors, ("project", "finish_by", "kind", "norm"))
        kind = row.text("kind", "law")
        if kind not in ("law", "milestone"):
            row.note("kind", f'must be "law" or "milestone", is {kind_of(kind)}; correct it')
        finish_by = row.whole("finish_by", quarters, low=1, high=MAX_HORIZON)
        duties.append(Duty(_id(row, "project", row.raw.get("project")), finish_by, kind, row.text("norm")))
    return duties


def _locks(fields: Fields, quarters: int) -> list[Lock]:
    locks = []
    for i, raw in enumerate(fields.items("locks", most=MAX_ITEMS)):
        row = Fields(raw, f"locks[{i}]", fields.errors, ("project", "start", "choose", "earliest", "latest_finish"))
        lock = Lock(
            _id(row, "project", row.raw.get("project")),
            start=row.whole("start", 1, low=1, high=quarters) if row.has("start") else None,
            choose=row.flag("choose", default=True) if row.has("choose") else None,
            earliest=row.whole("earliest", 1, low=1, high=MAX_HORIZON) if row.has("earliest") else None,
            latest_finish=(
                row.whole("latest_finish", 1, low=1, high=MAX_HORIZON) if row.has("latest_finish") else None
            ),
        )
        if (lock.start, lock.choose, lock.earliest, lock.latest_finish) == (None, None, None, None):
            row.note("", "fixes nothing; give at least one of start, choose, earliest, latest_finish")
        locks.append(lock)
    return locks


def _multipliers(fields: Fields) -> list[Multiplier]:
    multipliers = []
    for i, raw in enumerate(fields.items("multipliers", most=MAX_ITEMS)):
        row = Fields(raw, f"multipliers[{i}]", fields.errors, ("project", "targets", "factor"))
        targets = _ids(row, "targets", row.raw.get("targets"))
        multipliers.append(Multiplier(_id(row, "project", row.raw.get("project")), targets, row.number("factor")))
    return multipliers
