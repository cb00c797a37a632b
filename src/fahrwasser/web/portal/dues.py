"""What is to pay, as the status page shows it: transfer in words and as GiroCode, and a link where there is one."""

from base64 import b64encode
from dataclasses import dataclass

from fahrwasser.core.forms.iban import normal_iban
from fahrwasser.core.refused import Refused
from fahrwasser.web.cases.facts import town_values
from fahrwasser.web.cases.models import Case
from fahrwasser.web.ports.girocode import payload, svg
from fahrwasser.web.ports.models import Payment
from fahrwasser.web.ports.payments import provider_of

RECIPIENT, ACCOUNT = "kasse", "konto"  # names of the package's parameters


@dataclass(frozen=True, slots=True)
class Due:
    """`picture`: the GiroCode as data: address, "" when the account is no IBAN; `is_open`: still to pay."""

    payment: Payment
    recipient: str
    account: str
    picture: str
    is_open: bool
    by_link: bool


def dues_of(case: Case, payments: tuple[Payment, ...]) -> tuple[Due, ...]:
    """In the order given; 1 query when there is something to pay, and the parameters once in this process."""
    if not payments:
        return ()
    known = town_values(case)
    recipient, account = str(known.get(RECIPIENT) or ""), str(known.get(ACCOUNT) or "")
    is_asked = any(payment.state == Payment.State.OPEN for payment in payments)
    by_link = is_asked and provider_of(case.municipality, case.adoption_id) is not None
    return tuple(_due(payment, recipient, account, by_link) for payment in payments)


def _due(payment: Payment, recipient: str, account: str, by_link: bool) -> Due:
    is_open = payment.state == Payment.State.OPEN
    picture = _picture(payment, recipient, account) if is_open else ""
    return Due(payment, recipient, _spaced(account), picture, is_open, by_link and is_open)


def _picture(payment: Payment, recipient: str, account: str) -> str:
    try:
        said = payload(name=recipient, iban=account, amount_cents=payment.amount_cents, reference=payment.reference)
        code = svg(said)
    except Refused:
        return ""
    return "data:image/svg+xml;base64," + b64encode(code.encode()).decode()


def _spaced(account: str) -> str:
    """An IBAN in groups of four, easier to copy; anything else as it is."""
    iban = normal_iban(account)
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4)) if iban else account
