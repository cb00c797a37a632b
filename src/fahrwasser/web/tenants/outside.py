"""Views that ask another system: in two short transactions, with none open while the other side takes its time."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from .context import working_for

View = Callable[..., HttpResponse]


class Outside(HttpResponse):
    """What a view gives that has to ask first: `ask` runs outside of any transaction, `then` in a new one.

    Headers that guards have set on it go to the final response. `ask` gives its failures as values.
    """

    def __init__(self, ask: Callable[[], Any], then: Callable[[Any], HttpResponse]) -> None:
        super().__init__()
        self.ask, self.then = ask, then


def asks_outside(view: View) -> View:
    """View decorator, around the guards. On POST the middleware opens no transaction for the view (`is_outside`)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        town = getattr(request, "municipality", None)
        if request.method != "POST" or town is None:
            return view(request, *args, **kwargs)
        with working_for(town):
            found = view(request, *args, **kwargs)
            if found.status_code >= 500:
                transaction.set_rollback(True)
        if not isinstance(found, Outside):
            return found
        said = found.ask()
        with working_for(town):
            response = found.then(said)
        for name, value in found.items():
            response.headers.setdefault(name, value)
        return response

    guarded.is_outside = True  # type: ignore[attr-defined]
    return guarded
