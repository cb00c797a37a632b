"""The verbs that need only cases, ports and records; `letter` lies in letters.py, `register` with the registers."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from fahrwasser.core.feel.values import Value
from fahrwasser.core.packages.run import message_text, record_of
from fahrwasser.web.jobs.actions import job
from fahrwasser.web.ports import deliveries, payments, sources
from fahrwasser.web.ports.registry import Answer, Question

from . import links
from .facts import local_day
from .mails import news
from .models import Notice
from .verbs import Call, CallFailed, Later, verb

PAYMENT_PERIOD = timedelta(days=30)
PAYS_ON_THE_WAY = timedelta(minutes=10)


@verb("query")
def query(call: Call) -> Mapping[str, Value]:
    """What the source says: `status`, then its own fields. Raises Later for a source beyond a network."""
    to = bound_to(call)
    if to.source is not None and to.source.is_remote:
        raise Later
    question = question_of(call, to)
    return noted(call, to, question, sources.ask(to, question))


def bound_to(call: Call) -> sources.Bound:
    """The adapter behind the port of the call."""
    return sources.bound(call.case.adoption_id, call.town.pk, str(call.parameters["port"]))


def question_of(call: Call, to: sources.Bound) -> Question:
    """What the source is asked."""
    asked = call.parameters["anfrage"]
    values = asked if isinstance(asked, dict) else {}
    return Question(call.town, str(call.parameters["port"]), values, to.settings, call.now)


def noted(call: Call, to: sources.Bound, question: Question, answer: Answer) -> Mapping[str, Value]:
    """The answer as the process gets it, with its row in the log of retrievals."""
    log_query(call, to, question, answer.status)
    return {"status": answer.status, **answer.data}


def log_query(call: Call, to: sources.Bound, question: Question, status: str) -> None:
    """A row in the log of retrievals, with the batch; none for a port behind which there is nobody."""
    if to.source is not None:
        purpose = sources.purpose_of(call.release, question.port)
        call.batch.add(sources.log_row(to, question, status, purpose, cause=call.case.pk, file_number=call.case.number))


@verb("message")
def message(call: Call) -> Mapping[str, Value]:
    """A short message on the person's status page, and a mail that says so when their address is known."""
    fall: Mapping[str, Any] = call.case.facts.get("fall") or {}
    language = "en" if fall.get("sprache") == "en" else "de"
    values = call.parameters["werte"] or {}
    subject, text = message_text(call.release.messages[str(call.parameters["vorlage"])], values, language)
    call.batch.add(
        Notice(municipality=call.town, case=call.case, key=call.key, subject=subject[:200], text=text, made_at=call.now)
    )
    address = mail_address(fall)
    if address:
        call.batch.add(links.status_row(call.case, call.now), once=True)
        call.batch.add(news(call.town, call.case, address, text, language))
    return {}


def mail_address(fall: Mapping[str, Any]) -> str:
    """Where the person wants mail: what the way in has asked for, else what the person is known by; "" for nowhere."""
    person = fall.get("person")
    known = person.get("email") if isinstance(person, Mapping) else ""
    return str(fall.get("email") or known or "")


@verb("hand_over")
def hand_over(call: Call) -> Mapping[str, Value]:
    """The record for the town's other system is on its way; `beleg` is the key under which it arrives."""
    port = str(call.parameters["port"])
    record = record_of(call.release, port, call.parameters["werte"] or {}, call.now)
    row = deliveries.waiting(
        call.town, call.case.adoption_id, port=port, cause=call.case.pk, key=call.key, record=record, now=call.now
    )
    call.batch.add(row)
    if not call.case.is_test:  # a test case shows what would leave
        call.batch.add(job(deliveries.SEND, call.town, due=call.now, delivery=str(row.pk)))
    return {"beleg": call.key}


@verb("number")
def number(call: Call) -> Mapping[str, Value]:
    """The next number of the town's own series; a test case takes it from a series of its own."""
    series = "test" if call.case.is_test else "number"
    return {"nummer": str(call.batch.number(f"{series}/{call.parameters['kreis']}"[:60]))}


@verb("payment")
def payment(call: Call) -> Mapping[str, Value]:
    """The person is asked to pay; `status` is offen. When it is paid, the case gets the message `zahlung`."""
    cents = payments.cents(call.parameters["betrag"])
    if cents is None:
        raise CallFailed("betrag")
    row = payments.wanted(
        call.town,
        call.case.adoption_id,
        cause=call.case.pk,
        key=call.key,
        serial=f"{call.case.number}{call.key.split(':')[1]}",
        amount_cents=cents,
        purpose=f"{call.parameters['zweck']} {call.case.number}",
        due_on=local_day(call.now) + PAYMENT_PERIOD,
        now=call.now,
    )
    call.batch.add(row)
    return {"status": "offen", "referenz": row.reference, "faellig": row.due_on}


@verb("withdraw_payment")
def withdraw_payment(call: Call) -> Mapping[str, Value]:
    """What the case asks for and nobody has paid is owed no more; `status` says what there was.

    A provider cannot be told to stop: it is asked again whether somebody was paying at that moment.
    """
    for row in payments.withdraw(call.town.pk, call.case.pk, call.key):
        if row.transaction:
            due = call.now + PAYS_ON_THE_WAY
            call.batch.add(job(payments.ASK, call.town, due=due, payment=str(row.pk), attempt=2))
    return {"status": payments.withdrawal_of(call.town.pk, call.case.pk, call.key)}
