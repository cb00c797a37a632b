"""The operator's page: open a town with its first administrator, see what is stuck. Never what is in a town."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from fahrwasser.web.accounts.access import open_to_all
from fahrwasser.web.accounts.actions import invite_first_administrator
from fahrwasser.web.tenants.actions import join
from fahrwasser.web.tenants.models import Municipality

from .screens import OpenTown


@open_to_all  # guarded by hand: an operator is no member of any town
def operator(request: HttpRequest) -> HttpResponse:
    """List of open towns and the form that opens another."""
    if not (request.user.is_authenticated and request.user.is_operator):
        raise PermissionDenied("operator")
    screen = OpenTown(request.POST or None)
    if request.method == "POST" and screen.is_valid():
        town: Municipality = screen.cleaned_data["ags"]
        join(town)
        invite_first_administrator(town, name=screen.cleaned_data["name"], email=screen.cleaned_data["email"])
        messages.success(request, _("%(town)s is open; the invitation has been sent.") % {"town": town.name})
        return redirect("operator")
    page = {"form": screen, "towns": Municipality.objects.open_towns(), "page_error": bool(screen.errors)}
    return render(request, "front/operator.html", page, status=422 if screen.errors else 200)
