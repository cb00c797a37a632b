"""The positions of a comparison as a list to look through and to change. No query."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fahrwasser.core.costing.comparison.defaults import group_names
from fahrwasser.core.costing.comparison.positions import GROUPS
from fahrwasser.core.costing.ranges import Range
from fahrwasser.web.agenda.comparing import Read, amount_of, name_of
from fahrwasser.web.agenda.comparison_words import KNOWLEDGE_NAMES, way_name
from fahrwasser.web.agenda.models import CostPosition
from fahrwasser.web.ui.templatetags.ui import span


@dataclass(frozen=True, slots=True)
class PositionLine:
    """One position as the list shows it."""

    pk: str
    name: str
    way: str
    amount: str
    years: str
    knowledge: str
    is_unknown: bool
    source: str


def position_groups(found: Read) -> Sequence[tuple[str, Sequence[PositionLine]]]:
    """The tree: group title and its positions; benefits last."""
    titles = group_names(get_language() or "de")
    groups = [
        (titles[group], [_line(row) for row in found.rows if row.group == group and not row.is_benefit])
        for group in GROUPS
    ]
    groups.append((_("Benefit"), [_line(row) for row in found.rows if row.is_benefit]))
    return [(title, lines) for title, lines in groups if lines]


def _line(row: CostPosition) -> PositionLine:
    return PositionLine(
        pk=str(row.pk),
        name=name_of(row),
        way=way_name(row.way),
        amount=_amount(amount_of(row)),
        years=_years(row.first_year, row.last_year),
        knowledge=str(KNOWLEDGE_NAMES[row.knowledge]),
        is_unknown=row.knowledge == CostPosition.Knowledge.UNKNOWN,
        source=row.source,
    )


def _amount(amount: Range | None) -> str:
    return _("unknown") if amount is None else f"{span(amount.low, amount.high)}\N{NO-BREAK SPACE}€"


def _years(first: int, last: int) -> str:
    if first == last:
        return _("once, year %(year)s") % {"year": first}
    return _("each year, %(first)s to %(last)s") % {"first": first, "last": last}
