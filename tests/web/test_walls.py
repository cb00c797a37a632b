"""No row of one municipality can be read, written or linked to by another."""

import uuid

from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality


def test_unit(database):
    a, b = town("a"), town("b")
    with working_for(a):
        Unit.objects.create(municipality=a, name="x")
        assert Unit.objects.count() == 1
    with working_for(b):
        assert Unit.objects.count() == 0


def town(slug: str) -> Municipality:
    return Municipality.objects.using("owner").create(
        ags=uuid.uuid4().hex[:8], ars="0", name=slug, sort_key=slug, slug=slug, population=1
    )
