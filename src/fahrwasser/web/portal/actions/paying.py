"""Paying by link. That somebody comes back from the provider proves nothing: the provider is asked."""

from datetime import datetime, timedelta
from typing import Any

from fahrwasser.core.refused import N_, Refused
from fahrwasser.web.cases.actions import SYSTEM, send_message
from fahrwasser.web.cases.models import Case
from fahrwasser.web.jobs.actions import enqueue
from fahrwasser.web.ports import payments
from fahrwasser.web.ports.models import Payment
from fahrwasser.web.ports.web_calls import Unreachable, require_allowed

PAID = "zahlung"
ASK = "portal.ask_provider"
WAITS = (timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1), timedelta(days=1))
UNREACHABLE = N_("The payment service does not answer. Please try again later, or pay by transfer.")


def begin(provider: payments.Provider, payment: Payment, *, now: datetime) -> str:
    """The address where the person pays; the worker asks the provider later, whether anybody comes back or not.

    Raises Refused with what to do instead.
    """
    try:
        transaction, address = provider.begin(payment)
        if address:
            require_allowed(address)
    except (Unreachable, payments.Rejected) as error:
        raise Refused(UNREACHABLE) from error
    rows = Payment.objects.of(payment.municipality_id).filter(pk=payment.pk)
    rows.update(transaction=transaction)
    if not address:
        raise Refused(N_("This payment was begun before and cannot be opened again. Please pay by transfer."))
    ask_later(payment, 0, now=now)
    return address


def ask(provider: payments.Provider, payment: Payment) -> bool:
    """What the provider says now. Raises Refused when it cannot be asked."""
    try:
        return bool(payment.transaction) and provider.is_paid(payment.transaction)
    except Unreachable as error:
        raise Refused(UNREACHABLE) from error


def settle(payment: Payment, *, now: datetime) -> bool:
    """The provider has said that it is paid: the row and the case know it, once."""
    if not payments.mark_paid(payment, now):
        return False
    case = Case.objects.of(payment.municipality_id).get(pk=payment.cause)
    values: dict[str, Any] = {"referenz": payment.reference, "betrag_cent": payment.amount_cents}
    send_message(case, PAID, values, actor=SYSTEM, now=now, key=f"paid:{payment.pk}")
    return True


def ask_later(payment: Payment, attempt: int, *, now: datetime) -> None:
    """The worker asks again after a while, four times; after that the office sees it in its own system."""
    if attempt < len(WAITS):
        due = now + WAITS[attempt]
        enqueue(ASK, payment.municipality, due=due, payment=str(payment.pk), attempt=attempt)
