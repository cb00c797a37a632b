"""Papers of a case: letters, uploads, and what went to and fro (messages, hand-overs, payments)."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, DateTimeField, F, IntegerField, TextField, Value
from django.db.models.functions import Cast

from fahrwasser.core.forms import Section, summary
from fahrwasser.web.cases.facts import town_values
from fahrwasser.web.cases.filing import upload_refs
from fahrwasser.web.cases.models import Case, Letter, Notice
from fahrwasser.web.catalogue.connections import port_label
from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.ports.models import Delivery, Payment
from fahrwasser.web.records.models import Document

from .words import DELIVERY, PAYMENT

NOTICE, DELIVERED, PAID = "notice", "delivery", "payment"
CORRECTION = "notice.correct"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that went out: `title` is a subject, a port or a reference; `text` only of messages."""

    kind: str
    id: uuid.UUID
    at: datetime
    title: str
    text: str
    state: str
    answered_at: datetime | None
    cents: int | None

    @property
    def title_words(self) -> str:
        """The title for people; a port has a name of its own."""
        return port_label(self.title) if self.kind == DELIVERED else self.title

    @property
    def state_words(self) -> str:
        """The state for people."""
        words = PAYMENT if self.kind == PAID else DELIVERY
        return str(words.get(self.state, self.state))

    @property
    def is_unclear(self) -> bool:
        """A payment that a person has to look at."""
        return self.kind == PAID and self.state == Payment.State.MISMATCHED

    @property
    def may_be_resent(self) -> bool:
        """A hand-over that has not arrived."""
        return self.kind == DELIVERED and self.state in (Delivery.State.SENT, Delivery.State.REJECTED)


def answers_of(case: Case, language: str) -> tuple[Section, ...]:
    """What was applied for, in words; nothing for a case without application. No query."""
    answers = case.facts.get("antrag")
    if answers is None:
        return ()
    known = {"parameter": town_values(case)}
    return summary(compiled(case.release_id).form, answers, language, now=case.opened_at, known=known)


def letters_of(case: Case) -> list[Letter]:
    """Newest first, without their bytes; 1 query."""
    rows = Letter.objects.of(case.municipality_id).filter(case=case).select_related("document")
    return list(rows.defer("document__content").order_by("-made_at", "id"))


def items_of(case: Case) -> dict[str, list[Item]]:
    """Messages, hand-overs and payments by kind, newest first; 1 query."""
    town = case.municipality_id
    notices = Notice.objects.of(town).filter(case=case)
    deliveries = Delivery.objects.of(town).filter(cause=case.pk)
    payments = Payment.objects.of(town).filter(cause=case.pk)
    rows = _columns(notices, NOTICE, F("subject"), text=Cast("text", TextField())).union(
        _columns(deliveries, DELIVERED, F("port"), state=F("state"), answered_at=F("answered_at")),
        _columns(payments, PAID, F("reference"), state=F("state"), cents=F("amount_cents")),
        all=True,
    )
    found: dict[str, list[Item]] = {NOTICE: [], DELIVERED: [], PAID: []}
    for row in rows.order_by("-i_at"):
        item = Item(*row)
        found[item.kind].append(item)
    return found


def _columns(rows: Any, kind: str, title: Any, **more: Any) -> Any:
    """The same columns of every table, in the order of `Item`."""
    columns = {
        "i_kind": Value(kind, CharField()),
        "i_id": F("id"),
        "i_at": F("made_at"),
        "i_title": Cast(title, TextField()),
        "i_text": more.get("text", Value("", TextField())),
        "i_state": Cast(more.get("state", Value("")), TextField()),
        "i_answered": more.get("answered_at", Cast(Value(None), DateTimeField())),
        "i_cents": Cast(more.get("cents", Value(None)), IntegerField()),
    }
    return rows.order_by().annotate(**columns).values_list(*columns)


def uploads_of(case: Case) -> list[Document]:
    """What came with the application or with an answer, newest first; 1 query."""
    refs = [f"upload:{ref}" for ref in upload_refs(case.facts)] + [f"case:{case.pk}"]
    rows = Document.objects.of(case.municipality_id).filter(kind="upload", subject__in=refs)
    return list(rows.newest_first())


def document_of(case: Case, key: uuid.UUID) -> Document | None:
    """A letter or an upload of this case, with its bytes; None for any other document. At most 3 queries."""
    town = case.municipality_id
    is_letter = Letter.objects.of(town).filter(case=case, document_id=key).exists()
    if not is_letter and key not in {upload.pk for upload in uploads_of(case)}:
        return None
    return Document.objects.of(town).filter(pk=key).first()


def correction_for(case: Case) -> str:
    """The kind of event that corrects a Bescheid of this service; "" when it knows none. No query."""
    events = {trigger.subscription.event for trigger in compiled(case.release_id).triggers}
    return CORRECTION if CORRECTION in events else ""
