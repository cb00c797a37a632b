"""Amounts that people are asked to pay: reference, link, and the provider who alone knows whether it was paid."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote

from django.db.models import Case, F, Value, When

from fahrwasser.core.packages.verbs import NONE_ASKED, PAID_ALREADY, WITHDRAWN, Withdrawal
from fahrwasser.web.catalogue.connections import PAYMENT, opened
from fahrwasser.web.catalogue.models import Binding
from fahrwasser.web.tenants.models import Municipality, TenantQuerySet

from . import web_calls
from .models import Payment

PORT, ADAPTER = PAYMENT, "xbezahldienste"
ASK = "portal.ask_provider"
UNPAID = (Payment.State.OPEN, Payment.State.CANCELLED)
"""The provider is asked about these: a page of it that is open somewhere outlives a withdrawal."""
LONGEST_PROVIDER_PURPOSE = 27

LARGEST_CENTS = 100_000_00
LONGEST_REFERENCE = 21  # of a creditor reference (ISO 11649), without RF and check digits
LONGEST_PURPOSE = 140


def cents(euros: Any) -> int | None:
    """An amount in EUR as cents; None for what is no amount that can be paid."""
    if type(euros) is not Decimal:
        return None
    found = euros * 100
    if found != found.to_integral_value() or not 0 < found <= LARGEST_CENTS:
        return None
    return int(found)


def wanted(
    town: Municipality, adoption: uuid.UUID, *, cause: uuid.UUID, key: str, serial: str, amount_cents: int,
    purpose: str, due_on: date, now: datetime,
) -> Payment:  # fmt: skip
    """The row for an amount that shall be paid; `serial` makes its reference unique in the town."""
    return Payment(
        municipality=town,
        adoption_id=adoption,
        cause=cause,
        key=key,
        reference=creditor_reference(serial),
        amount_cents=amount_cents,
        purpose=purpose[:LONGEST_PURPOSE],
        due_on=due_on,
        made_at=now,
    )


def creditor_reference(serial: str) -> str:
    """RF with two check digits (ISO 11649, mod 97-10) in front of the letters and digits of `serial`."""
    kept = "".join(c for c in serial.upper() if c.isascii() and c.isalnum())[-LONGEST_REFERENCE:]
    return f"RF{98 - remainder_97(f'{kept}RF00'):02d}{kept}"


def remainder_97(text: str) -> int:
    """The text as number (A = 10 … Z = 35) modulo 97; 1 for a valid IBAN or RF reference turned by four places."""
    return int("".join(str(int(c, 36)) for c in text)) % 97


@dataclass(frozen=True, slots=True)
class Said:
    """What the provider says of a transaction: paid or not, how much, for which references."""

    is_paid: bool
    amount_cents: int | None = None
    references: tuple[str, ...] = ()

    def fits(self, payment: Payment) -> bool:
        """Paid as it was asked for: this amount, for this reference alone."""
        return (
            self.is_paid and self.amount_cents == payment.amount_cents and set(self.references) == {payment.reference}
        )


NOTHING = Said(is_paid=False)


@dataclass(frozen=True, slots=True)
class Provider:
    """A payment provider in the shape of XBezahldienste; settings of the binding of port `payment`."""

    url: str
    originator: str
    end_point: str
    token: str = ""

    def begin(self, payment: Payment) -> tuple[str, str]:
        """Transaction and the address where the person pays; the same payment again is the same transaction.

        Raises Unreachable, or Rejected with the provider's code.
        """
        amount = f"{payment.amount_cents // 100}.{payment.amount_cents % 100:02d}"
        body = {
            "requestId": str(request_id(payment)),
            "requestTimestamp": payment.made_at.isoformat(),
            "currency": "EUR",
            "grosAmount": amount,
            "purpose": payment.purpose[:LONGEST_PROVIDER_PURPOSE],
            "description": payment.purpose,
            "items": [{"id": "1", "reference": payment.reference, "totalNetAmount": amount, "quantity": 1}],
        }
        reply = self._call(f"{self.url}/paymenttransaction/{self.originator}/{self.end_point}", body)
        if reply.status == 409 and reply.body.get("transactionId"):
            return str(reply.body["transactionId"]), ""
        if reply.status not in (200, 201):
            raise Rejected(str(reply.body.get("code", reply.status))[:60])
        said: Any = reply.body.get("paymentInformation") or {}
        return str(said.get("transactionId", ""))[:36], str(said.get("transactionUrl", ""))

    def said(self, transaction: str) -> Said:
        """What the provider says; a person coming back from its page proves nothing. Raises Unreachable."""
        place = f"{self.originator}/{self.end_point}/{quote(transaction, safe='')}"
        reply = self._call(f"{self.url}/paymenttransaction/status/{place}", None)
        information, request = _object(reply.body.get("paymentInformation")), _object(reply.body.get("paymentRequest"))
        items: Any = request.get("items")
        return Said(
            reply.status == 200 and information.get("status") == "PAYED",
            _cents_of(request.get("grosAmount")),
            tuple(str(_object(item).get("reference", ""))[:35] for item in items if item)
            if isinstance(items, list)
            else (),
        )

    def probe(self) -> int:
        """Status of a question for a transaction that cannot be there. Raises Unreachable."""
        place = f"{self.originator}/{self.end_point}/probe"
        return self._call(f"{self.url}/paymenttransaction/status/{place}", None).status

    def _call(self, url: str, body: dict[str, Any] | None) -> web_calls.Reply:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return web_calls.call(url, body=body, headers=headers, method="GET" if body is None else "POST")


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _cents_of(amount: Any) -> int | None:
    """ "30.70" or 30.7 as cents."""
    try:
        return cents(Decimal(str(amount)))
    except InvalidOperation:
        return None


class Rejected(Exception):
    """The provider does not take this payment; the text is its code."""


def provider_of(town: Municipality, adoption: uuid.UUID) -> Provider | None:
    """The provider the town has bound for this service; None: pay by transfer only. 1 query."""
    binding = Binding.objects.of(town).filter(adoption_id=adoption, port=PORT, adapter=ADAPTER).first()
    return None if binding is None else provider_from(opened(binding.settings))


def provider_from(settings: Mapping[str, Any]) -> Provider:
    """The provider of a binding whose settings are opened."""
    names = ("url", "originator", "end_point", "token")
    return Provider(**{name: str(settings.get(name, "")).rstrip("/") for name in names})


def request_id(payment: Payment) -> uuid.UUID:
    """The same question has the same id; an amount that was sent back is asked for anew."""
    return uuid.uuid5(payment.pk, str(payment.returned)) if payment.returned else payment.pk


def mark_paid(payment: Payment, now: datetime) -> bool:
    """Paid as asked for; True for the one call that has changed it, which then tells the case."""
    return _in(payment, Payment.State.OPEN).update(state=Payment.State.PAID, paid_at=now) == 1


def mark_mismatched(payment: Payment, said: Said) -> bool:
    """Paid otherwise than asked for, or after it was withdrawn, kept as the provider says it; True for the one call."""
    found = {"cents": said.amount_cents, "references": list(said.references)}
    return _in(payment, *UNPAID).update(state=Payment.State.MISMATCHED, found=found) == 1


def accept_mismatched(payment: Payment, now: datetime) -> bool:
    """It counts as paid all the same; True for the one call that has changed it. Nothing withdrawn can count."""
    rows = _in(payment, Payment.State.MISMATCHED).filter(withdrawn="")
    return rows.update(state=Payment.State.PAID, paid_at=now) == 1


def return_mismatched(payment: Payment) -> bool:
    """It does not count: what is owed is to be paid by a new transaction, what was withdrawn stays so; True once."""
    state = Case(When(withdrawn="", then=Value(Payment.State.OPEN)), default=Value(Payment.State.CANCELLED))
    changed = {"state": state, "transaction": "", "found": {}, "returned": F("returned") + 1}
    return _in(payment, Payment.State.MISMATCHED).update(**changed) == 1


def withdraw(town: uuid.UUID, cause: uuid.UUID, key: str) -> list[Payment]:
    """What the case asks for and nobody has paid is owed no more; these rows. Under the same key again: the same rows.

    Money that has come otherwise stays with the person who looks at it.
    """
    rows = Payment.objects.of(town).filter(cause=cause)
    asked = rows.filter(withdrawn="")
    asked.filter(state=Payment.State.MISMATCHED).update(withdrawn=key)
    asked.filter(state=Payment.State.OPEN).update(withdrawn=key, state=Payment.State.CANCELLED)
    return list(rows.filter(withdrawn=key))


def withdrawal_of(town: uuid.UUID, cause: uuid.UUID, key: str = "") -> Withdrawal:
    """What withdrawing under this key has found; without a key: what it would find now. 1 query."""
    found = set(Payment.objects.of(town).filter(cause=cause).values_list("state", "withdrawn"))
    unpaid = {Payment.State.OPEN, Payment.State.CANCELLED, Payment.State.MISMATCHED}
    if any(state in unpaid and withdrawn == key for state, withdrawn in found):
        return WITHDRAWN
    return PAID_ALREADY if any(state == Payment.State.PAID for state, _withdrawn in found) else NONE_ASKED


def _in(payment: Payment, *states: str) -> TenantQuerySet[Payment]:
    return Payment.objects.of(payment.municipality_id).filter(pk=payment.pk, state__in=states)
