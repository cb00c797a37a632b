"""The workshop sheet: the services of one area as numbered rows with blanks, printed, filled in by hand, typed in."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fahrwasser.core.inventory.services import areas
from fahrwasser.core.programme.obstacles import obstacle_kinds
from fahrwasser.web.inventory.models import Figure, Service
from fahrwasser.web.inventory.screens.fields import Amount
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.languages import page_language
from fahrwasser.web.ui.screens import Screen

KEYS = ("volume", "minutes")
MOST = 40
"""Rows of a sheet: two pages of paper. A larger area has several sheets."""


Numbered = list[tuple[int, Service]]
"""Services with their numbers in the whole record."""


@dataclass(frozen=True, slots=True)
class Row:
    """One service; `number` counts through the whole record by name, so that it says the same on paper and screen."""

    number: int
    service: Service
    volume: Figure | None
    minutes: Figure | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one area, and all sheets of the record as (key, title); no area = the record has not been begun.

    The second sheet of a large area has the key "area.2".
    """

    area: str
    title: str
    rows: list[Row]
    areas: list[tuple[str, str]]


def sheet_of(town: Municipality, area: str) -> Sheet:
    """The sheet of this key, the first one if the record has none of that key; 2 queries."""
    services = Service.objects.of(town).filter(is_offered=True).order_by("sort_key", "id")
    sheets = _sheets(list(enumerate(services, 1)))
    titles = {key: title for key, (title, _rows) in sheets.items()}
    chosen = area if area in titles else next(iter(titles), "")
    own = sheets[chosen][1] if chosen else []
    subjects = [f"service:{service.pk}" for _number, service in own]
    figures = {
        (figure.subject, figure.key): figure
        for figure in Figure.objects.current(town, Q(subject__in=subjects), Q(key__in=KEYS))
    }
    rows = [
        Row(number, service, *(figures.get((f"service:{service.pk}", key)) for key in KEYS)) for number, service in own
    ]
    return Sheet(chosen, titles.get(chosen, ""), rows, list(titles.items()))


def _sheets(services: Numbered) -> dict[str, tuple[str, Numbered]]:
    """Key → title and rows of every sheet; nothing of a large area is left out."""
    language, found = get_language() or "de", dict[str, tuple[str, Numbered]]()
    for one in areas():
        own = [(number, service) for number, service in services if service.area == one.id]
        title, parts = one.name.in_language(language), [own[n : n + MOST] for n in range(0, len(own), MOST)]
        for part, rows in enumerate(parts, 1):
            key = one.id if part == 1 else f"{one.id}.{part}"
            found[key] = (title if len(parts) == 1 else f"{title} ({part}/{len(parts)})", rows)
    return found


@dataclass(frozen=True, slots=True)
class Entered:
    """What the sheet says of one service; None and "" = left blank."""

    service: Service
    volume: Decimal | None
    minutes: Decimal | None
    obstacle: str


class WorkshopScreen(Screen):
    """Three fields for each row; whoever may not plan is not asked for obstacles."""

    def __init__(self, data: Mapping[str, Any] | None, *, rows: list[Row], may_plan: bool) -> None:
        super().__init__(data)
        self.rows = rows
        language = page_language()
        kinds = [("", _("no obstacle")), *((kind.code, kind.title.in_language(language)) for kind in obstacle_kinds())]
        for row in rows:
            for key, label in ((KEYS[0], _("Cases a year")), (KEYS[1], _("Minutes a case"))):
                self.fields[_name(key, row.service.pk)] = _amount(row, label)
            if may_plan:
                text = _label(row, _("Obstacle"))
                select = forms.Select(attrs={"aria-label": text})
                field = forms.ChoiceField(label=text, choices=kinds, required=False, widget=select)
                self.fields[_name("obstacle", row.service.pk)] = field

    def lines(self) -> list[tuple[Row, list[forms.BoundField]]]:
        """Each row with its fields."""
        names = (*KEYS, "obstacle")
        return [
            (row, [self[name] for key in names if (name := _name(key, row.service.pk)) in self.fields])
            for row in self.rows
        ]

    def entered(self) -> list[Entered]:
        """The rows in which something stands."""
        given = self.cleaned_data
        found = [
            Entered(
                row.service,
                given[_name("volume", row.service.pk)],
                given[_name("minutes", row.service.pk)],
                given.get(_name("obstacle", row.service.pk), ""),
            )
            for row in self.rows
        ]
        return [one for one in found if one.volume is not None or one.minutes is not None or one.obstacle]


def _amount(row: Row, label: str | Promise) -> Amount:
    text = _label(row, label)
    field = Amount(label=text, required=False, max_value=10_000_000)
    field.widget.attrs |= {"aria-label": text, "class": "fw-short", "autocomplete": "off"}
    return field


def _label(row: Row, label: str | Promise) -> str:
    return f"{row.number} {row.service.name}: {label}"


def _name(key: str, service: uuid.UUID) -> str:
    return f"{key}-{service}"
