"""The town's page of coaching: where it stands, what it releases, appointments and questions."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.web.accounts.access import asking, needs
from fahrwasser.web.accounts.roles import Right, Role
from fahrwasser.web.tenants.turns import turn

from ..actions import coaching as actions
from ..facts import open_phase
from ..reads import coaching_of, visit_of
from ..screens import (
    AnswerScreen,
    AppointmentScreen,
    ObstacleScreen,
    QuestionScreen,
    ShareScreen,
    StuckScreen,
    TargetScreen,
)
from ..sharing import COACH, NETWORK

PHASE = "coaching"


@dataclass(frozen=True, slots=True)
class Unsent:
    """A coach's answer that was not taken: nothing typed is lost. `is_late`: somebody else was faster."""

    key: uuid.UUID
    text: str
    error: str
    is_late: bool = False


@needs(Right.SEE_PLAN)
def coaching(request: HttpRequest, *, unsent: Unsent | None = None, **screens: Any) -> HttpResponse:
    """The page; a form that is not valid comes back in it with 422."""
    by = asking(request)
    found = coaching_of(by.municipality, timezone.now())
    is_town = bool(by.roles & {Role.NAVIGATOR, Role.HEAD})
    forms = {
        "share_coach": _share_screen(COACH, found.shared[COACH]),
        "share_network": _share_screen(NETWORK, found.shared[NETWORK]),
        "stuck": StuckScreen(initial={"reason": found.stuck_reason, "note": found.stuck_note}),
        "obstacle": ObstacleScreen(),
        "target": TargetScreen(initial={"day": found.target_on}),
        "appointment": AppointmentScreen(),
        "question": QuestionScreen(),
        **screens,
    }
    page = {
        "coaching": found,
        **{f"{name}_form": form for name, form in forms.items()},
        "unsent": unsent,
        "is_own": by.is_own,
        "is_town": is_town,
        "is_coach": Role.LOTSE in by.roles,
        "may_say": is_town or Role.LOTSE in by.roles,
        "may_plan": by.may(Right.PLAN),
        "may_record": by.may(Right.RECORD),
        "page_error": unsent is not None or any(form.errors for form in forms.values()),
    }
    return render(request, "programme/coaching.html", page, status=422 if page["page_error"] else 200)


@needs(Right.SEE_PLAN)
def visit(request: HttpRequest) -> HttpResponse:
    """One page to print before town and coach meet."""
    return render(request, "programme/visit.html", {"visit": visit_of(asking(request).municipality, timezone.now())})


@require_POST
@needs(Right.SEE_PLAN)
def share(request: HttpRequest, audience: str) -> HttpResponse:
    """The parts released to one audience are replaced."""
    if audience not in (COACH, NETWORK):
        raise Http404
    screen = ShareScreen(request.POST, audience=audience)
    if not screen.is_valid():
        return coaching(request, **{f"share_{audience}": screen})
    seen = screen.cleaned_data["seen"].split()
    try:
        actions.share(asking(request), audience, screen.cleaned_data["parts"], timezone.now(), seen=seen)
    except actions.ReleasedMeanwhile:
        words = _("Somebody else has changed meanwhile what you release. Nothing was saved; please look at it again.")
        messages.error(request, words)
    else:
        messages.success(request, _("Saved. What is no longer ticked cannot be read any more."))
    return redirect("coaching")


def _share_screen(audience: str, given: Sequence[str]) -> ShareScreen:
    return ShareScreen(audience=audience, initial={"parts": given, "seen": " ".join(given)})


@require_POST
@needs(Right.SEE_PLAN)
def target(request: HttpRequest) -> HttpResponse:
    """The day by which the town wants to be through with its phase."""
    turn(request, PHASE)
    phase = open_phase(asking(request).municipality)
    screen = TargetScreen(request.POST, initial={"day": phase.target_on if phase else None})
    if not screen.is_valid():
        return coaching(request, target=screen)
    actions.set_target(asking(request), screen.cleaned_data["day"])
    messages.success(request, _("Saved."))
    return redirect("coaching")


@require_POST
@needs(Right.SEE_PLAN)
def stuck(request: HttpRequest) -> HttpResponse:
    """Why it does not go on, or that it does."""
    turn(request, PHASE)
    phase = open_phase(asking(request).municipality)
    stored = {"reason": phase.stuck_reason, "note": phase.stuck_note} if phase else {"reason": "", "note": ""}
    screen = StuckScreen(request.POST, initial=stored)
    if not screen.is_valid():
        return coaching(request, stuck=screen)
    actions.say_stuck(asking(request), screen.cleaned_data["reason"], screen.cleaned_data["note"], timezone.now())
    return redirect("coaching")


@require_POST
@needs(Right.PLAN)
def obstacle(request: HttpRequest) -> HttpResponse:
    """One more obstacle."""
    screen = ObstacleScreen(request.POST)
    if not screen.is_valid():
        return coaching(request, obstacle=screen)
    actions.name_obstacle(asking(request), project="", **screen.cleaned_data)
    return redirect("coaching")


@require_POST
@needs(Right.PLAN)
def obstacle_gone(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """It no longer stands in the way."""
    actions.solve_obstacle(asking(request), key, timezone.now())
    return redirect("coaching")


@require_POST
@needs(Right.SEE_PLAN)
def appointment(request: HttpRequest) -> HttpResponse:
    """Town and coach meet."""
    screen = AppointmentScreen(request.POST)
    if not screen.is_valid():
        return coaching(request, appointment=screen)
    actions.appoint_meeting(asking(request), **screen.cleaned_data)
    return redirect("coaching")


@require_POST
@needs(Right.SEE_PLAN)
def appointment_off(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """They do not meet."""
    actions.cancel_meeting(asking(request), key, timezone.now())
    return redirect("coaching")


@require_POST
@needs(Right.SEE_PLAN)
def question(request: HttpRequest) -> HttpResponse:
    """A question to the coach."""
    screen = QuestionScreen(request.POST)
    if not screen.is_valid():
        return coaching(request, question=screen)
    actions.ask_coach(asking(request), screen.cleaned_data["text"])
    messages.success(request, _("Your coach sees the question in the portfolio."))
    return redirect("coaching")


@require_POST
@needs(Right.SEE_PLAN)
def answer(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The coach answers."""
    screen, typed = AnswerScreen(request.POST), request.POST.get("text", "")
    if not screen.is_valid():
        wrong = _("Please write an answer of at most 4,000 letters.")
        return coaching(request, unsent=Unsent(key, typed, wrong))
    if not actions.answer_as_coach(asking(request), key, screen.cleaned_data["text"], timezone.now()):
        wrong = _("Somebody else has answered this question meanwhile. Your text is shown so that you can copy it.")
        return coaching(request, unsent=Unsent(key, typed, wrong, is_late=True))
    messages.success(request, _("The town reads your answer on its page."))
    return redirect("coaching")
