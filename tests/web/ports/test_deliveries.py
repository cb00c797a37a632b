"""Waiting, sent, acknowledged: a record survives everything and arrives once."""

from datetime import timedelta

import pytest
from django.conf import settings

from fahrwasser.web.jobs.models import Job
from fahrwasser.web.ports import deliveries
from fahrwasser.web.ports.doubles.finance import FinanceDouble
from fahrwasser.web.ports.models import Delivery
from fahrwasser.web.tenants.context import working_for
from web.cases.office import Office
from web.cases.sample_package import call, end, flows, start

BOOK = (
    start() + call("buchen", "hand_over", port='"finanz"', werte="{person: antrag.name, betrag: 12.5}") + end()
    + flows("s>buchen>e")
)  # fmt: skip


@pytest.fixture
def office(database, tmp_path, monkeypatch) -> Office:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    return Office(BOOK)


def delivery(office: Office) -> Delivery:
    return office.rows(Delivery)[0]


def make_due(office: Office) -> None:
    Job.objects.using("owner").update(due=office.now)


def test_a_posting_reaches_the_finance_system_with_nothing_retyped(office: Office, tmp_path) -> None:
    office.bind("finanz", "file")
    office.open()
    office.run_worker()
    assert delivery(office).state == "sent"
    finance = FinanceDouble(frozenset({"Name", "Betrag"}))
    assert finance.read(tmp_path / "ports" / "lindenau" / "finanz") == 1
    make_due(office)
    office.run_worker()
    row = delivery(office)
    assert (row.state, row.answer["buchung"]) == ("acknowledged", "B000001")
    assert finance.bookings[row.key] == {"Name": "Erika Muster", "Betrag": "12.5"}
    assert finance.fields_retyped == 0
    assert Job.objects.using("owner").count() == 0


def test_unbound_the_record_waits_until_the_town_binds_the_port(office: Office) -> None:
    office.open()
    office.run_worker()
    assert delivery(office).state == "waiting"
    office.bind("finanz", "file")
    make_due(office)
    office.run_worker()
    assert delivery(office).state == "sent"


def test_the_record_of_a_test_case_never_leaves(office: Office, tmp_path) -> None:
    office.bind("finanz", "file")
    office.open(is_test=True)
    office.run_worker()
    assert delivery(office).state == "waiting"
    assert not list(tmp_path.rglob("*.csv"))


def test_sent_again_a_lost_record_arrives_and_an_arrived_one_stays(office: Office, tmp_path) -> None:
    office.bind("finanz", "file")
    office.open()
    office.run_worker()
    folder = tmp_path / "ports" / "lindenau" / "finanz"
    next(folder.glob("*.csv")).unlink()
    with working_for(office.town):
        assert deliveries.send_again(office.town, _id(office), office.now)
    office.run_worker()
    assert len(list(folder.glob("*.csv"))) == 1
    FinanceDouble().read(folder)
    make_due(office)
    office.run_worker()
    assert delivery(office).state == "acknowledged"
    with working_for(office.town):
        assert not deliveries.send_again(office.town, _id(office), office.now)


def test_the_receipt_is_looked_for_ever_more_rarely_and_at_last_no_more(office: Office) -> None:
    office.bind("finanz", "file")
    office.open()
    office.run_worker()
    row = delivery(office)
    pauses = []
    for days in (0.1, 1, 5, 15):
        at = row.sent_at + timedelta(days=days)
        Job.objects.using("owner").all().delete()
        deliveries.check(office.town, row.pk, at)
        jobs = list(Job.objects.using("owner").all())
        pauses.append(jobs[0].due - at if jobs else None)
    assert pauses == [timedelta(days=0.1), timedelta(hours=12), timedelta(hours=12), None]


def _id(office: Office):
    return Delivery.objects.using("owner").get().pk
