"""What every page needs: town, person, menu. Runs no query that the view has not already made."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


def page(request: HttpRequest) -> dict[str, Any]:
    """town, member, menu (only for members), demo mark."""
    town = getattr(request, "municipality", None)
    member = getattr(request, "_member", None)
    return {
        "town": town,
        "member": member,
        "menu": menu(request) if member else [],
        "shows_sample": settings.DEMO or bool(town and town.is_sample),
    }


def menu(request: HttpRequest) -> list[dict[str, Any]]:
    """The main menu with the current section marked; sections are url names of the apps' first pages."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    entries = (
        ("home", _("This week"), ("home", "week")),
        ("inventory", _("Record"), ("inventory", "check", "service", "system", "capability", "staff")),
        ("agenda", _("Digitale Agenda"), ("agenda", "plan", "wish", "version", "project")),
        ("papers", _("Papers"), ("papers", "document", "paper")),
    )
    return [
        {"url": reverse(name), "label": label, "current": here.startswith(prefixes)}
        for name, label, prefixes in entries
    ]
