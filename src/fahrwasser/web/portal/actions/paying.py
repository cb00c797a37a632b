"""Paying by link. That somebody comes back from the provider proves nothing: the provider is asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from fahrwasser.core import words
from fahrwasser.web.cases.actions import SYSTEM, locked, send_message
from fahrwasser.web.cases.incidents import stop
from fahrwasser.web.cases.models import Case
from fahrwasser.web.jobs.actions import enqueue
from fahrwasser.web.ports import payments
from fahrwasser.web.ports.models import Payment
from fahrwasser.web.ports.web_calls import Unreachable, require_allowed

PAID, PAID_OTHERWISE, PAID_IN_VAIN = "zahlung", "zahlung_abweichend", "zahlung_nach_rueckzug"
WAITS = (timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1), timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Begun:
    """The provider's transaction, and the address where the person pays; "" when it was begun before."""

    transaction: str
    address: str


def open_at(provider: payments.Provider, payment: Payment) -> Begun | None:
    """The payment is open at the provider; None when it cannot be reached. Call it outside of any transaction."""
    try:
        transaction, address = provider.begin(payment)
        if address:
            require_allowed(address)
    except (Unreachable, payments.Rejected):
        return None
    return Begun(transaction, address)


def begin(payment: Payment, begun: Begun, *, now: datetime) -> bool:
    """The payment is begun; the worker asks the provider later, whether anybody comes back or not.

    False when the amount was withdrawn or paid meanwhile: then nobody is led to the provider.
    """
    rows = Payment.objects.of(payment.municipality_id).filter(pk=payment.pk, state=Payment.State.OPEN)
    if not rows.update(transaction=begun.transaction):
        return False
    if begun.address:
        ask_later(payment, 0, now=now)
    return True


def ask(provider: payments.Provider, payment: Payment) -> payments.Said | None:
    """What the provider says now; None when it cannot be asked. Call it outside of any transaction."""
    if not payment.transaction:
        return payments.NOTHING
    try:
        return provider.said(payment.transaction)
    except Unreachable:
        return None


def settle(payment: Payment, said: payments.Said, *, now: datetime) -> bool:
    """The provider has said that it is paid: the row and the case know it, once.

    Paid with another amount or reference than was asked for, or after the office has withdrawn it, it is not paid: the
    case stops for a person to look.
    """
    _batch, case = locked(payment.municipality_id, payment.cause)  # before the payment, as whoever withdraws it does
    if said.fits(payment) and payments.mark_paid(payment, now):
        tell(case, payment, actor=SYSTEM, now=now)
        return True
    if payments.mark_mismatched(payment, said):
        payment.refresh_from_db()
        activity = PAID_IN_VAIN if payment.withdrawn else PAID_OTHERWISE
        text, key = _otherwise(payment, said), f"paid-otherwise:{payment.pk}:{payment.returned}"
        stop(case, text, activity, now=now, key=key)
    return False


def tell(case: Case, payment: Payment, *, actor: str, now: datetime) -> None:
    """The process of the case hears that this payment is there, once."""
    values: dict[str, Any] = {"referenz": payment.reference, "betrag_cent": payment.amount_cents}
    send_message(case, PAID, values, actor=actor, now=now, key=f"paid:{payment.pk}")


def _otherwise(payment: Payment, said: payments.Said) -> str:
    """What stands in the case for its clerks, in the language of German offices, whichever the person reads."""
    amount = "–" if said.amount_cents is None else words.euros(said.amount_cents / 100, decimals=2)
    found = f"{amount}, {', '.join(said.references) or '–'}"
    with override("de"):
        text = _("Payment %(reference)s: the payment service reports another amount or reference (%(found)s).")
        if payment.withdrawn:
            text = _("Payment %(reference)s was withdrawn, but the payment service reports it as paid (%(found)s).")
        return text % {"reference": payment.reference, "found": found}


def ask_later(payment: Payment, attempt: int, *, now: datetime) -> None:
    """The worker asks again after a while, four times; after that the office sees it in its own system."""
    if attempt < len(WAITS):
        due = now + WAITS[attempt]
        enqueue(payments.ASK, payment.municipality, due=due, payment=str(payment.pk), attempt=attempt)
