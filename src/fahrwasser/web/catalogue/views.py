"""The Navigator takes over a service: values, connections, a look at form and letters, switch on, pause, go back."""

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.core.packages.findings import Problem
from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import Member, asking, needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.tenants.outside import Outside, asks_outside
from fahrwasser.web.tenants.turns import turn
from fahrwasser.web.ui.languages import in_words, page_language
from fahrwasser.web.ui.seen import SEEN, mark_of

from . import actions
from .binding_screen import BindingScreen
from .connections import Connection, connections_of, opened
from .log import history_of, state_of
from .models import Adoption, Release
from .preview import letter_pdf
from .reads import (
    coming,
    grouped,
    letters_of,
    obstacles_of,
    package_or_404,
    packages_of,
    told,
    undecided_of,
    values_of,
)
from .releases import compiled, newest
from .screens import DayScreen, LevelScreen, ParameterScreen, ResolutionScreen, typed


@needs(Right.ADOPT)
def catalogue(request: HttpRequest) -> HttpResponse:
    """All packages with their state in this town."""
    return render(request, "catalogue/catalogue.html", {"packages": packages_of(asking(request).municipality)})


@needs(Right.ADOPT)
@require_POST
def adopt(request: HttpRequest, release: uuid.UUID) -> HttpResponse:
    """Begin to take over: nothing is switched on by this."""
    found = Release.objects.defer("content").filter(pk=release).first()
    if found is None:
        raise Http404
    return redirect("adoption", actions.adopt(asking(request), found).pk)


@needs(Right.ADOPT)
def adoption(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Everything about one service on one page: what is missing, what is decided, what it looks like."""
    by = asking(request)
    found = adoption_or_404(by, key)
    language = get_language() or "de"
    today = timezone.localdate()
    latest = _latest(found)
    values = values_of(found, language, today)
    connections, undecided = connections_of(found), undecided_of(found, language, today)
    obstacles = obstacles_of(found, connections, language, today)
    page = {
        "adoption": found,
        "package": package_or_404(found),
        "undecided": undecided,
        "obstacles": obstacles,
        "missing": len(undecided) + len(obstacles),
        "groups": grouped(values),
        "examples": [value for value in values if value.is_example],
        "connections": connections,
        "letters": letters_of(found),
        "history": history_of(found, language),
        "newer": latest if latest.pk != found.release_id else None,
    }
    return render(request, "catalogue/adoption.html", page)


@needs(Right.ADOPT)
def parameter(request: HttpRequest, key: uuid.UUID, name: str) -> HttpResponse:
    """One value with its bounds, who decides it and what it touches."""
    turn(request, f"adoption:{key}")
    by = asking(request)
    found = adoption_or_404(by, key)
    known = {entry.name: entry for entry in compiled(found.release_id).parameters.parameters}
    if name not in known or found.parameters is None:
        raise Http404
    today, language = timezone.localdate(), get_language() or "de"
    wanted, decided = known[name], found.parameters.on(today)
    initial = {"value": typed(wanted, decided.values.get(name)), **decided.decisions.get(name, {})}
    waiting = [one for one in decided.waiting() if one.name == name]
    screen = ParameterScreen(
        request.POST or None, parameter=wanted, language=language, initial=initial, waiting=waiting
    )
    if request.method == "POST" and screen.is_valid():
        value, resolution = screen.cleaned_data["value"], screen.resolution()
        problems = actions.set_parameter(by, found, name, value, resolution, today)
        if not problems:
            return redirect("adoption", found.pk)
        for problem in problems:
            screen.add_error("value", f"{problem.place}: " + in_words(problem))
    page = {"form": screen, "parameter": wanted, "adoption": found, "page_error": bool(screen.errors)}
    page |= {"reason": wanted.reason or "", "package": package_or_404(found)}
    page["waiting"] = [coming(wanted, one, language) for one in waiting]
    return render(request, "catalogue/parameter.html", page, status=422 if screen.errors else 200)


@needs(Right.ADOPT)
@require_POST
def take_back(request: HttpRequest, key: uuid.UUID, name: str) -> HttpResponse:
    """A value that was decided for a later day does not come; only the one that stood on the page."""
    turn(request, f"adoption:{key}")
    by = asking(request)
    found = adoption_or_404(by, key)
    screen = DayScreen(request.POST)
    if not screen.is_valid():
        raise Http404
    today, day = timezone.localdate(), screen.cleaned_data["day"]
    waiting = found.parameters.on(today).waiting() if found.parameters else []
    marks = [mark_of([repr(one)]) for one in waiting if (one.name, one.day) == (name, day)]
    if marks and request.POST.get(SEEN) not in marks:
        messages.error(request, _("This value has been changed since you opened the page. Nothing was taken back."))
        return redirect("adoption_parameter", found.pk, name)
    try:
        actions.take_back(by, found, name, day, today)
        messages.success(request, _("Taken back. The value stays as it is."))
    except Refused as refused:
        messages.error(request, in_words(refused))
    return redirect("adoption", found.pk)


@needs(Right.ADOPT)
def resolution(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The Beschluss behind several values of the council: entered once, not value by value."""
    turn(request, f"adoption:{key}")
    by = asking(request)
    found = adoption_or_404(by, key)
    today = timezone.localdate()
    undecided = undecided_of(found, get_language() or "de", today)
    if not undecided:
        return redirect("adoption", found.pk)
    choices = [(value.name, f"{value.title}: {value.said}") for value in undecided]
    if request.POST.get("tick") in ResolutionScreen.TICKS:
        screen = ResolutionScreen.ticked(request.POST, values=choices)
    else:
        screen = ResolutionScreen(request.POST or None, values=choices)
    if request.method == "POST" and screen.is_valid():
        actions.decide_values(by, found, screen.cleaned_data["names"], screen.resolution(), today)
        return redirect("adoption", found.pk)
    page = {"form": screen, "adoption": found, "package": package_or_404(found), "page_error": bool(screen.errors)}
    page |= {"all_ticked": len(screen["names"].value() or ()) == len(choices), "can_tick_all": len(choices) > 1}
    return render(request, "catalogue/resolution.html", page, status=422 if screen.errors else 200)


@needs(Right.ADOPT)
def binding(request: HttpRequest, key: uuid.UUID, port: str) -> HttpResponse:
    """One connection: which adapter of this town the port of the package leads to."""
    turn(request, f"adoption:{key}")
    by = asking(request)
    found = adoption_or_404(by, key)
    wanted = next((entry for entry in connections_of(found) if entry.port == port), None)
    if wanted is None:
        raise Http404
    screen = BindingScreen(request.POST or None, connection=wanted)
    if request.method == "POST" and screen.is_valid():
        actions.bind(by, found, port, screen.cleaned_data["adapter"], screen.settings(timezone.localdate()))
        return redirect("adoption", found.pk)
    page = {"form": screen, "connection": wanted, "adoption": found, "page_error": bool(screen.errors)}
    page["package"] = package_or_404(found)
    return render(request, "catalogue/binding.html", page, status=422 if screen.errors else 200)


@require_POST
@asks_outside
@needs(Right.ADOPT)
def binding_try(request: HttpRequest, key: uuid.UUID, port: str) -> HttpResponse:
    """Does the other side answer, and does it take the key? Asked as it is saved; nothing is sent."""
    found = adoption_or_404(asking(request), key)
    wanted = next((entry for entry in connections_of(found) if entry.port == port and entry.may_be_tried), None)
    if wanted is None:
        raise Http404
    tried = wanted

    def then(status: int) -> HttpResponse:
        if status == UNREACHABLE:
            messages.error(request, _("The other side does not answer at this address."))
        elif status in (401, 403):
            messages.error(request, _("The other side answers, but it does not take the key."))
        else:
            messages.success(request, _("The other side answers."))
        return redirect("adoption_binding", found.pk, port)

    return Outside(lambda: _tried(tried), then)


UNREACHABLE = 0


def _tried(wanted: Connection) -> int:
    probe = wanted.adapters[wanted.adapter].probe
    try:
        return probe(opened(wanted.stored)) if probe else UNREACHABLE
    except OSError:
        return UNREACHABLE


@needs(Right.ADOPT)
def level(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The town's own limit for the machine."""
    turn(request, f"adoption:{key}")
    by = asking(request)
    found = adoption_or_404(by, key)
    screen = LevelScreen(request.POST or None, initial={"level": found.level_limit})
    if request.method == "POST" and screen.is_valid():
        actions.limit_level(by, found, screen.cleaned_data["level"])
        return redirect("adoption", found.pk)
    page = {"form": screen, "adoption": found, "package": package_or_404(found), "page_error": bool(screen.errors)}
    return render(request, "catalogue/level.html", page, status=422 if screen.errors else 200)


@needs(Right.ADOPT)
def letter(request: HttpRequest, key: uuid.UUID, template: str) -> HttpResponse:
    """A letter with the town's own letterhead and values, to an invented person."""
    found = adoption_or_404(asking(request), key)
    if template not in compiled(found.release_id).letter_names:
        raise Http404
    pdf = letter_pdf(found, template)
    if pdf is None:
        messages.error(request, _("No story of the package reaches this letter with your values."))
        return redirect("adoption", found.pk)
    return HttpResponse(pdf, content_type="application/pdf")


@needs(Right.ADOPT)
@require_POST
def switch(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """On, pause, newer version, back: one button each."""
    turn(request, f"adoption:{key}")
    by = asking(request)
    found = adoption_or_404(by, key)
    act = request.POST.get("act", "")
    try:
        messages.success(request, _switched(by, found, act))
    except actions.NotReady as missing:
        messages.error(request, _not_ready(found, act, missing.problems))
    except Refused as refused:
        messages.error(request, in_words(refused))
    return redirect("adoption", found.pk)


def _switched(by: Member, found: Adoption, act: str) -> str:
    if act == "activate":
        actions.activate(by, found, timezone.localdate())
        return _("Switched on. Citizens can apply now.")
    if act == "pause":
        actions.pause(by, found)
        return _("Paused. Running cases go on.")
    if act == "update":
        actions.take_release(by, found, _latest(found), timezone.localdate())
        return _("New cases use the new version; running ones keep theirs.")
    if act == "back":
        before = actions.roll_back(by, found)
        if before is None:
            return _("There is nothing to go back to.")
        return _("As it was on %(when)s.") % {"when": state_of(before)}
    raise Http404


def _not_ready(found: Adoption, act: str, problems: Sequence[Problem]) -> str:
    """What a new version misses stands nowhere on the page yet."""
    if act != "update":
        return _("Not yet: %(n)s things are missing; they stand below.") % {"n": len(problems)}
    lines = told(problems, _latest(found).pk, found.release_id, page_language())
    return _("The new version was not taken. Please settle this first: %(what)s") % {"what": " ".join(lines)}


def _latest(found: Adoption) -> Release:
    return next((release for release in newest() if release.package == found.package), found.release)


def adoption_or_404(by: Member, key: uuid.UUID) -> Adoption:
    """The town's own adoption; 1 query."""
    try:
        return actions.adoption_of(by, key)
    except Adoption.DoesNotExist:
        raise Http404 from None
