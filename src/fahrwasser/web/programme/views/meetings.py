"""Meetings of the network, certificates of attendance, everybody's calendar, the newsletter."""

import uuid
from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.core.programme.breakfast import MINUTES, next_breakfast
from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import asking, logged_in, needs, open_to_all
from fahrwasser.web.accounts.models import User
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.tenants.pages import page_by
from fahrwasser.web.ui.languages import in_words

from ..actions import meetings as actions
from ..calendars import address_of, calendar_of, owner_of
from ..models import Attendance, Meeting
from ..newsletter import newsletter
from ..portfolio import guides_invented, is_coach
from ..screens import CodeScreen, MeetingScreen
from ..words import MEETINGS

SHOWN = 30
BREAKFAST_AT = time(9)


@logged_in
def coach_meetings(request: HttpRequest) -> HttpResponse:
    """A coach's meetings with their codes (all of them for the operator), and the form of who may call another."""
    coach = _coach(request)
    screen = MeetingScreen(request.POST) if request.method == "POST" else MeetingScreen(initial=_breakfast())
    if request.method == "POST" and screen.is_valid():
        actions.make_meeting(coach, **screen.cleaned_data)
        messages.success(request, _("All towns see the meeting now."))
        return redirect("coach_meetings")
    now = timezone.now()
    called = Meeting.objects.filter(cancelled_at=None)
    called = called if coach.is_operator else called.filter(made_by=coach)
    rows, following = page_by(called, "at", request.GET.get("ab", ""), newest_first=True)
    page = {
        "meetings": [(row, MEETINGS[row.kind], actions.code_of(row), row.at > now) for row in rows],
        "following": following,
        "form": screen if actions.may_call_all(coach) else None,
        "calendar": address_of(coach),
        "page_error": bool(screen.errors),
    }
    return render(request, "programme/coach_meetings.html", page, status=422 if screen.errors else 200)


@require_POST
@logged_in
def cancel(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The meeting does not take place."""
    actions.cancel_meeting(_coach(request), key, timezone.now())
    return redirect("coach_meetings")


@logged_in
def draft(request: HttpRequest) -> HttpResponse:
    """The newsletter's draft, to copy."""
    text = newsletter(timezone.now(), is_sample=guides_invented(_coach(request)))
    return render(request, "programme/newsletter.html", {"text": text})


@needs(Right.SEE_PLAN)
def meetings(request: HttpRequest) -> HttpResponse:
    """What is coming, what the person has attended, and the address of their calendar."""
    by, now = asking(request), timezone.now()
    own = {row.meeting_id: row for row in Attendance.objects.of(by.municipality).filter(user_id=by.user_id)}
    rows = _meetings_for(by.municipality)
    past, following = page_by(rows.filter(at__lte=now), "at", request.GET.get("ab", ""), newest_first=True)
    coming = rows.filter(at__gt=now).order_by("at", "id")[:SHOWN]
    assert isinstance(request.user, User)  # noqa: S101 the guard has made sure
    page = {
        "coming": [(row, MEETINGS[row.kind], own.get(row.pk)) for row in coming],
        "past": [(row, MEETINGS[row.kind], own.get(row.pk)) for row in past],
        "following": following,
        "calendar": address_of(request.user),
        "code_form": CodeScreen(),
    }
    return render(request, "programme/meetings.html", page)


@require_POST
@needs(Right.SEE_PLAN)
def meeting_act(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The person comes, does not come, or was there."""
    by = asking(request)
    meeting = _meetings_for(by.municipality).filter(pk=key).first()
    if meeting is None:
        raise Http404
    try:
        if "join" in request.POST:
            actions.join_meeting(by, meeting)
        elif "leave" in request.POST:
            actions.leave_meeting(by, meeting)
        else:
            actions.confirm_attendance(by, meeting, request.POST.get("code", ""), timezone.now())
            messages.success(request, _("Thank you. Your certificate is ready."))
    except Refused as refused:
        messages.error(request, in_words(refused))
    return redirect("network_meetings")


@needs(Right.SEE_PLAN)
def certificate(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The certificate of attendance, to print; only one's own, only when it was proven."""
    by = asking(request)
    rows = Attendance.objects.of(by.municipality).select_related("meeting", "meeting__made_by", "user")
    row = rows.filter(meeting_id=key, user_id=by.user_id, confirmed_at__isnull=False).first()
    if row is None:
        raise Http404
    return render(request, "programme/certificate.html", {"row": row, "kind": MEETINGS[row.meeting.kind]})


@open_to_all  # calendar programs do not log in; the address is the secret
def calendar(request: HttpRequest, key: uuid.UUID, token: str) -> HttpResponse:
    """A person's dates as iCalendar; outside of every town."""
    owner = None if getattr(request, "municipality", None) is not None else owner_of(key, token)
    if owner is None:
        raise Http404
    response = HttpResponse(calendar_of(owner, timezone.now()), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response


def _meetings_for(town: Municipality) -> QuerySet[Meeting]:
    """Meetings of invented coaches are for invented towns."""
    return Meeting.objects.filter(cancelled_at=None, is_sample=town.is_sample)


def _breakfast() -> dict[str, Any]:
    """What most meetings are; every word of it can be changed."""
    day = next_breakfast(timezone.localdate())
    return {
        "kind": Meeting.Kind.BREAKFAST,
        "title": MEETINGS[Meeting.Kind.BREAKFAST],
        "at": timezone.make_aware(datetime.combine(day, BREAKFAST_AT)),
        "minutes": MINUTES,
        "text": _("15 minutes of impulse, then your questions."),
    }


def _coach(request: HttpRequest) -> User:
    if getattr(request, "municipality", None) is not None:
        raise Http404
    user = request.user
    if not isinstance(user, User) or not (user.is_operator or is_coach(user)):
        raise PermissionDenied("lotse")
    return user
