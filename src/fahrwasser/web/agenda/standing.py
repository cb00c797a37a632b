"""How far the town is on its way: mandate, council version, decision; what the week and the head's page both ask."""

from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, Subquery

from fahrwasser.web.agenda.models import Resolution, Version
from fahrwasser.web.inventory.models import Capability
from fahrwasser.web.records.models import Document
from fahrwasser.web.tenants.models import Act, Municipality

SIGNED = "mandate.signed"


def milestones(town: Municipality) -> dict[str, Any]:
    """Flags for an annotation of the town.

    A letter is no mandate: the head has confirmed that it is signed, or the quick check says that there is one.

    `has_resolution` is about the newest council version: a decision on an earlier one says nothing about it.
    """
    kept = Version.objects.of(town).filter(frozen_at__isnull=False)
    signed = Exists(Act.objects.of(town).filter(verb=SIGNED))
    mandated = Exists(Capability.objects.of(town).filter(key="navigator", state="live"))
    newest = Subquery(kept.order_by("-number").values("pk")[:1])
    return {
        "has_letter": Exists(Document.objects.of(town).filter(kind="mandate")),
        "has_mandate": ExpressionWrapper(signed | mandated, output_field=BooleanField()),
        "has_council": Exists(kept),
        "has_resolution": Exists(Resolution.objects.of(town).filter(version_id=newest)),
    }


def reached(town: Municipality) -> dict[str, bool]:
    """The flags of the town; 1 query."""
    flags = milestones(town)
    return dict(Municipality.objects.filter(pk=town.pk).annotate(**flags).values(*flags).get())
