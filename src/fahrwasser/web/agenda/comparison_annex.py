"""A comparison on paper, in German: the annex for the council, and its lines in the council paper."""

from collections.abc import Sequence
from dataclasses import asdict

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from fahrwasser.core.agenda.papers.shapes import Annex, Table
from fahrwasser.web.agenda.comparing import Read, outage_json, read, read_all
from fahrwasser.web.agenda.comparison_page import comparison_page
from fahrwasser.web.agenda.letters import letterhead_value
from fahrwasser.web.agenda.models import Comparison
from fahrwasser.web.tenants.actions import letterhead_of
from fahrwasser.web.tenants.models import Municipality


def comparison_annex(town: Municipality, comparison: Comparison) -> Annex:
    """The comparison as the council reads it; 2 queries."""
    with translation.override("de"):
        found = read(comparison)
        page = comparison_page(found)
        tables = (page.costs, page.capital, page.outage, page.swings)
        return Annex(
            letterhead=letterhead_value(town, letterhead_of(town)),
            title=_("Comparison: %(title)s") % {"title": comparison.title},
            subtitle=_("Annex: own, shared or central operation"),
            date=timezone.localdate().isoformat(),
            is_example=town.is_sample,
            key_points=(page.lead, *page.sentences),
            tables=tuple(table for table in tables if table is not None),
            notes=page.notes,
            sources=page.sources,
            data=_data(found),
        )


def _data(found: Read) -> dict[str, object]:
    question = found.question
    return {
        "years": question.years,
        "interest": question.rate,
        "seed": question.seed,
        "draws": question.draws,
        "positions": [asdict(position) for position in question.positions],
        "outages": {outage.way: outage_json(outage) for outage in question.outages},
    }


def for_council_paper(town: Municipality) -> tuple[Sequence[str], Sequence[Table]]:
    """First sentences and cost tables of the comparisons that the council shall read; 2 queries at most."""
    points, tables = [], []
    with translation.override("de"):
        chosen = list(Comparison.objects.of(town).filter(in_paper=True).order_by("made_at", "id"))
        for found in read_all(chosen) if chosen else ():
            page, title = comparison_page(found), found.comparison.title
            points.append(f"{title}: {page.lead}")
            caption = _("%(title)s: own, shared, central") % {"title": title}
            tables.append(Table(caption, page.costs.columns, page.costs.rows, page.costs.total, page.costs.note))
    return points, tables
