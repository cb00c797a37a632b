"""Amounts to pay: references with check digits, GiroCode, and a provider who alone knows what was paid."""

import uuid
from dataclasses import replace
from typing import Any

import pytest
import segno
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.refused import Refused
from fahrwasser.web.ports import girocode, payments
from fahrwasser.web.ports.doubles.payment import PaymentDouble
from fahrwasser.web.ports.models import Payment
from web.cases.office import NOON
from web.ports.other_side import serving

IBAN = "DE02 1203 0000 0000 2020 51"


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-/ ", min_size=1, max_size=40).filter(str.strip))
def test_every_reference_has_right_check_digits_and_no_other_digits_fit(serial: str) -> None:
    reference = payments.creditor_reference(serial + "1")
    assert girocode.is_reference(reference)
    wrong = f"{reference[:-1]}{'2' if reference[-1] != '2' else '3'}"
    assert not girocode.is_reference(wrong)


def test_the_reference_of_the_standards_own_example() -> None:
    assert girocode.is_reference("RF18539007547034")
    assert not girocode.is_reference("RF18539007547035")


def test_a_girocode_says_what_a_banking_app_reads() -> None:
    said = girocode.payload(name="Stadt Lindenau", iban=IBAN, amount_cents=3070, reference="RF18539007547034")
    assert said.split("\n") == [
        "BCD", "002", "1", "SCT", "", "Stadt Lindenau", "DE02120300000000202051", "EUR30.70", "", "RF18539007547034",
    ]  # fmt: skip
    assert girocode.svg(said).startswith("<svg")
    assert segno.make(said, error="m").version <= 13


@pytest.mark.parametrize(
    "wrong",
    [
        {"iban": "DE02 1203 0000 0000 2020 52"},
        {"iban": "DE02"},
        {"amount_cents": 0},
        {"amount_cents": 10**12},
        {"reference": "RF19539007547034"},
        {"reference": "RF18539007547034", "text": "beides"},
    ],
)
def test_what_no_bank_would_take_is_refused(wrong: dict[str, Any]) -> None:
    right = {"name": "Stadt", "iban": IBAN, "amount_cents": 100, "text": ""}
    with pytest.raises(Refused):
        girocode.payload(**{**right, **wrong})


def test_a_name_cannot_smuggle_lines_into_the_code() -> None:
    said = girocode.payload(name="Stadt\nDE99", iban=IBAN, amount_cents=1, text="a\nb")
    assert said.split("\n")[5:7] == ["Stadt DE99", "DE02120300000000202051"]


@pytest.fixture
def provider(monkeypatch):
    monkeypatch.setattr(settings, "PORT_HOSTS", {"127.0.0.1"})
    double = PaymentDouble()

    def answers(method: str, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        parts = path.strip("/").split("/")
        if method == "POST":
            return double.post(parts[1], parts[2], body)
        return double.status(parts[-1])

    with serving(answers) as url:
        yield payments.Provider(url, "lindenau", "probe"), double


def payment(**fields: Any) -> Payment:
    values = {"reference": "RF18539007547034", "amount_cents": 3070, "purpose": "Ausweis 2026-000001", "made_at": NOON}
    return Payment(id=uuid.uuid4(), **{**values, **fields})


def test_paid_is_only_what_the_provider_says_is_paid(provider) -> None:
    at, double = provider
    transaction, address = at.begin(payment())
    assert address.endswith(transaction)
    assert not at.said(transaction).is_paid
    double.pay(transaction)
    assert at.said(transaction).is_paid
    assert not at.said("erfunden").is_paid


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_cents": 3071}, {"amount_cents": None}, {"references": ()}, {"references": ("RF18539007547035",)},
        {"references": ("RF18539007547034", "RF18539007547035")}, {"is_paid": False},
    ],
)  # fmt: skip
def test_paid_with_another_amount_or_reference_is_not_what_was_asked_for(wrong: dict[str, Any]) -> None:
    said = payments.Said(is_paid=True, amount_cents=3070, references=("RF18539007547034",))

    assert said.fits(payment())
    assert not replace(said, **wrong).fits(payment())


@pytest.mark.parametrize("said", [{"paymentRequest": 7}, {"paymentRequest": {"items": 3, "grosAmount": "viel"}}])
def test_what_a_provider_says_wrongly_fits_nothing(monkeypatch, said: dict[str, Any]) -> None:
    monkeypatch.setattr(settings, "PORT_HOSTS", {"127.0.0.1"})
    with serving(lambda *_: (200, {"paymentInformation": {"status": "PAYED"}, **said})) as url:
        found = payments.Provider(url, "lindenau", "probe").said("1")

    assert (found.is_paid, found.amount_cents, found.fits(payment())) == (True, None, False)


def test_begun_twice_it_is_one_transaction(provider) -> None:
    at, double = provider
    wanted = payment()
    assert at.begin(wanted)[0] == at.begin(wanted)[0]
    assert len(double.transactions) == 1


def test_a_provider_that_does_not_know_the_town_says_so(provider) -> None:
    at, _double = provider
    with pytest.raises(payments.Rejected, match="NO_VALID_ORIGINATOR_OR_ENDPOINT"):
        payments.Provider(at.url, "aue", "probe").begin(payment())
