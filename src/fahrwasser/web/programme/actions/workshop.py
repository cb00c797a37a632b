"""What a workshop found out is taken over into the record."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.inventory.actions import Value, record_figure

from ..workshop import KEYS, Entered
from .coaching import name_obstacle

SOURCE = "Werkstatt"
UNITS = {"volume": "Fälle im Jahr", "minutes": "Minuten je Fall"}
SPREAD = Decimal("0.3")
"""What people agree on in a workshop is an estimate: thirty of a hundred up and down (E)."""


def take_over(by: Member, entered: Sequence[Entered], today: date) -> int:
    """Figures as estimates with the day of the workshop, obstacles with the service; says how many services."""
    by.require(Right.RECORD)
    for one in entered:
        for key in KEYS:
            value: Decimal | None = getattr(one, key)
            if value is not None:
                low, high = value * (1 - SPREAD), value * (1 + SPREAD)
                subject = f"service:{one.service.pk}"
                found = Value(subject, key, "estimated", SOURCE, today, value, low, high, unit=UNITS[key])
                record_figure(by, found)
        if one.obstacle:
            name_obstacle(by, code=one.obstacle, project="", hours=None, note="", service=one.service)
    return len(entered)
