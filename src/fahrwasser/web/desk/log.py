"""The events of a case with the decisions that were made in them: one query for history and rules alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.models import User
from fahrwasser.web.cases.models import Case, Decision, Event, Payload
from fahrwasser.web.catalogue.releases import compiled

from .reads import node_name
from .special import gives_away, neutral, sees_special
from .why import Sentence, sentences, spoken
from .words import ACTS, LEVELS, OUTCOMES, REASONED, outcome_words, value_name

SHOWN_EVENTS = 200
LONGEST_VALUE = 300
UUID_LENGTH = 36


@dataclass(frozen=True, slots=True)
class Rule:
    """One decision of the machine: outcome, level and norm, the rules that fired in words, and what lowered it.

    `because`: the reasons the decision itself gives, in whole sentences. `value`: what it has found, for decisions
    that are no more than a value (a zone, a fee) and have no outcome in words.
    """

    decision: str
    outcome: str
    level: str
    norm: str
    said: tuple[Sentence, ...]
    inputs: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]
    because: tuple[Sentence, ...]
    value: str


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history."""

    at: datetime
    what: str
    who: str
    why: str = ""


def log_of(case: Case, *, decisions_only: bool = False) -> list[Event]:
    """The latest events and all in which something was decided, newest first; 1 query.

    Each has `made` (the decision as dict, or None) and `kept` (its payload, for decisions and acts with a reason).
    """
    town = case.municipality_id
    decisions = Decision.objects.of(town).filter(case=case, sequence=OuterRef("sequence"))
    fields = JSONObject(decision="decision", outcome="outcome", level="level", norm="norm", rules="rules")
    is_decision = Exists(Decision.objects.of(town).filter(case=case, sequence=OuterRef("event__sequence")))
    payloads = Payload.objects.of(town).filter(event=OuterRef("pk"))
    payloads = payloads.filter(is_decision | Q(event__activity__in=REASONED))
    wanted = Q(Exists(decisions))
    if not decisions_only:
        wanted |= Q(sequence__gt=case.sequence - SHOWN_EVENTS)
    rows = Event.objects.of(town).filter(case=case).filter(wanted)
    told = rows.annotate(made=Subquery(decisions.values(found=fields)[:1]), kept=Subquery(payloads.values("data")[:1]))
    return list(told.order_by("-sequence"))


def rules_of(by: Member, case: Case, log: Sequence[Event]) -> list[Rule]:
    """Decisions in the order they were made, without those that only put a letter together; no query."""
    shown = _as_it_is if sees_special(by) else neutral
    made = [(row.made, shown(row.kept or {})) for row in reversed(log) if row.made]  # type: ignore[attr-defined]
    return [_rule(case, decision, kept) for decision, kept in made if not _is_letter(kept.get("value"))]


def history_of(case: Case, log: Sequence[Event]) -> list[Happened]:
    """Newest first; 1 query when people have acted."""
    people = {row.actor for row in log if len(row.actor) == UUID_LENGTH}
    names = {str(person.pk): person.name for person in User.objects.filter(pk__in=people)} if people else {}
    who = {"citizen": _("the applicant"), "system": _("the system"), "register": _("the register")}
    lines = []
    for row in log[:SHOWN_EVENTS]:
        at = row.completed_at
        lines += [Happened(at, node_name(case, node), who["system"]) for node in reversed(row.passed.split())]
        what = str(ACTS[row.activity]) if row.activity in ACTS else node_name(case, row.activity)
        why = str((row.kept or {}).get("grund", "")) if row.activity in REASONED else ""  # type: ignore[attr-defined]
        lines.append(Happened(at, what, names.get(row.actor) or who.get(row.actor, row.actor), why))
    return lines


def _as_it_is(value: Any) -> Any:
    return value


def _is_letter(value: Any) -> bool:
    """What goes into a letter: it stands among the letters of the case, with everything that was put into it."""
    return isinstance(value, Mapping) and {"art", "titel"} <= value.keys()


def _rule(case: Case, made: Mapping[str, Any], kept: Mapping[str, Any]) -> Rule:
    said = [str(text) for fired in made["rules"] for text in fired.get("annotations", ()) if text]
    names = [name for fired in made["rules"] for name in fired.get("rules", ())]
    inputs = ((value_name(name), _short(value)) for name, value in (kept.get("inputs") or {}).items())
    because = sentences(kept.get("value"))
    outcome = outcome_words(made["outcome"]) if made["outcome"] and (made["outcome"] in OUTCOMES or not because) else ""
    return Rule(
        _decision_name(case, made["decision"]),
        outcome,
        str(LEVELS.get(made["level"], made["level"])),
        made["norm"],
        spoken(case.release_id, dict.fromkeys(said or names)),
        tuple((name, value) for name, value in inputs if value not in ("", "–")),
        tuple(_reason(**found) for found in kept.get("reasons", ()) if not gives_away(found["msgid"])),
        spoken(case.release_id, because),
        "" if outcome or because else _short(kept.get("value")),
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
    """In one line, without what is empty or false."""
    if isinstance(value, Mapping):
        full = {name: inner for name, inner in value.items() if inner not in (None, "", {}, [], False)}
        found = ", ".join(f"{value_name(name)}: {_short(inner)}" for name, inner in full.items())
    elif isinstance(value, list):
        found = ", ".join(_short(inner) for inner in value)
    elif isinstance(value, bool):
        found = _("yes") if value else _("no")
    else:
        found = "–" if value is None else str(value)
    return found if len(found) <= LONGEST_VALUE else f"{found[:LONGEST_VALUE]} …"
