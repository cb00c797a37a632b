"""Where a person arrives after logging in."""

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.urls import get_script_prefix, reverse

from .models import User
from .reads import own_towns
from .roles import Role


def after_login(request: HttpRequest) -> str:
    """This town's pages if it is one of the person's; a coach's portfolio, the view of association and state;
    else the only town, the choice, or the operator's page.
    """
    user: User = request.user  # type: ignore[assignment]
    places = own_towns(user)
    slugs = list(dict.fromkeys(place.slug for place in places))
    town = getattr(request, "municipality", None)
    if town is not None and town.slug in slugs:
        return reverse("home")
    if not slugs and (user.is_operator or user.is_observer):
        return outside(request, "operator" if user.is_operator else "state")
    if not slugs and user.is_programme_coach:
        return outside(request, "coach_meetings")
    if slugs and all(place.role is Role.LOTSE for place in places):
        return outside(request, "coaching")
    if len(slugs) == 1:
        return town_url(request, slugs[0])
    return outside(request, "towns")


def town_url(request: HttpRequest, slug: str) -> str:
    """Start page of a town, also from another town's own host."""
    return f"{_root(request)}/{slug}/"


def outside(request: HttpRequest, name: str) -> str:
    """A page that belongs to no town, without the town's prefix."""
    return f"{_root(request)}/{reverse(name).removeprefix(get_script_prefix())}"


def _root(request: HttpRequest) -> str:
    host, _port = split_domain_port(request.get_host())
    town = getattr(request, "municipality", None)
    return settings.PUBLIC_URL if town is not None and town.host == host else ""
