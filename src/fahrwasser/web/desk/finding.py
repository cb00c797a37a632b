"""The case or task at an address, as far as this person may see it."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from fahrwasser.web.accounts.access import Member, asking, needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.cases.models import Case, Task
from fahrwasser.web.records.models import File
from fahrwasser.web.ui.errors import entered

from .special import sees_special, visible_tasks, with_special
from .standing import with_standing

View = Callable[..., HttpResponse]


def about_case(view: View) -> View:
    """View decorator: a clerk and a case of the town; a special one is named by its number only (403)."""

    @needs(Right.CASES)
    @wraps(view)
    def guarded(request: HttpRequest, key: uuid.UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        by = asking(request)
        found = case_or_404(by, key)
        if found.is_special and not sees_special(by):  # type: ignore[attr-defined]
            return private(render(request, "desk/special.html", {"number": found.number}, status=403))
        return private(view(request, by, found, *args, **kwargs))

    return guarded


def about_task(view: View) -> View:
    """View decorator: a clerk and an open task that they may see; 404 for one that they may not.

    One that is done by now, by a colleague or in another tab, leads to its case; whatever was typed is shown (409).
    """

    @needs(Right.CASES)
    @wraps(view)
    def guarded(request: HttpRequest, key: uuid.UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        by = asking(request)
        found = task_or_404(by, key)
        if found.done_at is not None:
            return private(_done_already(request, by, found))
        return private(view(request, by, found, *args, **kwargs))

    return guarded


def case_or_404(by: Member, key: uuid.UUID) -> Case:
    """A case of the clerk's town, with `is_special` and its standing; 1 query."""
    rows = with_standing(with_special(Case.objects.of(by.municipality))).select_related("adoption__release")
    found = rows.defer("adoption__release__content").filter(pk=key).first()
    if found is None:
        raise Http404
    found.municipality = by.municipality
    return found


def case_numbered(by: Member, number: str) -> uuid.UUID | None:
    """The case with this number, or whose file has it; None when there is none. At most 2 queries."""
    wanted = number.strip().upper()
    found = Case.objects.of(by.municipality).filter(number=wanted).values_list("pk", flat=True).first()
    if found is None:
        files = File.objects.of(by.municipality).filter(number__iexact=wanted)
        found = files.values_list("cause", flat=True).first()
    return found


def task_or_404(by: Member, key: uuid.UUID) -> Task:
    """A task with its case, open or done; 1 query."""
    rows = visible_tasks(by, also_done=True).select_related("case__adoption__release")
    found = rows.defer("case__adoption__release__content").filter(pk=key).first()
    if found is None:
        raise Http404
    found.municipality = found.case.municipality = by.municipality
    return found


def _done_already(request: HttpRequest, by: Member, found: Task) -> HttpResponse:
    clicked_twice = found.done_by == by.user_id and "confirm" in request.POST
    texts = [] if clicked_twice else entered(request)
    if texts:
        return render(request, "desk/done.html", {"case": found.case, "entered": texts}, status=409)
    messages.info(request, _("This task is already done. Nothing was changed."))
    return redirect("case", found.case_id)


def private(response: HttpResponse) -> HttpResponse:
    """Citizens' data stay in no cache."""
    response["Cache-Control"] = "private, no-store"
    return response
