"""What the record knows that the plan needs: what is done already, and which tasks the town does itself."""

from fahrwasser.core.agenda.town import done_projects
from fahrwasser.web.inventory.models import Capability
from fahrwasser.web.tenants.models import Municipality


def done_and_groups(municipality: Municipality) -> tuple[set[str], dict[str, bool]]:
    """Catalogue projects whose capability is live, and group of tasks → done by the town; 1 query."""
    capabilities = dict(Capability.objects.of(municipality).values_list("key", "state"))
    return set(done_projects(capabilities)), {}
