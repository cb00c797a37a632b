"""Questions, solutions, pooled requests, neighbours and comparison: what towns give to each other."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import asking, needs
from fahrwasser.web.accounts.roles import Right, Role
from fahrwasser.web.agenda.names import project_title
from fahrwasser.web.ui.languages import in_words

from .. import board
from ..actions import network as actions
from ..network_screens import AskScreen, BackScreen, PartnerScreen, ReplyScreen, RequestScreen, SolutionScreen
from ..words import ADDRESSEES, COMPARED, PARTNERS, STANDINGS


@needs(Right.SEE_PLAN)
def questions(request: HttpRequest) -> HttpResponse:
    """The question board, and the form to ask."""
    by = asking(request)
    about = {"project": request.GET.get("projekt"), "package": request.GET.get("paket")}
    screen = AskScreen(request.POST if request.method == "POST" else None, initial=about)
    if request.method == "POST" and screen.is_valid():
        row = actions.ask(by, **screen.cleaned_data)
        messages.success(request, _("Your question can be read by all towns now."))
        return redirect("network_question", row.pk)
    search, only = request.GET.get("suche", "").strip()[:100], request.GET.get("nur", "")
    found, following = board.questions(by.municipality, search, only, request.GET.get("ab", ""))
    page = {
        "questions": found,
        "following": following,
        "search": search,
        "only": only,
        "form": screen,
        "speaks": by.roles != {Role.LOTSE},
        "page_error": bool(screen.errors),
    }
    return render(request, "programme/questions.html", page, status=422 if screen.errors else 200)


@needs(Right.SEE_PLAN)
def question(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One question with its answers; a POST answers."""
    by = asking(request)
    found = board.question_of(by.municipality, key)
    if found is None:
        raise Http404
    screen = ReplyScreen(request.POST if request.method == "POST" else None)
    if request.method == "POST" and screen.is_valid():
        try:
            actions.answer(by, found.row, screen.cleaned_data["text"])
        except Refused as refused:
            screen.add_error("text", in_words(refused))
        else:
            return redirect("network_question", key)
    page = {
        "asked": found,
        "answers": board.answers_to(found.row, by.municipality),
        "form": screen,
        "is_own": found.row.municipality_id == by.municipality.pk and by.roles != {Role.LOTSE},
        "speaks": by.roles != {Role.LOTSE},
        "page_error": bool(screen.errors),
    }
    return render(request, "programme/question.html", page, status=422 if screen.errors else 200)


@require_POST
@needs(Right.SEE_PLAN)
def question_act(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The asking town marks the answer that solved it or closes the question; a town takes its own answer back."""
    by = asking(request)
    found = board.question_of(by.municipality, key)
    if found is None:
        raise Http404
    now = timezone.now()
    if "close" in request.POST:
        actions.close(by, found.row, now)
    elif answer := _uuid(request.POST.get("solved", "")):
        actions.solve(by, found.row, answer)
    elif answer := _uuid(request.POST.get("back", "")):
        actions.take_back(by, answer, now)
    return redirect("network_question", key)


@needs(Right.SEE_PLAN)
def solutions(request: HttpRequest) -> HttpResponse:
    """Who solved this, with what, in how many days; and the form to pass one on."""
    by = asking(request)
    about = {"project": request.GET.get("projekt", ""), "package": request.GET.get("paket", "")}
    screen = SolutionScreen(request.POST if request.method == "POST" else None, initial=about)
    if request.method == "POST" and screen.is_valid():
        actions.give_solution(by, **screen.cleaned_data)
        messages.success(request, _("Thank you. All towns can read it now."))
        return redirect("network_solutions")
    titles, town = screen.packages, by.municipality
    rows, following = board.solutions(town, **about, mark=request.GET.get("ab", ""))
    found = [
        (row, project_title(row.project), titles.get(row.package, row.package), row.municipality_id == town.pk)
        for row in rows
    ]
    only = [project_title(about["project"]), titles.get(about["package"], about["package"])]
    page = {
        "solutions": found,
        "following": following,
        "form": screen,
        "only": ", ".join(filter(None, only)),
        "project": about["project"],
        "package": about["package"],
        "questions": board.questions_about(town, **about) if any(only) else [],
        "may_give": by.may(Right.PLAN) and by.roles != {Role.LOTSE},
        "page_error": bool(screen.errors),
    }
    return render(request, "programme/solutions.html", page, status=422 if screen.errors else 200)


@require_POST
@needs(Right.SEE_PLAN)
def solution_back(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The town takes its solution back."""
    actions.withdraw_solution(asking(request), key, timezone.now())
    return redirect("network_solutions")


@needs(Right.SEE_PLAN)
def requests(request: HttpRequest) -> HttpResponse:
    """What many towns ask of vendors and the state, with the hours it would save all together."""
    by = asking(request)
    screen = RequestScreen(request.POST if request.method == "POST" else None)
    if request.method == "POST" and screen.is_valid():
        actions.start_request(by, **screen.cleaned_data)
        return redirect("network_requests")
    return _requests_page(request, screen)


def _requests_page(
    request: HttpRequest, screen: RequestScreen, mistyped: tuple[uuid.UUID, str] | None = None
) -> HttpResponse:
    """The list; `mistyped`: a request, and what was typed instead of hours, for its field."""
    by = asking(request)
    rows, following = board.requests(by.municipality, request.GET.get("ab", ""))
    found = [
        (
            row,
            ADDRESSEES[row.to],
            STANDINGS[row.standing],
            project_title(row.project),
            row.municipality_id == by.municipality.pk,
        )
        for row in rows
    ]
    page = {
        "requests": found,
        "following": following,
        "form": screen,
        "standings": STANDINGS.items(),
        "may_join": by.may(Right.PLAN) and by.roles != {Role.LOTSE},
        "mistyped": mistyped,
        "page_error": bool(screen.errors or mistyped),
    }
    return render(request, "programme/requests.html", page, status=422 if page["page_error"] else 200)


@require_POST
@needs(Right.SEE_PLAN)
def request_act(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The town joins or leaves a request; the town that began it says where it stands."""
    by = asking(request)
    row = board.request_of(by.municipality, key)
    if row is None:
        raise Http404
    if request.POST.get("standing") in STANDINGS:
        actions.set_standing(by, row, request.POST["standing"])
    elif "leave" in request.POST:
        actions.unback(by, row)
    else:
        screen = BackScreen(request.POST)
        if not screen.is_valid():
            messages.error(request, _("Please give the hours a year as a whole number, for example 40."))
            return _requests_page(request, RequestScreen(None), (key, request.POST.get("hours", "")[:40]))
        actions.back(by, row, screen.cleaned_data["hours"])
    return redirect("network_requests")


@needs(Right.SEE_PLAN)
def partners(request: HttpRequest) -> HttpResponse:
    """Who looks for neighbours."""
    by = asking(request)
    town = by.municipality
    screen = PartnerScreen(request.POST if request.method == "POST" else None)
    if request.method == "POST" and screen.is_valid():
        actions.seek(by, **screen.cleaned_data)
        return redirect("network_partners")
    rows, following = board.partners(town, request.GET.get("ab", ""))
    found = [(row, PARTNERS[row.kind], project_title(row.project), row.municipality_id == town.pk) for row in rows]
    page = {
        "partners": found,
        "following": following,
        "form": screen,
        "may_seek": by.may(Right.PLAN) and by.roles != {Role.LOTSE},
        "page_error": bool(screen.errors),
    }
    return render(request, "programme/partners.html", page, status=422 if screen.errors else 200)


@require_POST
@needs(Right.SEE_PLAN)
def partner_found(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The search is over."""
    actions.found(asking(request), key, timezone.now())
    return redirect("network_partners")


@needs(Right.SEE_PLAN)
def comparison(request: HttpRequest) -> HttpResponse:
    """The town among towns of its size: the middle half of at least five others."""
    found, towns = board.compared(asking(request).municipality)
    lines = [(COMPARED[line.key], line.own, line.spread) for line in found]
    return render(request, "programme/comparison.html", {"lines": lines, "towns": towns})


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
