"""What was reported, and reporting by hand or by file: first what it would do, then for good."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import Member, asking, needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.ui.languages import in_words

from ..actions import report_by_hand, report_file
from ..hits import effects_of
from ..kinds import Offered, kind_label, offered
from ..reads import events_page
from ..screens import EventScreen, FileScreen, sealed, unsealed
from ..showing import state_of
from ..uploads import EventFile, read_file

SHOWN_LINES = 10
LARGEST_SEALED = 900_000  # below what a form may send


@needs(Right.CASES, Right.ADOPT)
def events(request: HttpRequest) -> HttpResponse:
    """Newest first: kind, day, cases; never what it was about."""
    by = asking(request)
    rows, following = events_page(by.municipality, request.GET.get("nach", "")[:80])
    page = {"rows": [(row, kind_label(row.kind), state_of(row)) for row in rows], "following": following}
    return render(request, "registers/events.html", {**page, "sees_people": by.may(Right.CASES)})


@needs(Right.CASES, Right.ADOPT)
def kinds(request: HttpRequest) -> HttpResponse:
    """Which events the services of the town listen to."""
    by = asking(request)
    found = [about for about in offered(by.municipality).values() if _may(by, about)]
    return render(request, "registers/kinds.html", {"kinds": found, "sees_people": by.may(Right.CASES)})


@needs(Right.CASES, Right.ADOPT)
def report(request: HttpRequest, kind: str) -> HttpResponse:
    """Fill in, look at what it would do, send."""
    by = asking(request)
    about = offered(by.municipality).get(kind)
    if about is None:
        raise Http404
    if not _may(by, about):
        raise PermissionDenied("cases")
    screen = EventScreen(about, timezone.now(), timezone.localdate(), request.POST or None)
    if request.method == "POST" and screen.is_valid() and screen.report and "change" not in request.POST:
        if "send" in request.POST:
            return _send(request, by, screen)
        effects = effects_of(by.municipality, kind, screen.report.data, timezone.now())
        page = {"about": about, "effects": effects, "total": sum(effect.cases for effect in effects), "form": screen}
        return render(request, "registers/report_preview.html", page)
    return _form(request, about, screen)


def _form(request: HttpRequest, about: Offered, screen: EventScreen) -> HttpResponse:
    page = {"form": screen, "about": about, "page_error": bool(screen.errors)}
    return render(request, "registers/report.html", page, status=422 if screen.errors else 200)


def _send(request: HttpRequest, by: Member, screen: EventScreen) -> HttpResponse:
    if screen.report is None:
        raise Http404
    try:
        _event, is_new = report_by_hand(by, screen.report, now=timezone.now())
    except Refused as refused:
        screen.add_error(None, in_words(refused))
        return _form(request, screen.about, screen)
    messages.success(request, _("The event is reported.") if is_new else _("This event was reported already."))
    return redirect("register_events")


@needs(Right.CASES)
def upload(request: HttpRequest) -> HttpResponse:
    """A file with many events: every line is checked, nothing is written unless all of them are right."""
    by = asking(request)
    if request.method == "POST" and "content" in request.POST:
        return _send_file(request, by)
    screen = FileScreen(request.POST or None, request.FILES or None)
    if request.method == "POST" and screen.is_valid():
        content = screen.content()
        found = read_file(content, offered(by.municipality))
        kept = "" if found.problems else sealed(content)
        if kept and len(kept) <= LARGEST_SEALED:
            return _file_preview(request, found, kept)
        if kept:
            screen.add_error("file", _("The file is too large. Please split it."))
        for problem in found.problems:
            screen.add_error(None, _at(problem))
    return _file_form(request, by, screen)


def _send_file(request: HttpRequest, by: Member) -> HttpResponse:
    content = unsealed(request.POST["content"])
    screen = FileScreen({})
    screen.errors.clear()
    found = read_file(content, offered(by.municipality)) if content is not None else EventFile((), ())
    if not found.reports:
        screen.add_error(None, _("Too much time has passed. Please choose the file again."))
        return _file_form(request, by, screen)
    try:
        new = report_file(by, list(found.reports), now=timezone.now())
    except Refused as refused:
        screen.add_error(None, _at(refused))
        return _file_form(request, by, screen)
    known = len(found.reports) - new
    text = ngettext("%(new)s event is reported.", "%(new)s events are reported.", new) % {"new": new}
    more = ngettext("%(known)s was known already.", "%(known)s were known already.", known) % {"known": known}
    messages.success(request, f"{text} {more}" if known else text)
    return redirect("register_events")


def _file_preview(request: HttpRequest, found: EventFile, content: str) -> HttpResponse:
    counts: dict[str, int] = {}
    for one in found.reports:
        counts[kind_label(one.kind)] = counts.get(kind_label(one.kind), 0) + 1
    page: dict[str, Any] = {
        "counts": sorted(counts.items()),
        "total": len(found.reports),
        "first": [(one, kind_label(one.kind)) for one in found.reports[:SHOWN_LINES]],
        "content": content,
    }
    return render(request, "registers/file_preview.html", page)


def _file_form(request: HttpRequest, by: Member, screen: FileScreen) -> HttpResponse:
    page = {"form": screen, "kinds": offered(by.municipality).values(), "page_error": bool(screen.errors)}
    return render(request, "registers/file.html", page, status=422 if screen.errors else 200)


def _at(problem: Refused) -> str:
    """Line and column in front of what is wrong."""
    text = in_words(problem)
    if problem.line is None:
        return text
    if problem.place:
        return _("Line %(line)s, column “%(place)s”: %(text)s") % {
            "line": problem.line, "place": problem.place, "text": text,
        }  # fmt: skip
    return _("Line %(line)s: %(text)s") % {"line": problem.line, "text": text}


def _may(by: Member, about: Offered) -> bool:
    return by.may(Right.CASES) or not about.is_personal
