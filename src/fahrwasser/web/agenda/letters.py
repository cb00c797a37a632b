"""Papers as PDF: the town's letterhead, German words, the values that the letters take."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fahrwasser.core.agenda.papers import shapes as core
from fahrwasser.core.letters.render import render
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.agenda.summary import read_summary
from fahrwasser.web.tenants.actions import letterhead_of
from fahrwasser.web.tenants.letterheads import coat_of_arms
from fahrwasser.web.tenants.models import Letterhead, Municipality
from fahrwasser.web.ui.templatetags.ui import number

ROWS_ON_PAPER = 4
ORIGINS = {"estimated": "geschätzt", "counted": "gezählt", "measured": "gemessen", "default": "Richtwert"}


def letterhead_value(town: Municipality, row: Letterhead) -> core.Letterhead:
    """Who writes, as the letters take it; empty parts are left out there."""
    place = " ".join(part for part in (row.postcode or town.postcode, row.city or town.name) if part)
    address = ", ".join(part for part in (row.street, place) if part) if row.street else ""
    return core.Letterhead(
        name=town.name,
        kind="Gemeinde" if town.kind in ("Gemeinde", "Markt") else "Stadt",
        district=town.district,
        state=town.state_name,
        ags=town.ags,
        population=number(town.population),
        address=address,
        contact=" · ".join(part for part in (row.phone, row.email, row.website) if part),
    )


def head_letter(member: Member, today: date) -> bytes:
    """The head's page as PDF, in German. Raises LetterError."""
    with translation.override("de"):
        found = read_summary(member)
        row = letterhead_of(member.municipality)
        values: dict[str, Any] = {
            "format": "fahrwasser-first-picture/1",
            "letterhead": asdict(letterhead_value(member.municipality, row)),
            "title": _("Where we stand"),
            "subtitle": row.head_title or "Eine Seite für die Leitung",
            "date": today.isoformat(),
            "is_example": member.municipality.is_sample,
            "figures": [
                {"label": figure.label, "value": figure.value, "origin": ORIGINS.get(figure.origin, "")}
                for figure in found.figures
            ],
            "decision": {"title": found.decision.title, "text": found.decision.text, "until": ""},
            "duties": asdict(_part(found.duties, 0, 2, 3)),
            "relief": asdict(_part(found.relief, 0, 2)),
            "posts": asdict(_part(found.posts, 0, 2)),
            "money": asdict(_part(found.money, 0, 1, 2, 3)),
            "note": " ".join((*found.outlook, f"Stand: {date_format(today, 'DATE_FORMAT')}.")),
        }
        picture = coat_of_arms(member.municipality, row)
        return render("first-picture", values, made=today, coat_of_arms=picture).pdf


def _part(table: core.Table, *kept: int) -> core.Table:
    """The table with these columns and its first rows: everything has to fit on one page; the total stays whole."""
    rows = tuple(tuple(row[column] for column in kept) for row in table.rows[:ROWS_ON_PAPER])
    left = len(table.rows) - len(rows)
    more = ngettext("One more line on the page on screen.", "%(count)s more lines on the page on screen.", left)
    note = " ".join(part for part in (more % {"count": left} if left > 0 else "", table.note) if part)
    return replace(table, columns=tuple(table.columns[column] for column in kept), rows=rows, note=note)
