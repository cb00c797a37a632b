"""allauth's views with our manners: 422 for an invalid post, the error in the title, a mark who may call them."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from fahrwasser.web.accounts.access import View, logged_in, open_to_all
from fahrwasser.web.accounts.second_factor import PASSED, has_factor

FORMS = ("form", "webauthn_form")


def entrance(view: View) -> View:
    """A page before the log-in."""
    return open_to_all(_with_manners(view))


def account_page(view: View) -> View:
    """A page about one's own account; invented people have none of these."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_sample:  # type: ignore[union-attr]
            raise PermissionDenied("sample")
        return _with_manners(view)(request, *args, **kwargs)

    return logged_in(guarded)


def factor_page(view: View) -> View:
    """A page that sets up a second factor: whoever has made the first one has passed it in this session."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_first = request.method == "POST" and not has_factor(request.user)  # type: ignore[arg-type]
        response = view(request, *args, **kwargs)
        if is_first and has_factor(request.user):  # type: ignore[arg-type]
            request.session[PASSED] = True
        return response

    return account_page(guarded)


def _with_manners(view: View) -> Callable[..., HttpResponse]:
    @wraps(view)
    def polite(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse) and response.context_data is not None:
            context = response.context_data
            if request.method == "POST" and any(getattr(context.get(name), "errors", None) for name in FORMS):
                response.status_code = 422
                context["page_error"] = True
            if "js_data" in context:  # for the script, as an attribute: there is no inline script
                [options] = context["js_data"].values()
                context["passkey_options"] = json.dumps(options)
        return response

    return polite
