"""An amount that came otherwise than it was asked for: a person of the office says what it is, with the reason."""

from datetime import datetime
from typing import Final

from fahrwasser.core.refused import N_, Refused
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.cases.actions import locked
from fahrwasser.web.cases.incidents import settled
from fahrwasser.web.cases.models import Case
from fahrwasser.web.ports import payments
from fahrwasser.web.ports.models import Payment

from .paying import tell

COUNTS, SENT_BACK, NOT_OURS = "zahlung_gilt", "zahlung_erstattet", "zahlung_fremd"
MEANINGS: Final = (COUNTS, SENT_BACK, NOT_OURS)
"""It counts as paid; it was sent back; it belongs to something else. Only the first ends the payment."""


def clear(by: Member, payment: Payment, meaning: str, reason: str, now: datetime) -> Case:
    """The payment is cleared, and why stands in the log of the case.

    Paid: the process goes on as if it had fitted. Otherwise the amount is still open and can be paid anew, unless the
    office has withdrawn it. Raises Refused when it is cleared already, or was withdrawn and cannot count.
    """
    by.require(Right.CASES)
    if meaning not in MEANINGS:
        raise ValueError(meaning)
    _batch, case = locked(by.municipality.pk, payment.cause)  # before the payment, as whoever withdraws it does
    changed = payments.accept_mismatched(payment, now) if meaning == COUNTS else payments.return_mismatched(payment)
    if not changed:
        raise Refused(N_("This payment was cleared already. Nothing was changed."))
    values = {
        "referenz": payment.reference,
        "betrag_cent": payment.amount_cents,
        "gemeldet": payment.found,
        "grund": reason,
    }
    settled(case, payment.reference, meaning, values, actor=str(by.user_id), now=now)
    if meaning == COUNTS:
        tell(case, payment, actor=str(by.user_id), now=now)
    return case
