"""`POST api/ereignisse/`: what other registers report."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from fahrwasser.core.refused import N_, Refused
from fahrwasser.web.ports.models import Key
from fahrwasser.web.ui.languages import in_words

from ..actions import Report, receive_all
from ..kinds import Offered, offered
from ..reports import read_report
from ..uploads import COLUMNS
from .http import Caller, Problem, Wrong, answer, api, body_of

MOST_EVENTS = 1000
MOST_ERRORS = 50


@api("POST", Key.Scope.EVENTS)
def report(request: HttpRequest, caller: Caller) -> HttpResponse:
    """One event or a list, all or none. Sent again they are the same ones: (quelle, person, nummer) counts once."""
    body = body_of(request)
    is_list = isinstance(body, list)
    reports = _read(body if is_list else [body], offered(caller.town), is_list=is_list)
    try:
        kept = receive_all(caller.town, reports, now=timezone.now())
    except Refused as refused:
        at = f"/{(refused.line or 1) - 1}/nummer" if is_list else "/nummer"
        wrong = Wrong(at, in_words(refused))
        raise Problem(409, "number-taken", _("Nothing was kept."), errors=[wrong]) from None
    lines = [{"id": str(event.pk), "neu": is_new} for event, is_new in kept]
    return answer(lines if is_list else lines[0], 202)


def _read(items: list[Any], known: Mapping[str, Offered], *, is_list: bool) -> list[Report]:
    if not 0 < len(items) <= MOST_EVENTS:
        raise Problem(422, "number-of-events", _("Please send between 1 and 1,000 events at once."))
    reports, errors = [], []
    for number, item in enumerate(items):
        before = f"/{number}" if is_list else ""
        try:
            if not isinstance(item, Mapping):
                raise Refused(N_("An object is expected here."))
            reports.append(read_report(item, known))
        except Refused as refused:
            errors.append(Wrong(before + pointer(refused.place), in_words(refused)))
    if errors:
        raise Problem(422, "events", _("Nothing was kept; please correct this."), errors=errors[:MOST_ERRORS])
    return reports


def pointer(place: str) -> str:
    """The place in the body: "person.kennung" lies in `daten`."""
    if place in (*COLUMNS, "daten", ""):
        return f"/{place}" if place else ""
    return "/daten/" + place.replace("~", "~0").replace("/", "~1").replace(".", "/")
