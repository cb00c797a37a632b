"""Finding one case. What the pages show of cases is read where they are: desk, portal, registers."""

import uuid
from collections.abc import Iterable

from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.tenants.models import Municipality

from .models import Case


def by_number(town: Municipality, number: str) -> Case | None:
    """The case with this number, as people type it; 1 query."""
    return Case.objects.of(town).select_related("adoption").filter(number=number.strip().upper()).first()


def logged_as(message: str, releases: Iterable[uuid.UUID]) -> frozenset[str]:
    """The activities under which this message stands in the logs of cases of these releases.

    The node that took it; its own name where nobody waited for it.
    """
    graphs = [graph for release in releases for graph in compiled(release).processes.values()]
    took = (
        node for graph in graphs for node, work in zip(graph.nodes, graph.work, strict=True) if work.message == message
    )
    return frozenset({message, *took})
