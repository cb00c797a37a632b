"""The picture of a town nobody has recorded: from its population alone. Reads nothing but the shipped defaults."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fahrwasser.core.costing.ranges import total
from fahrwasser.core.inventory.starter import posts, starter_record
from fahrwasser.core.words import rough
from fahrwasser.web.tenants.models import Municipality

from .charts import Hours


@dataclass(frozen=True, slots=True)
class Fact:
    """One estimated figure of the town."""

    name: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class OpenPicture:
    """Hours by service with their sum, and a few figures; all of them estimates."""

    hours: tuple[Hours, ...]
    low: float
    high: float
    facts: tuple[Fact, ...]


def open_picture(municipality: Municipality) -> OpenPicture:
    """What a town of this population typically has; no query."""
    language = get_language() or "de"
    known = [
        (starter, starter.hours)
        for starter in starter_record(municipality.population)
        if starter.is_offered and starter.hours is not None
    ]
    rows = [
        Hours.roughly(starter.default.name.in_language(language), hours.low, hours.likely, hours.high, "estimated")
        for starter, hours in known
        if hours is not None
    ]
    whole = total(hours for _starter, hours in known if hours is not None)
    spread = posts(municipality.population).spread
    return OpenPicture(
        hours=tuple(sorted(rows, key=lambda row: (-row.likely, row.name))),
        low=rough(whole.low),
        high=rough(whole.high),
        facts=(Fact(_("Posts in the offices"), spread.low, spread.high),),
    )
