"""What the worker does for ports: sending records and looking for receipts, each outside any transaction; and each
night the log of retrievals is cleared."""

import uuid
from datetime import datetime, timedelta

from django.utils import timezone

from fahrwasser.web.jobs.nights import nightly
from fahrwasser.web.jobs.registry import handler
from fahrwasser.web.tenants.models import Municipality

from . import deliveries, file_drop, rest  # adapters are registered by being imported
from .retention import forget_queries

__all__ = ["file_drop", "rest"]

FORGET = "ports.forget_queries"
LEASE = timedelta(minutes=1)  # a call ends after ten seconds


@handler(deliveries.SEND, pace="long", lease=LEASE)
def run_send(municipality: Municipality, delivery: str) -> None:
    """One record leaves; the same key makes a repetition harmless."""
    deliveries.send(municipality, uuid.UUID(delivery), timezone.now())


@handler(deliveries.CHECK, pace="long", lease=LEASE)
def run_check(municipality: Municipality, delivery: str) -> None:
    """Has the other system answered by now?"""
    deliveries.check(municipality, uuid.UUID(delivery), timezone.now())


@nightly(FORGET)
def run_forget(town: Municipality, _now: datetime) -> None:
    """Rows of the log of retrievals whose time is over are gone, by the clock of the database."""
    forget_queries(town)
