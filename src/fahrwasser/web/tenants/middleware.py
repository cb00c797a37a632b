"""Finds the request's municipality, cuts its prefix off the path and wraps the request in one transaction."""

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.request import split_domain_port
from django.urls import Resolver404, get_script_prefix, resolve, set_script_prefix

from .context import NoSuchMunicipality, find, working_for
from .models import Municipality

GetResponse = Callable[[HttpRequest], HttpResponse]
# First path segments that are never a municipality; a slug from the register cannot take them (tenants.actions).
RESERVED = frozenset(
    {
        "",
        "static",
        "sprache",
        "konto",
        "betrieb",
        "briefkopf",
        "barrierefreiheit",
        "datenschutz",
        "gemeinde",
        "gesund",
        "erfassen",
        "agenda",
        "unterlagen",
        "aufgabe",
        "dienste",
        "vorgang",
        "antrag",
        "rueckgaengig",
        "heute",
        "vorgaenge",
        "tresen",
        "katalog",
        "register",
        "api",
        "kennzahlen",
        "nutzung",
        "impressum",
        "begleitung",
        "netz",
        "land",
        "kalender",
        "robots.txt",
        "sitemap.xml",
    }
)


class MunicipalityMiddleware:
    """`/lindenau/agenda/` and `agenda.lindenau.example/agenda/` reach the same view with `request.municipality` set.

    The prefix becomes the script name (as if the town were mounted there), so every reversed address carries it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response; a 5xx takes everything back that the request wrote."""
        if has_null(request):
            return HttpResponseBadRequest(UNREADABLE, content_type="text/plain; charset=utf-8")
        town, prefix = self._municipality(request)
        request.municipality = town  # type: ignore[attr-defined]
        if town is None:
            return self.get_response(request)
        before = get_script_prefix()
        if prefix:
            request.path_info = request.path_info[len(prefix) :] or "/"
            set_script_prefix(before.rstrip("/") + prefix + "/")
        try:
            if _asks_outside(request):
                return self.get_response(request)
            with working_for(town):
                response = self.get_response(request)
                if response.status_code >= 500:
                    transaction.set_rollback(True)
                return response
        finally:
            set_script_prefix(before)

    def _municipality(self, request: HttpRequest) -> tuple[Municipality | None, str]:
        host, _port = split_domain_port(request.get_host())
        first = request.path_info.lstrip("/").partition("/")[0]
        if first == "static":
            return None, ""
        try:
            if host not in settings.OWN_HOSTS:
                return find(host=host), ""
        except NoSuchMunicipality:
            pass
        if first in RESERVED:
            return None, ""
        try:
            return find(slug=first), f"/{first}"
        except NoSuchMunicipality:
            return None, ""


def _asks_outside(request: HttpRequest) -> bool:
    """The view opens transactions of its own (`tenants.outside`)."""
    if request.method != "POST":
        return False
    try:
        return getattr(resolve(request.path_info).func, "is_outside", False)
    except Resolver404:
        return False


UNREADABLE = "Ihre Eingabe enthält ein unlesbares Zeichen (NUL). Bitte löschen Sie es und senden Sie noch einmal.\n"


def has_null(request: HttpRequest) -> bool:
    """PostgreSQL stores no NUL; no person types one. Caught here once instead of in every view."""
    if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
        return True
    return any("\x00" in text for name, values in request.POST.lists() for text in (name, *values))
