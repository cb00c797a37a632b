"""The curriculum: short modules with a practice in the town's own data."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from fahrwasser.core.programme import modules as curriculum
from fahrwasser.web.accounts.access import asking, needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.ui.languages import page_language

from ..actions.meetings import finish_module
from ..facts import known_of
from ..models import ModuleDone

NEEDED = {"catalogue": Right.ADOPT}
"""Pages of a practice that not everybody may open who reads the modules."""


@needs(Right.SEE_PLAN)
def modules(request: HttpRequest) -> HttpResponse:
    """All modules, what their practice is, and what the person has finished."""
    by = asking(request)
    rows = ModuleDone.objects.of(by.municipality).filter(user_id=by.user_id)
    done = dict(rows.values_list("module", "at"))
    flags = known_of(by.municipality, timezone.now()).flags
    language = page_language()
    found: list[dict[str, Any]] = [
        {
            "key": module.key,
            "title": module.title.in_language(language),
            "minutes": module.minutes,
            "aims": [aim.in_language(language) for aim in module.aims],
            "practice": module.practice.in_language(language),
            "page": module.page if by.may(NEEDED.get(module.page, Right.SEE_PLAN)) else "",
            "is_practised": bool(module.fact) and flags[module.fact],
            "done_at": done.get(module.key),
        }
        for module in curriculum.modules()
    ]
    return render(request, "programme/modules.html", {"modules": found})


@require_POST
@needs(Right.SEE_PLAN)
def finish(request: HttpRequest, module: str) -> HttpResponse:
    """The person has done the practice."""
    if module not in {known.key for known in curriculum.modules()}:
        raise Http404
    finish_module(asking(request), module)
    return redirect("network_modules")
