"""Every night the log is counted anew."""

from django.utils import timezone

from fahrwasser.web.jobs.actions import enqueue
from fahrwasser.web.jobs.registry import handler
from fahrwasser.web.tenants.models import Municipality

from .actions import MEASURE, NIGHT, measure


@handler(MEASURE)
def run(municipality: Municipality) -> None:
    """Measures the town and puts itself down for the next night, in the same transaction."""
    now = timezone.now()
    measure(municipality, now)
    enqueue(MEASURE, municipality, due=now + NIGHT)
