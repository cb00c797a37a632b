"""A page instead of nothing for whoever opens the address of a button without its form (reload, language, history)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from .errors import wrong_method


class WrongMethodMiddleware:
    """Browsers get words; whoever does not ask for HTML keeps the bare 405."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page keeps the header `Allow`."""
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or "text/html" not in request.headers.get("Accept", ""):
            return response
        page = wrong_method(request)
        page["Allow"] = response["Allow"]
        return page
