"""Error pages: what happened, what to do, what is not lost. HTMX gets a small fragment instead of a page."""

import logging
import re
import sys
import traceback
import uuid

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .again import may_pass, send_again

log = logging.getLogger("fahrwasser.refused")
NOT_TYPED = re.compile("token|pass|code|secret|key|credential|next|(^|-)(seen|before)$", re.IGNORECASE)
"""Names of what must not be shown, and of what a page itself carries along: what its reader saw."""
CHOICE = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
WORTH_KEEPING, SHOWN = 12, 20


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; for somebody who was typing when the thing was removed, with what they had typed."""
    return render(request, "ui/not_found.html", {"entered": entered(request)}, status=404)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403; logged without personal data: method, view and missing right only."""
    log.warning("refused %s %s missing=%s", request.method, _view(request), exception)
    page = {"entered": entered(request), "was_typing": _was_typing(request)}
    return render(request, "ui/not_allowed.html", page, status=403)


def entered(request: HttpRequest) -> list[str]:
    """What somebody logged in had typed when the right was taken away meanwhile: shown back, so that it is not lost.

    Long texts only; nothing that looks like a secret, nothing of people who are not logged in.
    """
    return _long_texts(request) if _was_typing(request) else []


def typed_by_link(request: HttpRequest) -> list[str]:
    """The same for a colleague without a login, whose link has ended meanwhile."""
    return _long_texts(request) if request.method == "POST" else []


def _long_texts(request: HttpRequest) -> list[str]:
    texts = [text for key, values in request.POST.lists() if not NOT_TYPED.search(key) for text in values]
    return [text for text in texts if len(text) >= WORTH_KEEPING and not CHOICE.fullmatch(text)][:SHOWN]


def _was_typing(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)  # a page may be missing before anybody has been asked who it is
    return request.method == "POST" and user is not None and user.is_authenticated


def wrong_method(request: HttpRequest) -> HttpResponse:
    """405: the address of a form's button, opened without the form."""
    return _page(request, "wrong_method", 405)


def bad_csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 because the form's token does not fit (page too old, cookies off); logged without the address."""
    log.warning("refused form %s: %s", _view(request), reason)
    return _page(request, "bad_csrf", 403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """413 for more than a form may hold, 400 for what cannot be read; logged without the address."""
    log.warning("refused request %s: %s", _view(request), type(exception).__name__)
    is_too_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return render(request, "ui/bad_request.html", {"is_too_large": is_too_large}, status=413 if is_too_large else 400)


def broken(request: HttpRequest) -> HttpResponse:
    """500: a number to name on the phone. Logged are view, kind and place, no address and no message.

    503 when the same may succeed in a moment.
    """
    number = uuid.uuid4().hex[:8]
    _kind, error, _trace = sys.exc_info()
    log.error("broken page, number %s: %s in %s at %s", number, type(error).__name__, _view(request), place_of(error))
    if may_pass(error):
        return send_again(request, number, _long_texts(request))
    return render(request, "ui/broken.html", {"number": number}, status=500)


def place_of(error: BaseException | None) -> str:
    """File and line where it happened; never the message, which may carry what people have entered."""
    frames = traceback.extract_tb(error.__traceback__) if error else []
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "?"


def _view(request: HttpRequest) -> str:
    """The name of the view; addresses may be secret."""
    return getattr(request.resolver_match, "view_name", "?") if request.resolver_match else "?"


def _page(request: HttpRequest, name: str, status: int) -> HttpResponse:
    return render(request, f"ui/{name}.html", status=status)
