"""Finding one case. What the pages show of cases is read where they are: desk, portal, registers."""

from fahrwasser.web.tenants.models import Municipality

from .models import Case


def by_number(town: Municipality, number: str) -> Case | None:
    """The case with this number, as people type it; 1 query."""
    return Case.objects.of(town).select_related("adoption").filter(number=number.strip().upper()).first()
