"""What the office takes back is never owed again, whatever comes in whatever order, and no money is lost."""

import uuid
from collections.abc import Callable

import pytest

from fahrwasser.web.ports import payments
from fahrwasser.web.ports.models import Payment
from fahrwasser.web.tenants.context import working_for
from web.cases.office import NOON, Office
from web.cases.sample_package import call, end, flows, start, user

OPEN, PAID, MISMATCHED, CANCELLED = Payment.State.values


@pytest.fixture
def office(database) -> Office:
    """A process that asks for money, then for a decision, then takes back what it asked for."""
    return Office(
        start() + call("zahlen", "payment", betrag="30", zweck='"Ausweis"') + user("pruefen")
        + call("zurueck", "withdraw_payment") + call("buchen", "number", kreis="zurueck.status") + end()
        + flows("s>zahlen>pruefen>zurueck>buchen>e")
    )  # fmt: skip


def status(office: Office, case) -> str:
    return office.case(case).state["variables"]["zurueck"]["status"]


def test_what_nobody_has_paid_is_withdrawn_by_the_process(office: Office) -> None:
    case = office.open()
    office.due()
    other = office.open()
    office.due()

    office.finish(case)
    office.due()

    assert status(office, case) == "zurueckgezogen"
    (row,) = office.rows(Payment, cause=case.pk)
    assert (row.state, row.withdrawn.split(":")[-1]) == (CANCELLED, "zurueck")
    assert office.rows(Payment, cause=other.pk)[0].state == OPEN


def test_what_is_paid_stays_paid(office: Office) -> None:
    case = office.open()
    office.due()
    with working_for(office.town):
        assert payments.mark_paid(Payment.objects.get(), NOON)

    office.finish(case)
    office.due()

    assert status(office, case) == "bezahlt"
    assert office.rows(Payment)[0].state == PAID


def test_where_nothing_was_asked_for_there_is_nothing_to_take_back(database) -> None:
    office = Office(start() + call("zurueck", "withdraw_payment") + end() + flows("s>zurueck>e"))
    case = office.open()
    office.due()

    assert status(office, case) == "keine"


WRONG = payments.Said(is_paid=True, amount_cents=2800)
HAPPENS: dict[str, Callable[[Payment], object]] = {
    "withdrawn": lambda row: payments.withdraw(row.municipality_id, row.cause, "a"),
    "withdrawn once more": lambda row: payments.withdraw(row.municipality_id, row.cause, "b"),
    "paid": lambda row: payments.mark_paid(row, NOON),
    "paid otherwise": lambda row: payments.mark_mismatched(row, WRONG),
    "accepted": lambda row: payments.accept_mismatched(row, NOON),
    "sent back": payments.return_mismatched,
}


def test_whatever_happens_in_whatever_order_a_withdrawal_holds(office: Office) -> None:
    """Every state that can be reached at all, by sequences of any length, with everything that can happen next."""
    with working_for(office.town):
        row = asked_for(office)
        waiting, seen = [stands(row)], set()
        while waiting:
            before = waiting.pop()
            for happens in HAPPENS.values():
                after = next_of(row, before, happens)
                assert_holds(before, after)
                if after not in seen:
                    seen.add(after)
                    waiting.append(after)
    assert {state for state, _key in seen} == {OPEN, PAID, MISMATCHED, CANCELLED}


def test_the_same_withdrawal_again_changes_nothing_and_says_the_same(office: Office) -> None:
    with working_for(office.town):
        row = asked_for(office)
        for before in ((OPEN, ""), (PAID, ""), (MISMATCHED, ""), (CANCELLED, "a"), (MISMATCHED, "a"), (CANCELLED, "b")):
            told = [(next_of(row, start, HAPPENS["withdrawn"]), said(row)) for start in (before, None, None)]
            assert told[0] == told[1] == told[2], before


def assert_holds(before: tuple[str, str], after: tuple[str, str]) -> None:
    (was, by), (state, key) = before, after
    assert not by or key == by, "withdrawn once, by one"
    assert state in ((CANCELLED, MISMATCHED) if key else (OPEN, PAID, MISMATCHED)), "withdrawn it is never owed or paid"
    assert was != PAID or after == before, "what is paid is paid"


def next_of(row: Payment, before: tuple[str, str] | None, happens: Callable[[Payment], object]) -> tuple[str, str]:
    if before:
        Payment.objects.filter(pk=row.pk).update(state=before[0], withdrawn=before[1])
    happens(row)
    return stands(row)


def stands(row: Payment) -> tuple[str, str]:
    return Payment.objects.values_list("state", "withdrawn").get(pk=row.pk)


def said(row: Payment) -> str:
    return payments.withdrawal_of(row.municipality_id, row.cause, "a")


def asked_for(office: Office) -> Payment:
    return Payment.objects.create(
        municipality=office.town, adoption=office.adoption, cause=uuid.uuid4(), key="zahlen",
        reference=payments.creditor_reference("1"), amount_cents=3000, purpose="Ausweis",
    )  # fmt: skip
