"""Colleagues: what is in it for them, what they say about it, what they learn before it starts."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fahrwasser.core.agenda.catalogue.projects import base_of
from fahrwasser.core.agenda.colleagues import trainings_for
from fahrwasser.web.accounts.access import Member, needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda.actions import colleagues as actions
from fahrwasser.web.agenda.colleague_screens import (
    KIND_NAMES,
    PACKAGE,
    PROJECT,
    STATE_NAMES,
    AnswerScreen,
    VoiceScreen,
)
from fahrwasser.web.agenda.gains import current_plan_of, eased_services, lessons, offices_of, touching
from fahrwasser.web.agenda.gains import gains as gains_of
from fahrwasser.web.agenda.models import Voice
from fahrwasser.web.agenda.names import name_of, project_title
from fahrwasser.web.agenda.reading import Plan
from fahrwasser.web.agenda.views.common import by
from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.tenants.pages import page_by
from fahrwasser.web.tenants.turns import turn
from fahrwasser.web.ui.languages import page_language
from fahrwasser.web.ui.seen import SEEN


@needs(Right.RECORD_OWN)
@require_GET
def gains(request: HttpRequest) -> HttpResponse:
    """What each project of the plan changes for the person's offices; all of them for the Navigator."""
    member = by(request)
    offices, plan = offices_of(member), current_plan_of(member.municipality)
    services = eased_services(member.municipality) if plan else {}
    found = gains_of(plan, touching(plan, offices, services), services) if plan else []
    page = {"gains": found, "offices": offices, "has_plan": plan is not None}
    return render(request, "agenda/gains.html", page)


@needs(Right.RECORD_OWN)
@require_GET
def voices(request: HttpRequest) -> HttpResponse:
    """All voices for the Navigator, the own ones for everybody else."""
    member = by(request)
    is_navigator = member.may(Right.PLAN)
    rows = Voice.objects.of_town(member.municipality)
    if not is_navigator:
        rows = rows.filter(made_by=member.user_id)
    shown, following = page_by(rows, "made_at", request.GET.get("ab", ""), newest_first=True)
    plan = current_plan_of(member.municipality)
    names = _packages(member)
    page = {"following": following, "is_navigator": is_navigator, "lines": [_line(row, plan, names) for row in shown]}
    return render(request, "agenda/voices.html", page)


@needs(Right.RECORD_OWN)
def voice_new(request: HttpRequest) -> HttpResponse:
    """One voice about a project or a package."""
    member = by(request)
    about = _abouts(member)
    first = {"about": request.GET.get("ueber", "")}
    screen = VoiceScreen(request.POST or None, about=about, initial=first)
    if request.method == "POST" and screen.is_valid():
        actions.say(member, screen.said())
        messages.success(
            request, _("Thank you. Your Digital-Navigator sees it this week, and you see the answer here.")
        )
        return redirect("agenda_voices")
    wrong = screen.is_bound
    page = {"form": screen, "has_about": bool(about), "page_error": wrong}
    return render(request, "agenda/voice_new.html", page, status=422 if wrong else 200)


@needs(Right.RECORD_OWN)
def voice(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One voice, to be noted or answered: by the town's own Navigator, not by a coach's mandate to plan."""
    turn(request, f"voice:{key}")
    member = by(request)
    member.require(Right.PLAN)
    row = get_object_or_404(Voice.objects.of_town(member.municipality), pk=key)
    if request.method == "POST" and "read" in request.POST:
        actions.read_voice(member, key)
        messages.success(request, _("Noted. The colleague sees that you have read it."))
        if not request.POST.get("answer", "").strip():
            return redirect("agenda_voices")
        row.refresh_from_db()
        screen = _answer_begun(row, request.POST["answer"])
    else:
        screen = AnswerScreen(request.POST or None, initial={"answer": row.answer})
    if screen.is_bound and screen.is_valid():
        actions.answer_voice(member, key, screen.cleaned_data["answer"])
        messages.success(request, _("Answered. The colleague sees it on the own page."))
        return redirect("agenda_voices")
    wrong = screen.is_bound
    page = {"form": screen, "page_error": wrong, "is_new": row.state == Voice.State.NEW}
    page["line"] = _line(row, current_plan_of(member.municipality), _packages(member))
    return render(request, "agenda/voice.html", page, status=422 if wrong else 200)


def _answer_begun(row: Voice, text: str) -> AnswerScreen:
    """Not sent, but typed already: it stands there still."""
    stored = AnswerScreen(initial={"answer": row.answer})
    return AnswerScreen(initial={"answer": text, SEEN: stored.mark()})


@needs(Right.RECORD_OWN)
@require_GET
def trainings(request: HttpRequest) -> HttpResponse:
    """What is needed before which project goes live."""
    member = by(request)
    town = member.municipality
    offices, plan = offices_of(member), current_plan_of(town)
    found = []
    if plan:
        projects = touching(plan, offices, {} if offices.sees_all else eased_services(town))
        found = lessons(town, plan, projects, timezone.localdate())
    open_ones = sum(not lesson.is_done for lesson in found)
    page = {"lessons": found, "open": open_ones, "offices": offices, "has_plan": plan is not None}
    return render(request, "agenda/trainings.html", page)


@needs(Right.RECORD_OWN)
@require_POST
def training_mark(request: HttpRequest) -> HttpResponse:
    """Done, or open again."""
    member = by(request)
    project, training = request.POST.get("project", ""), request.POST.get("training", "")
    plan = current_plan_of(member.municipality)
    known = plan is not None and project in plan.schedule
    if not known or training not in {one.id for one in trainings_for(project)}:
        raise Http404
    done = "done" in request.POST
    actions.mark_training(member, project, training, done=done)
    messages.success(request, _("The training is marked as done.") if done else _("The training is open again."))
    return redirect("agenda_trainings")


def _packages(member: Member) -> dict[str, str]:
    """Service packages of the town by name; 1 query."""
    rows = Adoption.objects.of(member.municipality).order_by("slug")
    language = page_language()
    return {key: titles[language] for key, titles in rows.values_list("package", "release__manifest__title")}


def _abouts(member: Member) -> list[tuple[str, str]]:
    offices, plan = offices_of(member), current_plan_of(member.municipality)
    found = []
    if plan:
        services = {} if offices.sees_all else eased_services(member.municipality)
        first = touching(plan, offices, services)
        others = [project for project in plan.in_order() if project not in first]
        found = [(PROJECT + project, plan.title(project)) for project in [*first, *others]]
    return found + [(PACKAGE + package, title) for package, title in _packages(member).items()]


def _line(row: Voice, plan: Plan | None, packages: dict[str, str]) -> dict[str, Any]:
    about = packages.get(row.package, row.package)
    if row.project:
        about = name_of(plan, row.project) if plan else project_title(base_of(row.project))
    return {
        "pk": row.pk,
        "about": about,
        "office": row.unit.name if row.unit else _("no office named"),
        "kind": KIND_NAMES[Voice.Kind(row.kind)],
        "hinders": row.kind == Voice.Kind.HINDERS,
        "text": row.text,
        "made_at": row.made_at,
        "state": STATE_NAMES[Voice.State(row.state)],
        "is_new": row.state == Voice.State.NEW,
        "answer": row.answer,
        "passed_on": row.passed_on_at,
        "package": row.package,
    }
