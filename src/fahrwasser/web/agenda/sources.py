"""What the record knows that the plan needs: what is done, which tasks the town does itself, the hours given."""

from decimal import Decimal

from fahrwasser.core.agenda.town import done_projects
from fahrwasser.core.inventory.services import starter_services
from fahrwasser.web.inventory.models import Capability, Service
from fahrwasser.web.inventory.reads import current_figures
from fahrwasser.web.tenants.models import Municipality


def done_of(municipality: Municipality) -> frozenset[str]:
    """Catalogue projects that are done because their capability is live; 1 query."""
    return done_projects(dict(Capability.objects.of(municipality).values_list("key", "state")))


def groups_of(municipality: Municipality) -> dict[str, bool]:
    """Group of tasks → the town does it itself; empty while no service is recorded. 1 query."""
    offered = dict(Service.objects.of(municipality).values_list("key", "is_offered"))
    groups: dict[str, bool] = {}
    for service in starter_services() if offered else ():
        if service.group:
            groups[service.group] = groups.get(service.group, False) or offered.get(service.id, False)
    return groups


def hours_given(municipality: Municipality) -> Decimal | None:
    """Hours a week as answered in the quick check; 1 query."""
    figure = current_figures(municipality, "town").get(("town", "hours_per_week"))
    return figure.value.normalize() if figure and figure.value else None
