"""Planned against actual costs of the decided way, in words; 2 queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fahrwasser.core.costing.comparison.positions import EVERY
from fahrwasser.core.costing.comparison.review import deviation
from fahrwasser.web.agenda.comparing import name_of, planned_in
from fahrwasser.web.agenda.models import Comparison, CostActual, CostPosition
from fahrwasser.web.ui.templatetags.ui import euro, number


@dataclass(frozen=True, slots=True)
class ActualLine:
    """One position in one year."""

    year: str
    planned: str
    actual: str
    difference: str
    is_off: bool
    reason: str


@dataclass(frozen=True, slots=True)
class ReviewedPosition:
    """A position of the decided way with what is known of its years."""

    pk: str
    name: str
    lines: Sequence[ActualLine]


def years_of(comparison: Comparison) -> list[tuple[int, str]]:
    """Year counted from the decision → calendar year."""
    start = comparison.start_year or 0
    return [(year, str(start + year)) for year in range(comparison.years + 1)]


def review(comparison: Comparison) -> Sequence[ReviewedPosition]:
    """Every cost of the decided way that is paid or worked; those without an entry have no lines yet."""
    rows = CostPosition.objects.of(comparison.municipality_id).filter(
        comparison=comparison, way__in=(comparison.chosen, EVERY), is_benefit=False
    )
    noted: dict[object, list[CostActual]] = {}
    for entry in CostActual.objects.of(comparison.municipality_id).filter(position__in=rows).order_by("year"):
        noted.setdefault(entry.position_id, []).append(entry)
    return [
        ReviewedPosition(str(row.pk), name_of(row), [_line(comparison, row, entry) for entry in noted.get(row.pk, [])])
        for row in rows.order_by("number", "id")
    ]


def _line(comparison: Comparison, row: CostPosition, entry: CostActual) -> ActualLine:
    planned = planned_in(row, entry.year)
    off = deviation(planned, entry.amount)
    words = _("no plan to compare with") if off.share is None else f"{number(off.share * 100)}\N{NO-BREAK SPACE}%"
    if off.share is not None and off.share > 0:
        words = f"+{words}"
    return ActualLine(
        year=str((comparison.start_year or 0) + entry.year),
        planned=_("unknown") if planned is None else euro(planned),
        actual=euro(entry.amount),
        difference=words,
        is_off=off.asks_for_reason,
        reason=entry.reason,
    )
