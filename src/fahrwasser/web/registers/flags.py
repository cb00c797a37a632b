"""What the town knows of a person that makes an officer decide: a block, a refusal, an objection that is open.

The other flags of `core.packages.levels` are what a package's own rules find in the application.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q

from fahrwasser.web.cases.models import Case, Event, Task
from fahrwasser.web.cases.reads import logged_as
from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.tenants.models import Municipality

from .actions.optouts import opted_out
from .blocks import blocked_keys
from .people import person_keys

BLOCKED_FLAG, REFUSED_FLAG, OBJECTED_FLAG = "auskunftssperre", "widersprochen", "rechtsbehelf"
OBJECTION: Final = "widerspruch"
"""The message that is an objection, in every process."""
PASSED_ON: Final = "vorlegen"
"""The outcome with which an objection goes to the authority above, in every process."""
PENDING = timedelta(days=365)
"""How the authority above decides we are not told; after a year nobody waits for it any more."""


def flags_about(adoption: Adoption, person: Mapping[str, Any], *, now: datetime) -> list[str]:
    """The flags of a new case about this person (`fall.person`); 4 queries."""
    town, keys = adoption.municipality, person_keys(person)
    found = (
        (BLOCKED_FLAG, blocked_keys(town)),
        (REFUSED_FLAG, opted_out(town, [person], adoption.package)),
        (OBJECTED_FLAG, objecting(town, adoption, now)),
    )
    return [flag for flag, people in found if any(key in people for key in keys)]


def objecting(town: Municipality, adoption: Adoption, now: datetime) -> frozenset[str]:
    """Keys of everybody whose objection in this service is not decided; 2 queries."""
    undecided = Task.objects.of(town).filter(Q(done_at=None) | Q(outcome=PASSED_ON, done_at__gt=now - PENDING))
    rows = Case.objects.of(town).filter(adoption=adoption, is_test=False, pk__in=undecided.values("case_id"))
    names = logged_as(OBJECTION, rows.values_list("release_id", flat=True).distinct())
    said = Event.objects.filter(municipality=town, case=OuterRef("pk"), activity__in=names)
    people = rows.filter(Exists(said)).values_list("facts__fall__person", flat=True)
    return frozenset(key for person in people if person for key in person_keys(person))
