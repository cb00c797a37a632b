"""Who was asked what is known for as long as the law of the source says, and not longer."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from fahrwasser.web.jobs import loop
from fahrwasser.web.jobs.nights import plan_town
from fahrwasser.web.ports.models import Query
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from towns import make_town
from web.cases.office import as_worker

MONTH = timedelta(days=31)


def asked(town: Municipality, port: str, months: float) -> None:
    with working_for(town):
        Query.objects.create(
            municipality=town, port=port, adapter="demo", cause=uuid.uuid4(), file_number="X", purpose="p", status="x",
            asked_at=timezone.now() - months * MONTH,
        )  # fmt: skip


def night(town: Municipality) -> None:
    loop.load_handlers()
    with working_for(town):
        plan_town(town, timezone.now())
    with as_worker():
        loop.until_idle()


def left(town: Municipality) -> list[str]:
    with working_for(town):
        return sorted(Query.objects.of(town).values_list("port", flat=True))


def test_each_register_by_its_own_law(database) -> None:
    town, other = make_town(), make_town("anderswo")
    for port, months in (("fahrzeug", 5.5), ("fahrzeug", 6.5), ("einwohner", 6.5), ("einwohner", 12.5), ("sonst", 11)):
        asked(town, port, months)
    asked(other, "fahrzeug", 20)

    night(town)

    assert left(town) == ["einwohner", "fahrzeug", "sonst"]
    assert left(other) == ["fahrzeug"]


def test_nobody_clears_what_is_younger_than_the_law_demands(database) -> None:
    town = make_town()
    asked(town, "fahrzeug", 1)

    with pytest.raises(DatabaseError, match="permission denied"), working_for(town), connection.cursor() as web:
        web.execute("SELECT forget_queries('fahrzeug', 6)")
    with (
        as_worker(),
        pytest.raises(DatabaseError, match="six months"),
        working_for(town),
        connection.cursor() as worker,
    ):
        worker.execute("SELECT forget_queries('fahrzeug', 0)")
    assert left(town) == ["fahrzeug"]
