"""What every page needs: town, person, menu. Runs no query that the view has not already made."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.urls import reverse
from django.utils.translation import gettext as _


def page(request: HttpRequest) -> dict[str, Any]:
    """town, member, menu (only for members), demo mark."""
    town = getattr(request, "municipality", None)
    member = getattr(request, "_member", None)
    return {
        "town": town,
        "member": member,
        "menu": [*_portfolio(request, member.roles), *menu(request, member.rights)] if member else [],
        "manages_people": bool(member and "people" in member.rights),
        "shows_sample": town.is_sample if town else settings.DEMO,
    }


def menu(request: HttpRequest, rights: Collection[str]) -> list[dict[str, Any]]:
    """The main menu as far as this person may use it; sections are url names of the apps' first pages."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    planning = "see_plan" in rights
    entries = (
        ("home", _("This week"), ("home", "week"), True),
        (
            "inventory",
            _("Record"),
            ("inventory", "check", "service", "system", "capabil", "staff"),
            "see_plan" in rights,
        ),
        ("agenda", _("Agenda"), ("agenda", "plan", "wish", "version", "project"), planning),
        ("papers", _("Papers"), ("papers", "document", "paper"), planning),
        ("figures", _("Figures"), ("figures", "usage"), planning),
        ("coaching", _("Network"), ("coaching", "network"), planning),
        ("catalogue", _("Services"), ("catalogue", "adoption"), "adopt" in rights),
        ("today", _("Today"), ("today", "case", "task", "counter", "draft"), "cases" in rights),
        ("files", _("Files"), ("file",), "cases" in rights),
        ("file_erasures", _("Erasure"), ("file_erasure", "file_lookups"), "decide" in rights and "cases" not in rights),
        ("registers", _("Registers"), ("registers", "register_"), "cases" in rights or "adopt" in rights),
    )
    return [
        {"url": reverse(name), "label": label, "current": here.startswith(prefixes)}
        for name, label, prefixes, allowed in entries
        if allowed
    ]


def _portfolio(request: HttpRequest, roles: Collection[str]) -> list[dict[str, Any]]:
    """A coach's way back from a town to all of them, also from a town's own host."""
    if "lotse" not in roles:
        return []
    host, _port = split_domain_port(request.get_host())
    root = settings.PUBLIC_URL if host not in settings.OWN_HOSTS else ""
    return [{"url": f"{root}/begleitung/", "label": _("Coached towns"), "current": False}]
