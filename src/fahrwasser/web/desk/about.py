"""One case as the desk shows it: answers, rules that fired and why, papers, history."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fahrwasser.core.forms import Section, summary
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.models import User
from fahrwasser.web.cases.facts import parameter_values
from fahrwasser.web.cases.models import Case, Decision, Event, Letter, Notice, Payload
from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.ports.models import Delivery, Payment
from fahrwasser.web.records.models import Document

from .reads import node_name
from .special import gives_away, neutral, sees_special
from .words import ACTS, LEVELS, outcome_words, value_name

SHOWN_EVENTS = 200
LONGEST_VALUE = 300


@dataclass(frozen=True, slots=True)
class Rule:
    """One decision of the machine: outcome, level and norm, the rules that fired in words, and what lowered it."""

    decision: str
    outcome: str
    level: str
    norm: str
    said: tuple[str, ...]
    inputs: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history."""

    at: datetime
    what: str
    who: str


@dataclass(frozen=True, slots=True)
class Papers:
    """Letters, messages, hand-overs, payments and uploads of a case, newest first."""

    letters: tuple[Letter, ...]
    notices: tuple[Notice, ...]
    deliveries: tuple[Delivery, ...]
    payments: tuple[Payment, ...]
    uploads: tuple[Document, ...]


def answers_of(case: Case) -> tuple[Section, ...]:
    """What was applied for, in words; nothing for a case without application."""
    answers = case.facts.get("antrag")
    if answers is None:
        return ()
    known = {"parameter": parameter_values(case.parameters_id, case.release_id)}
    form = compiled(case.release_id).form
    return summary(form, answers, get_language() or "de", now=case.opened_at, known=known)


def rules_of(by: Member, case: Case) -> list[Rule]:
    """Decisions in the order they were made; 2 queries."""
    town = case.municipality_id
    decisions = list(Decision.objects.of(town).filter(case=case).order_by("sequence"))
    sequences = [found.sequence for found in decisions]
    rows = Payload.objects.of(town).filter(event__case=case, event__sequence__in=sequences)
    kept = dict(rows.values_list("event__sequence", "data"))
    shown = _as_it_is if sees_special(by) else neutral
    return [_rule(case, decision, shown(kept.get(decision.sequence) or {})) for decision in decisions]


def _as_it_is(value: Any) -> Any:
    return value


def _rule(case: Case, decision: Decision, kept: Mapping[str, Any]) -> Rule:
    said = [str(text) for fired in decision.rules for text in fired.get("annotations", ()) if text]
    names = [name for fired in decision.rules for name in fired.get("rules", ())]
    inputs = ((value_name(name), _short(value)) for name, value in (kept.get("inputs") or {}).items())
    return Rule(
        _decision_name(case, decision.decision),
        outcome_words(decision.outcome) if decision.outcome else "",
        str(LEVELS.get(decision.level, decision.level)),
        decision.norm,
        tuple(dict.fromkeys(said)) or tuple(names),
        tuple((name, value) for name, value in inputs if value not in ("", "–")),
        tuple(_reason(**found) for found in kept.get("reasons", ()) if not gives_away(found["msgid"])),
    )


def _reason(msgid: str, values: Mapping[str, Any]) -> str:
    return _(msgid) % values


def _decision_name(case: Case, decision: str) -> str:
    """The task of the process that asks for the decision says what it is called."""
    graph = compiled(case.release_id).processes.get(case.process)
    if graph is not None:
        for node in graph.nodes:
            if graph.work_of(node).decision == decision:
                return node_name(case, node)
    return value_name(decision)


def _short(value: Any) -> str:
    if isinstance(value, Mapping):
        found = ", ".join(
            f"{value_name(key)}: {_short(inner)}"
            for key, inner in value.items()
            if inner not in (None, "", {}, [], False)
        )
    elif isinstance(value, list):
        found = ", ".join(_short(inner) for inner in value)
    elif isinstance(value, bool):
        found = _("yes") if value else _("no")
    else:
        found = "–" if value is None else str(value)
    return found if len(found) <= LONGEST_VALUE else f"{found[:LONGEST_VALUE]} …"


def history_of(case: Case) -> list[Happened]:
    """The latest events, newest first; 2 queries."""
    rows = list(Event.objects.of(case.municipality_id).filter(case=case).order_by("-sequence")[:SHOWN_EVENTS])
    people = {row.actor for row in rows if len(row.actor) == 36}
    names = {str(person.pk): person.name for person in User.objects.filter(pk__in=people)} if people else {}
    who = {"citizen": _("the applicant"), "system": _("the system")}
    return [
        Happened(
            row.completed_at,
            str(ACTS[row.activity]) if row.activity in ACTS else node_name(case, row.activity),
            names.get(row.actor) or who.get(row.actor, row.actor),
        )
        for row in rows
    ]


def papers_of(case: Case) -> Papers:
    """5 queries; the bytes stay in the database."""
    town = case.municipality_id
    letters = Letter.objects.of(town).filter(case=case).select_related("document").defer("document__content")
    return Papers(
        tuple(letters.order_by("-made_at", "id")),
        tuple(Notice.objects.of(town).filter(case=case).order_by("-made_at", "id")),
        tuple(Delivery.objects.of(town).filter(cause=case.pk).order_by("-made_at", "id")),
        tuple(Payment.objects.of(town).filter(cause=case.pk).order_by("-made_at", "id")),
        tuple(uploads_of(case)),
    )


def uploads_of(case: Case) -> list[Document]:
    """What came with the application or with an answer; 1 query."""
    refs = [f"upload:{ref}" for ref in _refs(case.facts)] + [f"case:{case.pk}"]
    rows = Document.objects.of(case.municipality_id).filter(kind="upload", subject__in=refs)
    return list(rows.newest_first())


def document_of(case: Case, key: uuid.UUID) -> Document | None:
    """A letter or an upload of this case, with its bytes; None for any other document. 2 queries."""
    town = case.municipality_id
    is_letter = Letter.objects.of(town).filter(case=case, document_id=key).exists()
    if not is_letter and key not in {upload.pk for upload in uploads_of(case)}:
        return None
    return Document.objects.of(town).filter(pk=key).first()


def corrections_for(case: Case) -> str:
    """The kind of event that corrects a Bescheid of this service; "" when it knows none."""
    events = {trigger.subscription.event for trigger in compiled(case.release_id).triggers}
    return "notice.correct" if "notice.correct" in events else ""


def _refs(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [str(value["ref"])] if "ref" in value and "sha512" in value else []
        return own + [ref for inner in value.values() for ref in _refs(inner)]
    return [ref for inner in value for ref in _refs(inner)] if isinstance(value, list) else []
