"""What is not known, in the order in which it matters, each with the page that closes the gap."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language

from fahrwasser.core.inventory.picture import Gap
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Right

from .actions import own_units
from .reads import Facts


@dataclass(frozen=True, slots=True)
class ShownGap:
    """A gap in the language of the page; `url` "" for whoever may not close it."""

    title: str
    why: str
    url: str


def shown_gaps(facts: Facts, gaps: Sequence[Gap], by: Member) -> list[ShownGap]:
    """Links for services, figures and capabilities; 1 query for whoever records only for their own offices."""
    services = {line.service.key: line.service for line in facts.services}
    sees_all = by.may(Right.RECORD)
    units = own_units(by.municipality, by.user_id) if by.may(Right.RECORD_OWN) and not sees_all else frozenset()
    language = get_language() or "de"
    shown = []
    for gap in gaps:
        kind, _, key = gap.subject.partition(":")
        if not sees_all and not (kind == "service" and services[key].unit_id in units):
            url = ""
        elif kind == "service":
            url = reverse("service_figure", args=[services[key].pk, "volume"])
        elif kind == "figure":
            url = reverse("inventory_figure", args=[key])
        else:
            url = reverse("capability", args=[key])
        shown.append(ShownGap(gap.title.in_language(language), gap.why.in_language(language), url))
    return shown
