"""»Heute zu tun«, all cases, and the way to an application at the counter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fahrwasser.web.accounts.access import asking, needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.portal.actions import begin
from fahrwasser.web.portal.opening import remember
from fahrwasser.web.portal.reads import offer_of

from ..reads import cases_newest, done_without_hand, stuck_for, tasks_for, title_of, unfetched_for
from ..screens import CounterScreen
from ..special import waiting_in_special
from ..standing import SHOWN, Shown, standing_words


@needs(Right.CASES)
def today(request: HttpRequest) -> HttpResponse:
    """Deadline first; one line says what a person is needed for."""
    by = asking(request)
    lines, following = tasks_for(by, request.GET.get("nach", ""))
    page = {
        "lines": lines,
        "following": following,
        "late": sum(line.is_late for line in lines),
        "alone": done_without_hand(by),
        "special": waiting_in_special(by),
        "unfetched": [(letter, title_of(letter.case)) for letter in unfetched_for(by)],
        "stuck": [(case, title_of(case)) for case in stuck_for(by)],
    }
    return render(request, "desk/today.html", page)


@needs(Right.CASES)
def cases(request: HttpRequest) -> HttpResponse:
    """Every case, newest first, found by number or name."""
    search = " ".join(request.GET.get("suche", "").split())[:80]
    asked = request.GET.get("stand", "")
    shown = Shown(asked) if asked in SHOWN else Shown.ALL
    found, following = cases_newest(asking(request), search, shown, request.GET.get("nach", ""))
    page = {
        "cases": [(case, title_of(case), standing_words(case)) for case in found],
        "following": following,
        "search": search,
        "shown": shown,
        "choices": [(Shown.ALL, _("All")), (Shown.OPEN, _("Open cases")), (Shown.CLOSED, _("Closed cases"))],
    }
    return render(request, "desk/cases.html", page)


@needs(Right.CASES)
def counter(request: HttpRequest) -> HttpResponse:
    """An application for somebody who stands here, calls or has written: the same form, the same case."""
    by = asking(request)
    adoptions = {str(found.pk): found for found in Adoption.objects.of(by.municipality).open_to_citizens()}
    services = [(key, offer_of(found).title) for key, found in adoptions.items()]
    screen = CounterScreen(request.POST or None, services=services)
    if request.method == "POST" and screen.is_valid():
        chosen = screen.cleaned_data
        adoption = adoptions[chosen["adoption"]]
        adoption.municipality = by.municipality
        draft, token = begin(
            adoption,
            now=timezone.now(),
            language=get_language() or "de",
            channel=chosen["channel"],
            taken_by=by.user_id,
        )
        return remember(redirect("draft_behalf", token), token, draft)
    page = {"form": screen, "services": services, "page_error": bool(screen.errors)}
    return render(request, "desk/counter.html", page, status=422 if screen.errors else 200)
