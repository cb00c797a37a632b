"""The frame of every request of another program: key, JSON in, JSON out, errors as RFC 7807 says."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from fahrwasser.web.accounts.access import open_to_all
from fahrwasser.web.ports.models import Key
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.problems import problem

from ..actions import key_of

LARGEST_BODY = 1_000_000  # bytes
DEEPEST = 20
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong in the body; `pointer` as in RFC 6901."""

    pointer: str
    detail: str


class Problem(Exception):
    """The request cannot be done; nothing was written."""

    def __init__(self, status: int, code: str, title: str, detail: str = "", errors: Sequence[Wrong] = ()) -> None:
        super().__init__(code)
        self.status, self.code, self.title, self.detail, self.errors = status, code, title, detail, errors

    def response(self) -> JsonResponse:
        """RFC 7807, with the places in `errors`."""
        errors = [{"pointer": wrong.pointer, "detail": wrong.detail} for wrong in self.errors]
        return problem(self.status, self.code, self.title, self.detail, errors)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and for which town."""

    town: Municipality
    key: Key


def answer(body: Any, status: int = 200) -> JsonResponse:
    """JSON that nobody keeps."""
    response = JsonResponse(body, status=status, safe=False, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response


def api(method: str, scope: str) -> Callable[[View], View]:
    """View decorator: `view(request, caller, …)` with a valid key of this scope; a Problem takes everything back.

    No cookie is read, so a form of a foreign page can do nothing here: that is why there is no form token.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @open_to_all
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                caller = _caller(request, method, scope)
                with transaction.atomic():
                    return view(request, caller, *args, **kwargs)
            except Problem as wrong:
                return _with_headers(wrong, method)

        return guarded

    return decorate


def _with_headers(wrong: Problem, method: str) -> HttpResponse:
    response = wrong.response()
    if wrong.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if wrong.status == 405:
        response["Allow"] = method
    return response


def _caller(request: HttpRequest, method: str, scope: str) -> Caller:
    town: Municipality | None = getattr(request, "municipality", None)
    if town is None:
        raise Problem(404, "no-town", _("There is no such town here."))
    if request.method != method:
        raise Problem(405, "method", _("This address does not take this method."))
    kind, _blank, secret = request.headers.get("Authorization", "").partition(" ")
    key = key_of(town, secret.strip(), now=timezone.now()) if kind.lower() == "bearer" and secret.strip() else None
    if key is None:
        raise Problem(401, "key", _("The key is missing, wrong or revoked."))
    if scope not in key.scopes:
        raise Problem(403, "scope", _("This key may not do this. The town can create another one."))
    return Caller(town, key)


def body_of(request: HttpRequest) -> Any:
    """The JSON of the request. Raises Problem."""
    if request.content_type != "application/json":
        raise Problem(415, "media-type", _("Please send application/json."))
    too_large = Problem(413, "too-large", _("The request is too large; at most 1 MB. Please split it."))
    try:
        raw = request.body
    except RequestDataTooBig:
        raise too_large from None
    if len(raw) > LARGEST_BODY:
        raise too_large
    return read_json(raw)


def read_json(raw: bytes) -> Any:
    """Strict JSON: UTF-8, no NaN, no NUL, nothing nested deeper than 20. Raises Problem with the place."""
    unreadable = _("The request is not readable JSON.")
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except json.JSONDecodeError as error:
        place = _("Line %(line)s, column %(column)s.") % {"line": error.lineno, "column": error.colno}
        raise Problem(400, "json", unreadable, place) from None
    except (ValueError, RecursionError):  # not UTF-8, a number without end, half a character, nested without end
        raise Problem(400, "json", unreadable) from None
    _require_plain(value, unreadable, 0)
    return value


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _require_plain(value: Any, title: str, depth: int) -> None:
    if depth > DEEPEST or (isinstance(value, str) and "\x00" in value):
        raise Problem(400, "json", title)
    if isinstance(value, dict):
        for name, inner in value.items():
            _require_plain(name, title, depth)
            _require_plain(inner, title, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _require_plain(inner, title, depth + 1)
