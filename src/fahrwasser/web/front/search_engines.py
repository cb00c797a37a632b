"""What search engines may keep: the pages for everybody of towns that exist, each at one address; nothing else.

robots.txt closes nothing off: who may not read a page does not see that it must not be kept.
"""

from collections.abc import Callable
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from fahrwasser.web.accounts.access import open_to_all
from fahrwasser.web.jobs.actions import absolute
from fahrwasser.web.portal.reads import offers_of
from fahrwasser.web.tenants.models import Municipality

FINDABLE = frozenset({"home", "services_offered", "service_info", "apply", "imprint", "privacy", "accessibility"})
"""`apply`: question one of a form, before anybody has answered it."""
XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"
"""https://www.sitemaps.org/protocol.html"""


class SearchEnginesMiddleware:
    """`X-Robots-Tag: noindex` for all but the findable pages; these say their one address (`Link: …; rel=canonical`).

    A town's pages have two addresses where it has a host of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response with one header more."""
        response = self.get_response(request)
        town: Municipality | None = getattr(request, "municipality", None)
        if response.status_code == 200 and _is_findable(request, town):
            response["Link"] = f'<{absolute(town, request.path_info)}>; rel="canonical"'
        else:
            response["X-Robots-Tag"] = "noindex"
        return response


def _is_findable(request: HttpRequest, town: Municipality | None) -> bool:
    name = request.resolver_match.url_name if request.resolver_match else ""
    is_invented = settings.DEMO if town is None else town.is_sample
    return name in FINDABLE and not is_invented and not _is_personal(request)


def _is_personal(request: HttpRequest) -> bool:
    """With what somebody has typed, or of somebody logged in; the page has asked who it is already."""
    user = getattr(request, "user", None)
    return request.method == "POST" or (user is not None and user.is_authenticated)


@open_to_all
def robots(request: HttpRequest) -> HttpResponse:
    """RFC 9309: everything may be read, and where the list of pages is."""
    town: Municipality | None = getattr(request, "municipality", None)
    text = f"User-agent: *\nDisallow:\n\nSitemap: {absolute(town, '/sitemap.xml')}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@open_to_all
def sitemap(request: HttpRequest) -> HttpResponse:
    """A town's pages; outside of a town the lists of all towns. Invented towns have none."""
    town: Municipality | None = getattr(request, "municipality", None)
    if town is None:
        towns = Municipality.objects.open_towns().filter(is_sample=False)
        return _xml("sitemapindex", "sitemap", [absolute(one, "/sitemap.xml") for one in towns])
    if town.is_sample:
        return _xml("urlset", "url", [])
    services = [f"/dienste/{offer.slug}/" for offer in offers_of(town)]
    paths = ["/", *(["/dienste/"] if services else []), *services, *(f"{path}antrag/" for path in services)]
    return _xml("urlset", "url", [absolute(town, path) for path in paths])


def _xml(root: str, entry: str, addresses: list[str]) -> HttpResponse:
    lines = "".join(f"<{entry}><loc>{escape(address)}</loc></{entry}>\n" for address in addresses)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{XMLNS}">\n{lines}</{root}>\n'
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
