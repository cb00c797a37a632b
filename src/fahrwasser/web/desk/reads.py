"""What the desk shows: lists by deadline, and everything about one case."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fahrwasser.core.forms import Section, summary
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.models import UnitMember, User
from fahrwasser.web.cases.facts import parameter_values
from fahrwasser.web.cases.models import Case, Decision, Event, Letter, Notice, Payload, Task
from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.ports.models import Delivery

from .words import CHANNELS

PAGE = 50
SHOWN_EVENTS = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One task in the list: what, whose, why a person, until when."""

    task: Task
    case: Case
    service: str
    why: str
    channel: str
    due: str
    is_late: bool
    is_mine: bool


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


def tasks_for(by: Member, after: str = "") -> tuple[list[Line], str]:
    """Open tasks of the clerk's offices, the next deadline first; and the key of the next page ("" = last one).

    2 queries. A task of no office is everybody's.
    """
    units = UnitMember.objects.of(by.municipality).filter(membership__user=by.user_id).values("unit_id")
    rows = Task.objects.of(by.municipality).filter(done_at=None).filter(Q(unit=None) | Q(unit__in=units))
    rows = rows.select_related("case__adoption__release").defer("case__state", "case__adoption__release__content")
    start = _key(after)
    if start:
        due, key = start
        rows = rows.filter(Q(due__gt=due) | Q(due=due, id__gt=key))
    found = list(rows.order_by("due", "id")[: PAGE + 1])
    following = f"{found[PAGE - 1].due.isoformat()}_{found[PAGE - 1].pk}" if len(found) > PAGE else ""
    return [_line(by, task) for task in found[:PAGE]], following


def _key(after: str) -> tuple[datetime, uuid.UUID] | None:
    """The page key of an address; anything else begins at the first page."""
    due, _underscore, key = after.partition("_")
    try:
        return datetime.fromisoformat(due), uuid.UUID(key)
    except ValueError:
        return None


def _line(by: Member, task: Task) -> Line:
    case = task.case
    today, due = timezone.localdate(), timezone.localdate(task.due)
    return Line(
        task=task,
        case=case,
        service=title_of(case),
        why=node_name(case, task.node),
        channel=str(CHANNELS.get(case.channel, case.channel)),
        due=due_words(due, today),
        is_late=due < today,
        is_mine=task.claimed_by == by.user_id,
    )


def due_words(due: date, today: date) -> str:
    """ "today", "in 3 days", "since 2 days"."""
    days = (due - today).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return _("in %(days)s days") % {"days": days} if days > 0 else _("%(days)s days late") % {"days": -days}


def done_without_hand(by: Member) -> int:
    """Cases that ended today without anybody touching them; 1 query."""
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    touched = Task.objects.filter(
        case=OuterRef("pk"), municipality_id=OuterRef("municipality_id"), done_by__isnull=False
    )
    rows = Case.objects.of(by.municipality).filter(closed_at__gte=start, is_test=False)
    return rows.exclude(Exists(touched)).count()


def title_of(case: Case) -> str:
    """The name of the service in the language of the page."""
    titles: Mapping[str, str] = case.adoption.release.manifest["title"]
    return titles["en" if get_language() == "en" else "de"]


def node_name(case: Case, node: str) -> str:
    """What a step of the process is called; the id when the release does not know it."""
    graph = compiled(case.release_id).processes.get(case.process)
    if graph is None or node not in graph.index:
        return node
    german, english = graph.names[graph.index[node]]
    return (english if get_language() == "en" else german) or german or node


def answers_of(case: Case) -> tuple[Section, ...]:
    """What was applied for, in words; nothing for a case without application."""
    answers = case.facts.get("antrag")
    if answers is None:
        return ()
    known = {"parameter": parameter_values(case.parameters_id, case.release_id)}
    form = compiled(case.release_id).form
    return summary(form, answers, get_language() or "de", now=case.opened_at, known=known)


def rules_of(case: Case) -> list[Rule]:
    """Decisions in the order they were made; 2 queries."""
    town = case.municipality_id
    decisions = list(Decision.objects.of(town).filter(case=case).order_by("sequence"))
    events = Event.objects.of(town).filter(case=case, sequence__in=[found.sequence for found in decisions])
    kept = {
        payload.event.sequence: payload.data
        for payload in Payload.objects.of(town).filter(event__in=events).select_related("event")
    }
    return [_rule(decision, kept.get(decision.sequence) or {}) for decision in decisions]


def _rule(decision: Decision, kept: Mapping[str, Any]) -> Rule:
    said = [str(text) for fired in decision.rules for text in fired.get("annotations", ()) if text]
    return Rule(
        decision.decision,
        decision.outcome,
        decision.level,
        decision.norm,
        tuple(said) or tuple(rule for fired in decision.rules for rule in fired.get("rules", ())),
        tuple((name, _short(value)) for name, value in (kept.get("inputs") or {}).items()),
        tuple(_(reason["msgid"]) % reason["values"] for reason in kept.get("reasons", ())),
    )


def _short(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_short(inner)}" for key, inner in value.items() if inner not in (None, "", {}, []))
    if isinstance(value, list):
        return ", ".join(_short(inner) for inner in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "–" if value is None else str(value)


def history_of(case: Case) -> list[Happened]:
    """The latest events, newest first; 2 queries."""
    rows = list(Event.objects.of(case.municipality_id).filter(case=case).order_by("-sequence")[:SHOWN_EVENTS])
    people = {row.actor for row in rows if len(row.actor) == 36}
    names = {str(person.pk): person.name for person in User.objects.filter(pk__in=people)}
    who = {"citizen": _("the applicant"), "system": _("the system")}
    return [
        Happened(row.completed_at, node_name(case, row.activity), names.get(row.actor) or who.get(row.actor, row.actor))
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Paper:
    """Letters, messages and hand-overs of a case, newest first."""

    letters: tuple[Letter, ...]
    notices: tuple[Notice, ...]
    deliveries: tuple[Delivery, ...]


def papers_of(case: Case) -> Paper:
    """3 queries; the bytes stay in the database."""
    town = case.municipality_id
    letters = Letter.objects.of(town).filter(case=case).select_related("document").defer("document__content")
    return Paper(
        tuple(letters.order_by("-made_at", "id")),
        tuple(Notice.objects.of(town).filter(case=case).order_by("-made_at", "id")),
        tuple(Delivery.objects.of(town).filter(cause=case.pk).order_by("-made_at", "id")),
    )


def cases_newest(by: Member, search: str, after: str = "") -> tuple[list[Case], str]:
    """All cases by day, newest first; `search`: beginning of a number or of the person's name. 1 query."""
    rows = Case.objects.of(by.municipality).filter(is_test=False).select_related("adoption__release")
    rows = rows.defer("state", "facts", "adoption__release__content")
    if search:
        rows = rows.filter(Q(number__startswith=search) | Q(person__istartswith=search))
    start = _key(after)
    if start:
        opened, key = start
        rows = rows.filter(Q(opened_at__lt=opened) | Q(opened_at=opened, id__lt=key))
    found = list(rows.order_by("-opened_at", "-id")[: PAGE + 1])
    following = f"{found[PAGE - 1].opened_at.isoformat()}_{found[PAGE - 1].pk}" if len(found) > PAGE else ""
    return found[:PAGE], following
