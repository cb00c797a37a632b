"""When the database could not do it just now: nothing was saved, what was entered comes along and is sent again."""

import re

from django.core.exceptions import ObjectDoesNotExist
from django.db import Error, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from .problems import problem

SECONDS = "5"
API = "/api/"
SAME_MOMENT = frozenset({"23503", "23505"})
"""SQLSTATE of what only happens when two people write at once: the row was removed, the row is there already."""
SECRET = re.compile("password|secret|credential|(^|[-_])(code|key|token)$", re.IGNORECASE)
"""Names of what no page shows again, not even hidden."""


def may_pass(error: BaseException | None) -> bool:
    """Whether the same request may well get an answer in a moment.

    Somebody holds the row, has removed it between two looks (then it is not found), or the database was restarted.
    """
    if isinstance(error, OperationalError | InterfaceError | ObjectDoesNotExist):
        return True
    return isinstance(error, Error) and getattr(error.__cause__, "sqlstate", "") in SAME_MOMENT


def send_again(request: HttpRequest, number: str, texts: list[str]) -> HttpResponse:
    """503, made without the database. `texts`: shown where the form cannot be sent again from here."""
    if request.path_info.startswith(API):
        response: HttpResponse = problem(503, "busy", _("This could not be saved just now. Please send it again."))
    else:
        page = {"number": number, "was_sent": request.method == "POST"}
        if _can_be_repeated(request):
            page["fields"] = [(name, text) for name, values in request.POST.lists() for text in values]
        else:
            page["entered"] = texts
        response = HttpResponse(render_to_string("ui/again.html", page), status=503)
        response["Cache-Control"] = "no-store"
    response["Retry-After"] = SECONDS
    return response


def _can_be_repeated(request: HttpRequest) -> bool:
    """Files are not kept, and no secret is written into a page."""
    return not request.FILES and not any(SECRET.search(name) for name in request.POST)
