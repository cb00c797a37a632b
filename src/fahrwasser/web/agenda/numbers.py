"""The running number of a town's plan versions."""

from django.db import connection
from django.db.models import Max

from fahrwasser.web.agenda.models import Version
from fahrwasser.web.tenants.models import Municipality


def next_number(town: Municipality) -> int:
    """One more than the highest; two writers at once wait for each other until the first has committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"agenda-version {town.pk}"])
    last = Version.objects.of(town).aggregate(last=Max("number"))["last"] or 0
    return int(last) + 1
