"""Diese Woche: the Navigator's steps, the head's page, the colleague's task, the coach's summary."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from fahrwasser.web.accounts.access import Member, needs
from fahrwasser.web.accounts.roles import Right, Role
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.gains import current_plan_of, eased_services, gains, offices_of, touching
from fahrwasser.web.agenda.models import Voice
from fahrwasser.web.agenda.steps import next_steps
from fahrwasser.web.agenda.views.common import by
from fahrwasser.web.agenda.views.head import head_page
from fahrwasser.web.agenda.week import read_week, standing, task_of
from fahrwasser.web.ui.templatetags.ui import number

NEXT_GAINS = 3


@needs()
def week(request: HttpRequest) -> HttpResponse:
    """The town's home page for its members, by role; ≤ 12 queries."""
    member = by(request)
    if member.may(Right.PLAN):
        return _navigator(request, member)
    if Role.HEAD in member.roles:
        return head_page(request)
    if Role.LOTSE in member.roles:
        return _lotse(request, member)
    task = task_of(member)
    heading = _("Five minutes for your town hall") if task else _("Nothing to do at the moment")
    page: dict[str, Any] = {"heading": heading, "task": task, **_for_colleagues(member)}
    return render(request, "agenda/colleague.html", page)


def _for_colleagues(member: Member) -> dict[str, Any]:
    """The next changes for the person's offices; 5 queries, none for who may not see the plan."""
    if not member.may(Right.RECORD_OWN):
        return {}
    plan = current_plan_of(member.municipality)
    if plan is None:
        return {"is_colleague": True}
    offices, services = offices_of(member), eased_services(member.municipality)
    return {"is_colleague": True, "gains": gains(plan, touching(plan, offices, services)[:NEXT_GAINS], services)}


def _navigator(request: HttpRequest, member: Member) -> HttpResponse:
    found = read_week(member.municipality, timezone.localdate())
    steps = next_steps(found.situation)
    page: dict[str, Any] = {"steps": steps, "check": found.check, "time": found.time}
    if member.may(Right.RECORD_OWN):  # not by a coach's mandate to plan
        page |= {"hears_colleagues": True, "voices": Voice.objects.unread(member.municipality).count()}
    count = len(steps)
    page["heading"] = ngettext("This week: one step", "This week: %(count)s steps", count) % {"count": _word(count)}
    values = {"minutes": sum(step.minutes for step in steps), "hours": number(found.hours_per_week, 1)}
    page["lead"] = _("Together about %(minutes)s minutes.") % values
    if found.hours_per_week:
        words = _("Together about %(minutes)s minutes. You have %(hours)s hours a week for digitalisation.")
        page["lead"] = words % values
    if not steps:
        page["heading"], page["lead"] = _("This week: nothing is open"), _("You can go on recording or planning.")
    return render(request, "agenda/week.html", page)


def _lotse(request: HttpRequest, member: Member) -> HttpResponse:
    found = read_week(member.municipality, timezone.localdate())
    lead = _("You accompany this town. You see the plan and the next steps; you change nothing here.")
    page = {
        "heading": _("How %(town)s gets on") % {"town": member.municipality.name},
        "lead": lead,
        "steps": next_steps(found.situation),
        "standing": standing(found),
    }
    return render(request, "agenda/lotse.html", page)


@require_POST
@needs(Right.PLAN)
def step(request: HttpRequest) -> HttpResponse:
    """A step is done, or comes back next week."""
    key = request.POST.get("step", "")[:80]
    if key and request.POST.get("state") == "done":
        actions.finish_step(by(request), key)
        messages.success(request, _("Done. The next step has moved up."))
    elif key:
        actions.put_off_step(by(request), key, timezone.localdate())
        messages.success(request, _("The step comes back next week."))
    return redirect("home")


def _word(count: int) -> str:
    return {1: _("one"), 2: _("two"), 3: _("three")}.get(count, str(count))
