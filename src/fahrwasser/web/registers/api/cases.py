"""`GET api/vorgaenge/<number>/` and the description of the whole interface."""

import json
from importlib import resources

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fahrwasser.web.accounts.access import open_to_all
from fahrwasser.web.cases.models import Case, Letter, Task, Wait
from fahrwasser.web.cases.reads import by_number
from fahrwasser.web.ports.models import Key

from .http import Caller, Problem, answer, api

ANSWER, DECISION = "antwort", "bescheid"


@api("GET", Key.Scope.CASES)
def state(request: HttpRequest, caller: Caller, number: str) -> HttpResponse:
    """Where the case stands; nothing about the person and nothing of what was decided."""
    case = by_number(caller.town, number)
    if case is None or case.is_test:
        raise Problem(404, "no-case", _("There is no case of this number."))
    return answer(
        {
            "vorgang": case.number,
            "leistung": case.adoption.slug,
            "stand": _state(case),
            "eingegangen": case.opened_at.isoformat(),
            "abgeschlossen": case.closed_at.isoformat() if case.closed_at else None,
        }
    )


def _state(case: Case) -> str:
    """abgeschlossen, rueckfrage (the person has to answer), im_amt, entschieden (periods run), in_arbeit; 3 queries."""
    if case.closed_at is not None:
        return "abgeschlossen"
    if Wait.objects.of(case.municipality_id).filter(case=case, message=ANSWER).exists():
        return "rueckfrage"
    if Task.objects.of(case.municipality_id).filter(case=case, done_at=None).exists():
        return "im_amt"
    decided = Letter.objects.of(case.municipality_id).filter(case=case, kind=DECISION).exists()
    return "entschieden" if decided else "in_arbeit"


@open_to_all
@require_safe
def description(request: HttpRequest) -> JsonResponse:
    """OpenAPI 3.1; the address of the town is filled in."""
    content = json.loads(resources.files(__package__).joinpath("openapi.json").read_bytes())
    content["servers"] = [{"url": request.build_absolute_uri(reverse("api_description")).rpartition("/")[0]}]
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False})
