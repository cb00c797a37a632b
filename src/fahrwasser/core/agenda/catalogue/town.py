"""The catalogue fitted to one town: size, what is done already, the town's own figures, what its money and time are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from fahrwasser.core.agenda.catalogue.adjustments import HOURS_PER_DAY, WEEKS_PER_QUARTER, Adjustment
from fahrwasser.core.agenda.catalogue.projects import Catalogue, CatalogueProject, Variant, base_of
from fahrwasser.core.costing.ranges import Range
from fahrwasser.core.inventory.services import capability_defaults, starter_services
from fahrwasser.core.inventory.town import Town

COOPERATION = "P41"
HOURS_SPREAD = Range(0.5, 1.0, 1.4)  # E, as in the robustness draws: real relief lies rather below the estimate


@dataclass(frozen=True, slots=True)
class Exponents:
    """How effort and effect grow with size (E): value × (inhabitants / reference) ** exponent."""

    days: float = 0.4
    cost_once: float = 0.6
    cost_per_year: float = 1.0
    hours: float = 1.0


@dataclass(frozen=True, slots=True)
class Override:
    """The town's own numbers for a project or variant; None keeps the scaled default.

    `hours_share`: the hours freed are this share of the default, because the services eased take so much more or less.
    `days_spent`: the project runs; only the rest of its days is still to be found.
    """

    days: float | None = None
    cost_once: float | None = None
    cost_per_year: float | None = None
    hours_per_year: float | None = None
    hours_share: float | None = None
    days_spent: float = 0.0


@dataclass(frozen=True, slots=True)
class Wish:
    """A project the head wants, whatever the variant; finished by the end of this quarter if given."""

    project: str
    latest_finish: int | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """Changed by hand, for a project (all its variants) or one variant of it.

    "start" needs the id that is planned ("P14-central"): a quarter is set for one way of doing it, not for any.
    """

    project: str
    kind: Literal["wanted", "forbidden", "start"]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What the town gives and has decided: the assumptions a plan is made under.

    `first_quarter` is the first day of quarter 1. `duty_within` is the quarter by which confirmed duties without a date
    of their own are met; None leaves it to `build.duty_quarters`. `groups` are the tasks it does itself (quick
    check). Shares of hours and money are those of this programme only, not of the whole town hall.
    """

    first_quarter: date
    hours_per_week: float = 4.0
    budget_per_year: float = 5000.0
    quarters: int = 20
    duty_within: int | None = None
    running_cap_per_year: float | None = None
    confirmed_duties: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    wishes: tuple[Wish, ...] = ()
    holds: tuple[Hold, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    groups: Mapping[str, bool] = field(default_factory=dict)
    overrides: Mapping[str, Override] = field(default_factory=dict)
    exponents: Exponents = field(default_factory=Exponents)

    @property
    def days_per_quarter(self) -> float:
        """4 hours a week are 6.5 days a quarter (13 weeks, 8-hour days)."""
        return self.hours_per_week * WEEKS_PER_QUARTER / HOURS_PER_DAY


@dataclass(frozen=True, slots=True)
class TownProject:
    """A variant in numbers of this town. Days to half days, euros to tens, hours to whole ones."""

    id: str
    variant: Variant
    days: Range
    cost_once: float
    cost_per_year: float
    hours: Range
    citizen_eur: float
    risk_eur: float
    is_own_figure: bool = False

    @property
    def project(self) -> str:
        """Id of the project it carries out."""
        return self.variant.project


def town_projects(catalogue: Catalogue, town: Town, frame: Frame) -> tuple[TownProject, ...]:
    """Every variant that this town could plan: not done, not of a task that others do for it; scaled."""
    return tuple(
        in_town(catalogue, variant, town, frame)
        for project in catalogue.projects.values()
        if project.id not in frame.done and applies(project, frame)
        for variant in project.variants
    )


def applies(project: CatalogueProject, frame: Frame) -> bool:
    """False for projects about tasks that the town does not do (no parking zones, no childcare)."""
    return not project.needs_group or frame.groups.get(project.needs_group, project.needs_group == "childcare")


def on_offer(projects: tuple[TownProject, ...], frame: Frame) -> tuple[TownProject, ...]:
    """What the planner may choose from.

    Shared variants only when the town wants to work with neighbours (P41 done, wished or set by hand): a plan that
    counts on a neighbour who has not agreed cannot be carried. And no variant that is worse than another one of the
    same project in every respect, unless somebody chose it by hand.
    """
    with_neighbours = COOPERATION in frame.done | {wish.project for wish in frame.wishes} or any(
        base_of(hold.project) == COOPERATION and hold.kind != "forbidden" for hold in frame.holds
    )
    held = {hold.project for hold in frame.holds if hold.kind != "forbidden"}
    forbidden = {hold.project for hold in frame.holds if hold.kind == "forbidden"}
    sensible = [p for p in projects if with_neighbours or COOPERATION not in p.variant.prerequisites or p.id in held]
    return tuple(
        p
        for p in sensible
        if p.id in held or not any(_beats(other, p) and other.id not in forbidden for other in sensible)
    )


def _beats(one: TownProject, other: TownProject) -> bool:
    """Whether `one` is nowhere worse than another variant of its project, and somewhere better."""
    if one.project != other.project or not set(one.variant.prerequisites) <= set(other.variant.prerequisites):
        return False
    mine = (one.days.likely, one.cost_once, one.cost_per_year, -one.hours.likely)
    theirs = (other.days.likely, other.cost_once, other.cost_per_year, -other.hours.likely)
    return mine != theirs and all(a <= b for a, b in zip(mine, theirs, strict=True))


def in_town(catalogue: Catalogue, variant: Variant, town: Town, frame: Frame) -> TownProject:
    """One variant scaled to the town and corrected by its own figures."""
    factor = max(town.population, 1) / catalogue.reference_population
    size = frame.exponents
    scaled = TownProject(
        id=variant.id,
        variant=variant,
        days=_half_days(variant.days.times(factor**size.days if variant.scales else 1.0)),
        cost_once=_tens(variant.cost_once * factor**size.cost_once),
        cost_per_year=_tens(variant.cost_per_year * factor**size.cost_per_year),
        hours=_spread(variant.hours_per_year * factor**size.hours),
        citizen_eur=_tens(variant.citizen_eur * factor),
        risk_eur=_tens(variant.risk_eur * factor),
    )
    for key in dict.fromkeys((variant.project, variant.id)):  # what is known of the variant corrects the project's
        own = frame.overrides.get(key)
        scaled = scaled if own is None else _corrected(scaled, own)
    return scaled


def costs_of_done(catalogue: Catalogue, town: Town, frame: Frame, finished: Iterable[str]) -> float:
    """EUR a year that these entries of a plan cost now that they are finished: they run on, outside of every plan."""
    variants = [variant for project in catalogue.projects.values() for variant in project.variants]
    ids = set(finished)
    return sum(in_town(catalogue, variant, town, frame).cost_per_year for variant in variants if variant.id in ids)


def done_projects(capabilities: Mapping[str, str]) -> frozenset[str]:
    """Projects that are done because their capability is live (key → "none", "planned", "live", "unknown")."""
    known = capability_defaults()
    live = {key for key, state in capabilities.items() if state == "live" and key in known}
    done = {known[key].makes_done for key in live if known[key].makes_done}
    return frozenset(done | {"P11"} if "P12" in done else done)


def packaged_projects(known: Catalogue, leika_keys: Iterable[str]) -> frozenset[str]:
    """Projects that are done because a service package with one of these LeiKa keys runs in the town.

    The starter list says which project eases a service; only projects with a variant "adopt" are done by a package.
    """
    keys = frozenset(leika_keys)
    eased = {service.project for service in starter_services() if service.leika_key in keys and service.project}
    return frozenset(p for p in eased if any(variant.kind == "adopt" for variant in known.projects[p].variants))


def holds_on(frame: Frame, planned: str) -> tuple[Hold, ...]:
    """The decisions by hand that concern this id of a plan."""
    return tuple(hold for hold in frame.holds if hold.project in (planned, base_of(planned)))


def _corrected(scaled: TownProject, own: Override) -> TownProject:
    days = scaled.days if own.days is None else Range.exactly(own.days)
    if own.days_spent:
        days = _half_days(Range(*(max(0.5, end - own.days_spent) for end in (days.low, days.likely, days.high))))
    hours = scaled.hours if own.hours_per_year is None else Range.exactly(own.hours_per_year)
    if own.hours_share is not None:
        hours = Range(*(float(round(end * own.hours_share)) for end in (hours.low, hours.likely, hours.high)))
    return replace(
        scaled,
        days=days,
        hours=hours,
        cost_once=scaled.cost_once if own.cost_once is None else own.cost_once,
        cost_per_year=scaled.cost_per_year if own.cost_per_year is None else own.cost_per_year,
        is_own_figure=scaled.is_own_figure or own.hours_per_year is not None or own.hours_share is not None,
    )


def _half_days(days: Range) -> Range:
    return Range(*(max(0.5, round(value * 2) / 2) for value in (days.low, days.likely, days.high)))


def _spread(hours: float) -> Range:
    return Range(*(float(round(hours * part)) for part in (HOURS_SPREAD.low, HOURS_SPREAD.likely, HOURS_SPREAD.high)))


def _tens(euros: float) -> float:
    return float(round(euros / 10) * 10)
