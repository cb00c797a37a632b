"""Amounts that people are asked to pay: reference, link, and the provider who alone knows whether it was paid."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from fahrwasser.web.catalogue.models import Binding
from fahrwasser.web.tenants.models import Municipality

from . import web_calls
from .models import Payment

PORT, ADAPTER = "payment", "xbezahldienste"
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
            "requestId": str(payment.pk),
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

    def is_paid(self, transaction: str) -> bool:
        """What the provider says; a person coming back from its page proves nothing. Raises Unreachable."""
        place = f"{self.originator}/{self.end_point}/{transaction}"
        reply = self._call(f"{self.url}/paymenttransaction/status/{place}", None)
        said: Any = reply.body.get("paymentInformation") or {}
        return reply.status == 200 and said.get("status") == "PAYED"

    def _call(self, url: str, body: dict[str, Any] | None) -> web_calls.Reply:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return web_calls.call(url, body=body, headers=headers, method="GET" if body is None else "POST")


class Rejected(Exception):
    """The provider does not take this payment; the text is its code."""


def provider_of(town: Municipality, adoption: uuid.UUID) -> Provider | None:
    """The provider the town has bound for this service; None: pay by transfer only. 1 query."""
    binding = Binding.objects.of(town).filter(adoption_id=adoption, port=PORT, adapter=ADAPTER).first()
    if binding is None:
        return None
    names = ("url", "originator", "end_point", "token")
    return Provider(**{name: str(binding.settings.get(name, "")) for name in names})


def mark_paid(payment: Payment, now: datetime) -> bool:
    """Paid; True for the one call that has changed it, which then tells the case."""
    rows = Payment.objects.of(payment.municipality_id).filter(pk=payment.pk, state=Payment.State.OPEN)
    return rows.update(state=Payment.State.PAID, paid_at=now) == 1
