"""What is not known, in the order in which it matters, each with the page that closes the gap."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language

from fahrwasser.core.inventory.picture import Gap

from .reads import Facts


@dataclass(frozen=True, slots=True)
class ShownGap:
    """A gap in the language of the page."""

    title: str
    why: str
    url: str


def shown_gaps(facts: Facts, gaps: Sequence[Gap]) -> list[ShownGap]:
    """Links for services, figures and capabilities; no query."""
    ids = {line.service.key: line.service.pk for line in facts.services}
    language = get_language() or "de"
    shown = []
    for gap in gaps:
        kind, _, key = gap.subject.partition(":")
        if kind == "service":
            url = reverse("service_figure", args=[ids[key], "volume"])
        elif kind == "figure":
            url = reverse("inventory_figure", args=[key])
        else:
            url = reverse("capability", args=[key])
        shown.append(ShownGap(gap.title.in_language(language), gap.why.in_language(language), url))
    return shown
