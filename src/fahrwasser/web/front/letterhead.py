"""The town's letterhead: address, contact, head, coat of arms."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from fahrwasser.web.accounts.access import member_of, needs
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.tenants.actions import letterhead_of, write_letterhead
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.tenants.turns import turn

from .screens import LetterheadScreen


@needs(Right.PEOPLE)
def letterhead(request: HttpRequest) -> HttpResponse:
    """Shows and keeps it; an empty file field keeps the present coat of arms."""
    turn(request, "letterhead")
    town: Municipality = request.municipality  # type: ignore[attr-defined]
    row = letterhead_of(town)
    now = {name: getattr(row, name) for name in LetterheadScreen.base_fields if name != "coat_of_arms"}
    screen = LetterheadScreen(request.POST or None, request.FILES or None, initial=now)
    if request.method == "POST" and screen.is_valid():
        values = dict(screen.cleaned_data)
        if values["coat_of_arms"] is None:
            del values["coat_of_arms"]
        member = member_of(request)
        assert member  # noqa: S101 @needs has made sure
        write_letterhead(town, values)
        record_act(member, "town.letterhead")
        messages.success(request, _("The letterhead is saved. New papers will carry it."))
        return redirect("letterhead")
    page = {"form": screen, "has_arms": bool(row.coat_of_arms), "page_error": bool(screen.errors)}
    return render(request, "front/letterhead.html", page, status=422 if screen.errors else 200)
