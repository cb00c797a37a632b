"""The operator's page: open a town with its first administrator, see what is stuck. Never what is in a town."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from fahrwasser.web.accounts.access import open_to_all
from fahrwasser.web.accounts.actions import invite_first_administrator, reset_second_factor_as_operator
from fahrwasser.web.jobs.dead_letters import dead_letters, try_all_again
from fahrwasser.web.jobs.loop import load_handlers
from fahrwasser.web.jobs.nights import plan_town
from fahrwasser.web.tenants.actions import join
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality

from .screens import OpenTown, ResetFactor


@open_to_all  # guarded by hand: an operator is no member of any town
def operator(request: HttpRequest) -> HttpResponse:
    """List of open towns, the form that opens another, and the last way back for a lost second factor."""
    if not (request.user.is_authenticated and request.user.is_operator):
        raise PermissionDenied("operator")
    if request.POST.get("what") == "again":
        return _again(request)
    resets = request.POST.get("what") == "reset"
    opening = OpenTown(request.POST if request.method == "POST" and not resets else None)
    reset = ResetFactor(request.POST if resets else None, auto_id="reset_%s")
    screen, act = (reset, _reset) if resets else (opening, _open)
    if request.method == "POST" and screen.is_valid():
        try:
            messages.success(request, act(request, screen.cleaned_data))
        except ValidationError as refused:
            screen.add_error("email", refused)
        else:
            return redirect("operator")
    errors = bool(opening.errors or reset.errors)
    page = {"form": opening, "reset": reset, "towns": Municipality.objects.open_towns(), "page_error": errors}
    page["dead"] = dead_letters()
    return render(request, "front/operator.html", page, status=422 if errors else 200)


def _again(request: HttpRequest) -> HttpResponse:
    """The dead letters of one town are tried once more."""
    town = Municipality.objects.open_towns().filter(slug=request.POST.get("town", "")).first()
    if town is None:
        raise Http404
    count = try_all_again(town)
    messages.success(request, _("%(count)s jobs of %(town)s are tried again.") % {"count": count, "town": town.name})
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
