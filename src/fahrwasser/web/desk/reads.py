"""The lists of the desk: what waits, next deadline first; all cases; the ones that are stuck."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.models import UnitMember
from fahrwasser.web.cases.fetching import not_fetched
from fahrwasser.web.cases.models import Case, Letter, Task
from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.tenants.pages import PAGE, page_by
from fahrwasser.web.ui.languages import page_language

from .inaction import inactive
from .special import visible_cases, visible_tasks
from .standing import SHOWN, Shown, with_standing
from .why import Sentence, reasons_of
from .words import CHANNELS


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
    reasons: tuple[Sentence, ...]
    waits_since: date | None
    """Since when the person waits who may go to court for it (§ 75 VwGO)."""


def tasks_for(by: Member, after: str = "") -> tuple[list[Line], str]:
    """Open tasks of the clerk's offices; and the key of the next page ("" = last one).

    What the town may be sued for comes first, then the next deadline. A task of no office is everybody's. At most 5
    queries.
    """
    units = UnitMember.objects.of(by.municipality).filter(membership__user=by.user_id).values("unit_id")
    rows = visible_tasks(by).filter(Q(unit=None) | Q(unit__in=units))
    rows = rows.select_related("case__adoption__release")
    rows = rows.defer("case__state", "case__facts", "case__adoption__release__content")
    first = inactive(by.municipality, rows, timezone.now())
    since = {task.pk: day for task, day in first}
    found, following = page_by(rows.exclude(pk__in=since), "due", after, newest_first=False)
    if not after:
        found = [*(task for task, _day in first), *found]
    why = reasons_of(by, found)
    return [_line(by, task, why.get(task.case_id, ()), since.get(task.pk)) for task in found], following


def _line(by: Member, task: Task, reasons: tuple[Sentence, ...], waits_since: date | None) -> Line:
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
        reasons=reasons,
        waits_since=waits_since,
    )


def due_words(due: date, today: date) -> str:
    """ "today", "in 3 days", "2 days late"."""
    days = (due - today).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days == -1:
        return _("1 day late")
    return _("in %(days)s days") % {"days": days} if days > 0 else _("%(days)s days late") % {"days": -days}


def done_without_hand(by: Member) -> int:
    """Cases decided today (the Bescheid has left) or ended today, in which nobody has or had to do anything; 1 query.

    Most cases stay open until the period for an objection is over; for people they are done with the letter.
    """
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    of_case = {"case": OuterRef("pk"), "municipality_id": OuterRef("municipality_id")}
    touched = Task.objects.filter(**of_case).filter(Q(done_by__isnull=False) | Q(done_at=None))
    decided = Letter.objects.of(by.municipality).filter(
        kind="bescheid", made_at__gte=start, document__kind="letter", document__made_at__gte=start
    )
    rows = Case.objects.of(by.municipality).filter(is_test=False)
    rows = rows.filter(Q(closed_at__gte=start) | Q(pk__in=decided.values("case_id")))
    return rows.exclude(Exists(touched)).count()


def stuck_for(by: Member) -> list[Case]:
    """Cases that cannot go on until somebody has looked, oldest first; 1 query."""
    rows = visible_cases(by).exclude(incident="").select_related("adoption__release")
    rows = rows.defer("state", "facts", "adoption__release__content")
    return list(rows.order_by("opened_at", "id")[:PAGE])


def unfetched_for(by: Member) -> list[Letter]:
    """Bescheide in the portal that nobody has opened in ten days, oldest first, with their case; 1 query."""
    rows = not_fetched(by.municipality, timezone.now()).filter(case__in=visible_cases(by).values("pk"))
    rows = rows.filter(case__is_test=False).select_related("case__adoption__release")
    return list(rows.defer("case__state", "case__facts", "case__adoption__release__content")[:PAGE])


def cases_newest(by: Member, search: str, shown: Shown = Shown.ALL, after: str = "") -> tuple[list[Case], str]:
    """Cases by day, newest first, and their standing; `search`: beginning of a number or of the name. 1 query."""
    rows = with_standing(visible_cases(by).filter(SHOWN[shown], is_test=False)).select_related("adoption__release")
    rows = rows.defer("state", "facts", "adoption__release__content")
    if search:
        rows = rows.filter(Q(number__startswith=search.upper()) | Q(person__istartswith=search))
    return page_by(rows, "opened_at", after, newest_first=True)


def title_of(case: Case) -> str:
    """The name of the service in the language of the page."""
    titles: Mapping[str, str] = case.adoption.release.manifest["title"]
    return titles[page_language()]


def node_name(case: Case, node: str) -> str:
    """What a step of the process is called; the id when the release does not know it."""
    graph = compiled(case.release_id).processes.get(case.process)
    if graph is None or node not in graph.index:
        return node
    german, english = graph.names[graph.index[node]]
    return (english if get_language() == "en" else german) or german or node
