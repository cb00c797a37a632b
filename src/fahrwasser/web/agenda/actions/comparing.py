"""Comparisons of own, shared and central operation: begin, fill in, decide, hold reality against it."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max, Value
from django.db.models.functions import Least
from django.utils import timezone

from fahrwasser.core.costing.comparison.defaults import Prefilled, interest_on, outage_source
from fahrwasser.core.costing.comparison.review import deviation
from fahrwasser.core.costing.defaults import hour_rate
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda.comparing import FIGURES, first_outages, first_positions, planned_in
from fahrwasser.web.agenda.models import Comparison, CostActual, CostPosition
from fahrwasser.web.inventory.models import System


class ReasonMissing(Exception):
    """Reality is more than 20 % off the plan and nobody has said why."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a new comparison is about; at least two ways."""

    title: str
    ways: tuple[str, ...]
    years: int
    project: str = ""
    system: System | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for the whole comparison; `interest` in percent, scores 0 to 100 or None = not yet scored."""

    title: str
    years: int
    interest: Decimal
    interest_source: str
    hour_rate: Decimal
    urgency: int | None
    quality: int | None
    chosen: str
    start_year: int | None
    in_paper: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One position as entered; the three amounts are None together."""

    way: str
    group: str
    name: str
    knowledge: str
    low: int | None
    likely: int | None
    high: int | None
    first_year: int
    last_year: int
    is_benefit: bool
    is_cash: bool
    driver: str
    source: str
    as_of: date


def start_comparison(by: Member, start: Start) -> Comparison:
    """A comparison with the shipped cost tree: estimates that say so, and what nobody knows as unknown."""
    by.require(Right.PLAN)
    town, rate, interest = by.municipality, hour_rate(), interest_on(timezone.localdate())
    comparison = Comparison.objects.create(
        municipality=town,
        title=start.title,
        project=start.project,
        system=start.system,
        ways=list(start.ways),
        years=start.years,
        interest=Decimal(str(round(interest.value * 100, 2))),
        interest_source=interest.source,
        interest_from=interest.valid_from,
        hour_rate=Decimal(str(rate)),
        outages=first_outages(town, start.ways, rate),
        outage_source=outage_source(),
        made_by=by.user_id,
    )
    rows = first_positions(town, start.project, start.ways, start.years, rate)
    CostPosition.objects.bulk_create(_row(comparison, number, row) for number, row in enumerate(rows, start=1))
    record_act(by, "compare.start", str(comparison.pk), project=start.project)
    return comparison


def _row(comparison: Comparison, number: int, given: Prefilled) -> CostPosition:
    position, amount = given.position, given.position.amount
    return CostPosition(
        municipality_id=comparison.municipality_id,
        comparison=comparison,
        key=position.key,
        way=position.way,
        group=position.group,
        name=given.name_de,
        name_en=given.name_en,
        first_year=position.first_year,
        last_year=position.last_year,
        low=None if amount is None else round(amount.low),
        likely=None if amount is None else round(amount.likely),
        high=None if amount is None else round(amount.high),
        is_benefit=position.is_benefit,
        is_cash=position.is_cash,
        driver=position.driver,
        knowledge=given.knowledge,
        source=given.source,
        as_of=given.as_of,
        number=number,
    )


def set_terms(by: Member, comparison: Comparison, terms: Terms) -> None:
    """The comparison holds under these terms; what ran until the last year runs until the new last year."""
    by.require(Right.PLAN)
    rows = CostPosition.objects.of(by.municipality).filter(comparison=comparison)
    if terms.years != comparison.years:
        at_the_end = rows.filter(first_year=comparison.years)
        if comparison.years == 1:  # the only year is the first one, too: what runs is not paid once at the end
            at_the_end = at_the_end.filter(group="exit")
        at_the_end.update(first_year=terms.years, last_year=terms.years)
        running = rows.filter(last_year=comparison.years)
        if comparison.years == 1:  # nor can its dates tell what is paid once from what runs: an introduction is over
            running = running.exclude(group="introduction")
        running.update(last_year=terms.years)
        rows.filter(last_year__gt=terms.years).update(
            first_year=Least("first_year", Value(terms.years)), last_year=terms.years
        )
    if terms.interest != comparison.interest:
        comparison.interest_from = timezone.localdate()
    for name, value in asdict(terms).items():
        setattr(comparison, name, value)
    comparison.save(update_fields=[*asdict(terms), "interest_from"])
    record_act(by, "compare.terms", str(comparison.pk))


def write_position(by: Member, comparison: Comparison, entry: Entry, row: CostPosition | None = None) -> CostPosition:
    """One position as entered; `row` is replaced, without one it is new."""
    by.require(Right.PLAN)
    is_new = row is None
    if row is None:
        rows = CostPosition.objects.of(by.municipality).filter(comparison=comparison)
        last = rows.aggregate(last=Max("number"))["last"] or 0
        row = CostPosition(
            municipality=by.municipality, comparison=comparison, key=f"own-{uuid.uuid4().hex[:12]}", number=last + 1
        )
    elif row.name != entry.name:
        row.name_en = ""
    for name, value in asdict(entry).items():
        setattr(row, name, value)
    row.save(force_insert=is_new, force_update=not is_new)
    record_act(by, "compare.position", str(comparison.pk), key=row.key, way=row.way)
    return row


def remove_position(by: Member, row: CostPosition) -> None:
    """The position does not count any more: it is not there, which is something else than unknown."""
    by.require(Right.PLAN)
    record_act(by, "compare.remove", str(row.comparison_id), key=row.key, way=row.way)
    row.delete()


def write_outage(by: Member, comparison: Comparison, way: str, figures: Mapping[str, Any], source: str) -> None:
    """What a long outage means on this way; a figure that is None is unknown. KeyError for a way not compared."""
    by.require(Right.PLAN)
    if way not in comparison.ways:
        raise KeyError(way)
    known = {name: figures[name] for name in FIGURES}
    comparison.outages = {**comparison.outages, way: known}
    comparison.outage_source = source
    comparison.save(update_fields=["outages", "outage_source"])
    record_act(by, "compare.outage", str(comparison.pk), way=way)


def remove_comparison(by: Member, comparison: Comparison) -> None:
    """The comparison is thrown away with its positions; papers made from it stay."""
    by.require(Right.PLAN)
    record_act(by, "compare.discard", str(comparison.pk))
    comparison.delete()


def note_actual(by: Member, row: CostPosition, *, year: int, amount: int, reason: str = "") -> CostActual:
    """What the position really cost in this year. Raises ReasonMissing when it is far off and no reason is given."""
    by.require(Right.PLAN)
    if deviation(planned_in(row, year), amount).asks_for_reason and not reason.strip():
        raise ReasonMissing
    noted, _ = CostActual.objects.update_or_create(
        municipality=by.municipality,
        position=row,
        year=year,
        defaults={"amount": amount, "reason": reason, "noted_by": by.user_id, "noted_at": timezone.now()},
    )
    record_act(by, "compare.actual", str(row.comparison_id), key=row.key, way=row.way, year=year)
    return noted
