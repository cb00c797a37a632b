"""Staff and roles, the Lotse's mandate, the log. For people with Right.PEOPLE."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.web.accounts import actions
from fahrwasser.web.accounts.access import Member, asking, needs
from fahrwasser.web.accounts.actions.factors import may_reset
from fahrwasser.web.accounts.actions.staff import may_give
from fahrwasser.web.accounts.acts import latest_acts
from fahrwasser.web.accounts.models import Membership, Unit, UnitMember, User
from fahrwasser.web.accounts.roles import COEDIT, IN_UNITS, Right, Role
from fahrwasser.web.accounts.screens.people import Invite, Mandate, RoleScreen, Units
from fahrwasser.web.tenants.turns import turn


@needs(Right.PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """Who works here in which role, and the offices; 4 queries."""
    town = asking(request).municipality
    team: dict[uuid.UUID, dict[str, Any]] = {}
    for row in Membership.objects.of(town).current().with_people():
        entry = team.setdefault(row.user_id, {"person": row.user, "roles": [], "waits": _waits(row.user)})
        entry["roles"].append(row.get_role_display())
    page = {"team": list(team.values()), "units": Unit.objects.of(town).open()}
    return render(request, "accounts/people.html", page)


@needs(Right.PEOPLE)
def people_invite(request: HttpRequest) -> HttpResponse:
    """Somebody new."""
    by = asking(request)
    offered = may_give(by) - {Role.LOTSE}
    screen = Invite(request.POST or None, roles=offered, units=Unit.objects.of(by.municipality).open())
    if request.method == "POST" and screen.is_valid():
        data = screen.cleaned_data
        try:
            actions.invite(
                by, name=data["name"], email=data["email"], role=Role(data["role"]), units=data.get("units", ())
            )
            messages.success(request, _("The invitation is on its way. The link in it is valid for 7 days."))
            return redirect("people")
        except ValidationError as refused:
            screen.add_error(None, refused)
    return _screen(request, "accounts/people_invite.html", screen)


@needs(Right.PEOPLE)
def people_person(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One person: roles, offices, invitation, second factor; the form gives one more role."""
    by = asking(request)
    person, rows = _team_member(by, key)
    offered = may_give(by) - {Role(row.role) for row in rows} - {Role.LOTSE}
    screen = RoleScreen(request.POST or None, roles=offered, units=Unit.objects.of(by.municipality).open())
    if request.method == "POST" and screen.is_valid():
        data = screen.cleaned_data
        actions.give_role(by, person, Role(data["role"]), data.get("units", ()))
        messages.success(request, _("The role has been given."))
        return redirect("people_person", key)
    in_units: dict[uuid.UUID, list[str]] = {}
    for link in UnitMember.objects.of(by.municipality).filter(membership__in=rows).select_related("unit"):
        in_units.setdefault(link.membership_id, []).append(link.unit.name)
    context = {
        "person": person,
        "waits": _waits(person),
        "rows": [
            {
                "row": row,
                "units": ", ".join(in_units.get(row.pk, ())),
                "has_units": row.role in IN_UNITS,
                "can_take": Role(row.role) in may_give(by),
            }
            for row in rows
        ],
        "can_give": bool(offered),
        **_reset(by, person),
    }
    return _screen(request, "accounts/people_person.html", screen, context)


@needs(Right.PEOPLE)
def people_units(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The offices of one role of one person."""
    turn(request, f"units:{key}")
    by = asking(request)
    row = _membership(by, key)
    links = UnitMember.objects.of(by.municipality).filter(membership=row).values_list("unit_id", flat=True)
    chosen = {"units": list(links)}
    screen = Units(request.POST or None, initial=chosen, units=Unit.objects.of(by.municipality).open())
    if request.method == "POST" and screen.is_valid():
        actions.assign_units(by, row, screen.cleaned_data.get("units", ()))
        messages.success(request, _("The offices have been saved."))
        return redirect("people_person", row.user_id)
    return _screen(request, "accounts/people_units.html", screen, {"row": row})


@needs(Right.PEOPLE)
def people_take(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A role ends, after a question; a Lotse's mandate too."""
    by = asking(request)
    row = _membership(by, key)
    if request.method == "POST":
        try:
            actions.take_role(by, row)
            messages.success(request, _("The role has ended. The person has been told by mail."))
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
        return redirect("people_mandate" if row.role == Role.LOTSE else "people")
    return render(request, "accounts/people_take.html", {"row": row})


@require_POST
@needs(Right.PEOPLE)
def people_remind(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The invitation once more."""
    by = asking(request)
    person, _rows = _team_member(by, key)
    try:
        actions.remind(by, person)
        messages.success(request, _("The invitation has been sent again."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("people_person", key)


@needs(Right.PEOPLE)
def people_reset(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The second factor is lost: reset, after a question."""
    by = asking(request)
    person, _rows = _team_member(by, key)
    if not may_reset(by, person):  # the page of the person does not offer it and says who helps
        raise PermissionDenied("reset second factor")
    if request.method == "POST":
        actions.reset_second_factor(by, person)
        messages.success(request, _("The second factor has been reset. The person has been told by mail."))
        return redirect("people_person", key)
    return render(request, "accounts/people_reset.html", {"person": person})


@needs(Right.PEOPLE)
def people_mandate(request: HttpRequest) -> HttpResponse:
    """The Lotse's mandate: given, running, ended."""
    by = asking(request)
    screen = Mandate(request.POST or None)
    if request.method == "POST" and screen.is_valid():
        try:
            data = screen.cleaned_data
            actions.invite(by, name=data["name"], email=data["email"], role=Role.LOTSE)
            messages.success(request, _("The mandate has been given. The Lotse has been told by mail."))
            return redirect("people_mandate")
        except ValidationError as refused:
            screen.add_error(None, refused)
    rows = list(
        Membership.objects.of(by.municipality).filter(role=Role.LOTSE).select_related("user").order_by("-granted_at")
    )
    running = [row for row in rows if row.revoked_at is None]
    ended = [row for row in rows if row.revoked_at is not None]
    return _screen(request, "accounts/people_mandate.html", screen, {"running": running, "ended": ended})


@require_POST
@needs(Right.PEOPLE)
def people_coedit(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What the Lotse may edit: the ticked ones, nothing else."""
    by = asking(request)
    row = Membership.objects.of(by.municipality).current().filter(pk=key, role=Role.LOTSE).first()
    if row is None:
        raise Http404
    wanted = [right for right in COEDIT if right in request.POST.getlist("rights")]
    seen = request.POST.get("seen", "").split()
    try:
        actions.let_edit(by, row, wanted, seen=seen)
    except actions.MandateChanged:
        words = _("Somebody else has changed this mandate meanwhile. Nothing was saved; please look at it again.")
        messages.error(request, words)
    else:
        messages.success(request, _("Saved. It holds from the next click on."))
    return redirect("people_mandate")


@needs(Right.PEOPLE)
def people_log(request: HttpRequest) -> HttpResponse:
    """Who did what: the last 100 acts."""
    return render(request, "accounts/people_log.html", {"lines": latest_acts(asking(request).municipality)})


def _team_member(by: Member, key: uuid.UUID) -> tuple[User, list[Membership]]:
    """A person with a running role in this town, and the roles; 404 for anybody else."""
    rows = list(Membership.objects.of(by.municipality).current().filter(user_id=key).with_people())
    if not rows:
        raise Http404
    return rows[0].user, rows


def _reset(by: Member, person: User) -> dict[str, bool]:
    """Whether a lost second factor is reset here, or only by the operator; neither for oneself or before the first."""
    if _waits(person) or person.pk == by.user_id:
        return {"can_reset": False, "resets_operator": False}
    here = may_reset(by, person)
    return {"can_reset": here, "resets_operator": not here}


def _membership(by: Member, key: uuid.UUID) -> Membership:
    row = Membership.objects.of(by.municipality).current().filter(pk=key).with_people().first()
    if row is None:
        raise Http404
    return row


def _waits(person: User) -> bool:
    """Invited, but no password yet."""
    return not (person.has_usable_password() or person.is_sample)


def _screen(request: HttpRequest, template: str, screen: Any, more: dict[str, Any] | None = None) -> HttpResponse:
    page = {**(more or {}), "form": screen, "page_error": bool(screen.errors)}
    return render(request, template, page, status=422 if screen.errors else 200)
