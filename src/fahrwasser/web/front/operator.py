"""The operator's page: open a town with its first administrator, see what is stuck. Never what is in a town."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from fahrwasser.web.accounts.access import open_to_all
from fahrwasser.web.accounts.actions import (
    invite_first_administrator,
    mark_programme_coach,
    reset_second_factor_as_operator,
)
from fahrwasser.web.accounts.models import User
from fahrwasser.web.jobs.dead_letters import dead_letters, try_all_again
from fahrwasser.web.jobs.loop import load_handlers
from fahrwasser.web.jobs.nights import plan_town
from fahrwasser.web.tenants.actions import join
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.screens import Screen

from .screens import KnownPerson, OpenTown


@open_to_all  # guarded by hand: an operator is no member of any town
def operator(request: HttpRequest) -> HttpResponse:
    """Open towns, the form that opens another, coaches of the programme, the last way back for a second factor."""
    if not (request.user.is_authenticated and request.user.is_operator):
        raise PermissionDenied("operator")
    what = request.POST.get("what", "open")
    if what in ("again", "uncoach"):
        return _again(request) if what == "again" else _uncoach(request)
    sent = request.POST if request.method == "POST" else None
    opening = OpenTown(sent if what not in ("reset", "coach") else None)
    reset = KnownPerson(sent if what == "reset" else None, auto_id="reset_%s")
    coach = KnownPerson(sent if what == "coach" else None, auto_id="coach_%s")
    forms: dict[str, tuple[Screen, Callable[..., str]]] = {"reset": (reset, _reset), "coach": (coach, _coach)}
    screen, act = forms.get(what, (opening, _open))
    if sent is not None and screen.is_valid():
        try:
            messages.success(request, act(request, screen.cleaned_data))
        except ValidationError as refused:
            screen.add_error("email", refused)
        else:
            return redirect("operator")
    errors = bool(screen.errors)
    page = {"form": opening, "reset": reset, "coach": coach, "towns": Municipality.objects.open_towns()}
    page |= {"dead": dead_letters(), "coaches": _coaches(), "page_error": errors}
    return render(request, "front/operator.html", page, status=422 if errors else 200)


def _again(request: HttpRequest) -> HttpResponse:
    """The dead letters of one town are tried once more."""
    town = Municipality.objects.open_towns().filter(slug=request.POST.get("town", "")).first()
    if town is None:
        raise Http404
    count = try_all_again(town)
    messages.success(request, _("%(count)s jobs of %(town)s are tried again.") % {"count": count, "town": town.name})
    return redirect("operator")


def _coaches() -> QuerySet[User]:
    return User.objects.filter(is_programme_coach=True, is_active=True).order_by("name", "id")


def _coach(request: HttpRequest, given: dict[str, Any]) -> str:
    mark_programme_coach(request.user, given["email"], is_one=True)  # type: ignore[arg-type]
    return _("%(name)s may call meetings of all towns now.") % {"name": given["email"].name}


def _uncoach(request: HttpRequest) -> HttpResponse:
    """Meetings already called stay; the operator can call them off."""
    person = _coaches().filter(email=request.POST.get("email", "")).first()
    if person is None:
        raise Http404
    mark_programme_coach(request.user, person, is_one=False)  # type: ignore[arg-type]
    messages.success(request, _("%(name)s calls no meetings of all towns any more.") % {"name": person.name})
    return redirect("operator")


def _open(request: HttpRequest, given: dict[str, Any]) -> str:
    town: Municipality = given["ags"]
    join(town)
    load_handlers()
    with working_for(town):
        plan_town(town, timezone.now())
    invite_first_administrator(town, name=given["name"], email=given["email"], by=request.user.pk)
    return _("%(town)s is open; the invitation has been sent.") % {"town": town.name}


def _reset(request: HttpRequest, given: dict[str, Any]) -> str:
    assert request.user.is_authenticated  # noqa: S101 the view has made sure
    reset_second_factor_as_operator(request.user, given["email"])
    return _("The second factor is reset; the person has got mail.")
