"""Reads what this week's page shows: the situation, the time that is left, the colleague's task. At most 7 queries."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from fahrwasser.core.agenda.catalogue.projects import catalogue
from fahrwasser.core.agenda.catalogue.small_steps import steps_for
from fahrwasser.core.inventory import questions as core
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.models import Unit, UnitMember
from fahrwasser.web.agenda.models import Frame, Progress, StepDone, Version
from fahrwasser.web.agenda.quarters import HOURS_A_DAY, Calendar
from fahrwasser.web.agenda.reading import Plan, plan_of
from fahrwasser.web.agenda.situation import OpenProject, Situation, SmallTask, SystemNotice
from fahrwasser.web.agenda.standing import milestones
from fahrwasser.web.agenda.steps import NOTICE_AHEAD, SMALL
from fahrwasser.web.inventory.actions import own_link
from fahrwasser.web.inventory.models import Answer, Check, Errand, System
from fahrwasser.web.inventory.questions import value_of
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.templatetags.ui import number

SOON_QUARTERS = 1
LATER, DONE = "later", "done"
# The week has its own step for the mandate.
SAID_ALREADY = frozenset({"P01.1"})


@dataclass(frozen=True, slots=True)
class CheckState:
    """How far the quick check is; `url` empty when there is nothing to go on with."""

    url: str = ""
    words: str = ""
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """Days of own time until the end of the year."""

    days: str
    words: str


@dataclass(frozen=True, slots=True)
class Week:
    """Everything the page of this week is made from."""

    situation: Situation
    check: CheckState
    time: TimeLeft | None
    hours_per_week: Decimal | None
    plan: Plan | None


def read_week(town: Municipality, today: date) -> Week:
    """The town's situation today; 5 to 7 queries."""
    known = _known(town, today)
    frame = Frame.objects.of(town).first()
    version = Version.objects.of(town).current() if frame else None
    plan = plan_of(version) if version else None
    check, errand = _check(town)
    return Week(
        situation=Situation(
            today=today,
            town=town.name,
            notices=_notices(town, today),
            has_letter=known["has_letter"],
            has_mandate=known["has_mandate"],
            check_url=check.url,
            check_begun=check.total > 0,
            errand=errand,
            has_plan=plan is not None,
            has_confirmed_duties=bool(frame and frame.confirmed_duties),
            has_council_version=known["has_council"],
            has_resolution=known["has_resolution"],
            projects=_projects(plan, known, today) if plan else (),
            gone=frozenset(known["gone"]),
        ),
        check=check,
        time=_time(frame, plan, today) if frame else None,
        hours_per_week=frame.hours_per_week if frame else None,
        plan=plan,
    )


def _check(town: Municipality) -> tuple[CheckState, tuple[str, date, str] | None]:
    """How far the newest round is, and the oldest question that waits at a colleague; 1 to 3 queries."""
    check = Check.objects.of(town).select_related("question_set").order_by("-started_at", "id").first()
    if check is None:
        return CheckState(reverse("check"), _("The quick check takes about 15 minutes.")), None
    waiting = Errand.objects.waiting(town, timezone.now()).filter(check_round=check).reverse().first()
    errand = (waiting.office, timezone.localdate(waiting.sent_at), str(waiting.pk)) if waiting else None
    if check.finished_at is not None:
        return CheckState(), errand
    answers = {answer.question: answer.value for answer in Answer.objects.given(check)}
    done = core.progress(value_of(check.question_set), answers)
    words = _("Quick check, question %(position)s of %(total)s") % {"position": done.position, "total": done.total}
    return CheckState(reverse("check"), words, done.answered, done.total), errand


def _notices(town: Municipality, today: date) -> tuple[SystemNotice, ...]:
    due = System.objects.in_use(town).filter(notice_date__range=(today, today + NOTICE_AHEAD))
    return tuple(SystemNotice(str(s.pk), s.name, s.notice_date, s.contract_end) for s in due if s.notice_date)


def _known(town: Municipality, today: date) -> dict[str, Any]:
    """What is there already, and lists of keys: steps that are gone, projects that run or are closed; 1 query."""
    hidden = StepDone.objects.of(town).filter(~Q(state=LATER) | Q(until__gt=today))
    progress = Progress.objects.of(town)
    running, closed = Progress.State.RUNNING, (Progress.State.DONE, Progress.State.STOPPED)
    values = {
        **milestones(town),
        "done": ArraySubquery(hidden.filter(state=DONE).values("step")),
        "gone": ArraySubquery(hidden.values("step")),
        "running": ArraySubquery(progress.filter(state=running).values("project")),
        "closed": ArraySubquery(progress.filter(state__in=closed).values("project")),
    }
    return dict(Municipality.objects.filter(pk=town.pk).annotate(**values).values(*values).get())


def _projects(plan: Plan, known: dict[str, Any], today: date) -> tuple[OpenProject, ...]:
    """Running ones, then those of the plan that begin in this or the next quarter."""
    soon = max(1, plan.calendar.quarter_of(today)) + SOON_QUARTERS
    overdue = plan.overdue({*known["running"], *known["closed"]}, today)
    found = []
    for key, start in sorted(plan.schedule.items(), key=lambda item: (item[1], item[0])):
        running = key in known["running"]
        if running or (key not in known["closed"] and start <= soon):
            day = plan.calendar.starts_on(start)
            task = _small_task(key, known["done"])
            found.append(OpenProject(key, plan.title(key), day, running, task, is_overdue=key in overdue))
    return tuple(sorted(found, key=lambda project: not project.is_running))


def _small_task(planned: str, done: Collection[str]) -> SmallTask | None:
    """The first small step of the project that is not done, in the page's language; None when all are done."""
    language = get_language() or "de"
    for step in steps_for(catalogue(), planned):
        if step.id not in SAID_ALREADY and SMALL + step.id not in done:
            office = catalogue().offices[step.owner].in_language(language)
            owner = _("you") if step.owner == "navigator" else office
            title, ready = step.title.in_language(language), step.ready.in_language(language)
            return SmallTask(step.id, title, ready, step.minutes, owner)
    return None


def _time(frame: Frame, plan: Plan | None, today: date) -> TimeLeft:
    """Weeks until 31 December times the hours a week; promised = the plan's load of those weeks."""
    year_end = date(today.year, 12, 31)
    share = ((year_end - today).days + 1) / 7
    days = float(frame.hours_per_week) * share / HOURS_A_DAY
    hours = number(frame.hours_per_week, 1)
    calendar = Calendar(frame.first_quarter, frame.quarters)
    if plan is None or calendar.quarter_of(year_end) < 1:
        begin = _("%(hours)s hours a week. The plan begins with %(quarter)s; until then all of it is free.")
        return TimeLeft(number(days, 1), begin % {"hours": hours, "quarter": calendar.name(1)})
    load = sum(_load(plan, calendar, quarter, today, year_end) for quarter in range(1, calendar.quarters + 1))
    words = _("%(hours)s hours a week. Promised: %(promised)s days, free: %(free)s days.")
    values = {"hours": hours, "promised": number(load, 1), "free": number(max(0.0, days - load), 1)}
    return TimeLeft(number(days, 1), words % values)


def _load(plan: Plan, calendar: Calendar, quarter: int, today: date, year_end: date) -> float:
    """Planned days of one quarter that still fall between today and the end of the year."""
    first, last = calendar.starts_on(quarter), calendar.ends_on(quarter)
    left = (min(last, year_end) - max(first, today)).days + 1
    return plan.days_in(quarter) * max(0, left) / ((last - first).days + 1)


def task_of(member: Member) -> dict[str, Any] | None:
    """The oldest task that waits for one of the person's offices; 2 queries."""
    town = member.municipality
    own = UnitMember.objects.of(town).filter(membership__user_id=member.user_id, membership__revoked_at=None)
    units = Unit.objects.of(town).filter(Exists(own.filter(unit=OuterRef("pk"))))
    names = dict(units.values_list("pk", "name"))
    waiting = Errand.objects.waiting(town, timezone.now()).filter(Q(unit__in=names) | Q(office__in=names.values()))
    errand = waiting.reverse().first()
    if errand is None:
        return None
    url = reverse("errand", args=[own_link(errand)])
    return {"office": errand.office, "count": len(errand.questions), "note": errand.note, "url": url}


def _mandate_words(now: Situation) -> str:
    if now.has_mandate:
        return _("The Navigator has a mandate.")
    return _("The letter for the mandate is prepared.") if now.has_letter else _("The mandate is missing.")


def standing(week: Week) -> list[str]:
    """Where the town stands, in sentences, for the coach; no person, no age."""
    now = week.situation
    lines = [
        _mandate_words(now),
        _("The quick check is finished.") if not now.check_url else week.check.words,
    ]
    if week.plan is None:
        lines.append(_("There is no plan yet."))
    else:
        count = len(week.plan.schedule)
        words = ngettext("The plan has %(count)s project.", "The plan has %(count)s projects.", count)
        lines.append(words % {"count": count})
    if now.has_resolution:
        lines.append(_("The council has decided."))
    elif now.has_council_version:
        lines.append(_("The plan lies before the council."))
    return lines
