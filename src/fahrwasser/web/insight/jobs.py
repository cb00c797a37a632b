"""Every night the log is counted anew."""

from datetime import datetime

from fahrwasser.web.jobs.nights import nightly
from fahrwasser.web.tenants.models import Municipality

from .actions import MEASURE, measure


@nightly(MEASURE)
def run(town: Municipality, now: datetime) -> None:
    """The figures of the town stand in its record."""
    measure(town, now)
