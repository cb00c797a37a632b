"""Amounts that people are asked to pay: reference, link, and the provider who alone knows whether it was paid."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from fahrwasser.web.tenants.models import Municipality

from .models import Payment

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
