"""Arriving: the invitation, the second step of a log-in, the choice of a town, the demo's one-click log-in."""

import uuid
from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.mfa.base.views import AuthenticateView
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import ngettext

from fahrwasser.web.accounts import actions
from fahrwasser.web.accounts.access import logged_in, open_to_all
from fahrwasser.web.accounts.destinations import after_login, outside, town_url
from fahrwasser.web.accounts.invitations import person_of
from fahrwasser.web.accounts.models import User
from fahrwasser.web.accounts.reads import own_towns
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.accounts.screens.entry import FirstPassword
from fahrwasser.web.accounts.second_factor import Type

FEW_CODES = 8
INVITATION = "invitation"  # session key: the token of the link


class SecondStep(AuthenticateView):  # type: ignore[misc]
    """The code or passkey after the password; warns when the printed list is nearly used up."""

    template_name = "accounts/second_step.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`has_passkey`: whether this person can answer with one."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        options = context["js_data"]["request_options"]["publicKey"]
        return {**context, "has_passkey": bool(options.get("allowCredentials"))}

    def form_valid(self, form: Any) -> HttpResponse:
        """Logged in."""
        response: HttpResponse = super().form_valid(form)
        factor = getattr(form, "authenticator", None)
        if factor is not None and factor.type == Type.RECOVERY_CODES:
            factor.refresh_from_db(fields=["data"])
            left = len(factor.wrap().get_unused_codes())
            if left <= FEW_CODES:
                text = ngettext(
                    "Your printed list has %(n)s code left. Please print a new list under “My account”.",
                    "Your printed list has %(n)s codes left. Please print a new list under “My account”.",
                    left,
                )
                messages.warning(self.request, text % {"n": left})
        return response


@open_to_all
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail: on to a page without the token, so that it stands in no log and no history."""
    request.session[INVITATION] = token
    return redirect("invitation_accept")


@open_to_all
def invitation_accept(request: HttpRequest) -> HttpResponse:
    """An invited person sets the first password and is logged in; a void link says what to do."""
    person = person_of(request.session.get(INVITATION, ""))
    if person is None or not (_works_outside(person) or own_towns(person)):
        return render(request, "accounts/invitation_void.html", status=410)
    screen = FirstPassword(request.POST or None, user=person)
    if request.method == "POST" and screen.is_valid():
        actions.set_first_password(person, screen.cleaned_data["password1"])
        del request.session[INVITATION]
        login = Login(user=person, redirect_url=after_invitation(person))
        response: HttpResponse = perform_password_login(request, {"email": person.email}, login)
        return response
    page = {"form": screen, "person": person, "page_error": bool(screen.errors)}
    return render(request, "accounts/invitation.html", page, status=422 if screen.errors else 200)


def after_invitation(person: User) -> str | None:
    """The only town, else what a log-in decides; so it does for a coach."""
    places = own_towns(person)
    slugs = {place.slug for place in places} if any(place.role is not Role.LOTSE for place in places) else set()
    return f"/{slugs.pop()}/" if len(slugs) == 1 else None


@logged_in
def towns(request: HttpRequest) -> HttpResponse:
    """Which of the towns? For people who work in several."""
    own = own_towns(request.user)  # type: ignore[arg-type]
    places: dict[str, dict[str, Any]] = {}
    for place in own:
        town = places.setdefault(place.slug, {"name": place.town, "url": town_url(request, place.slug), "roles": []})
        town["roles"].append(place.role.label)
    page = {
        "places": list(places.values()),
        "is_coach": any(place.role is Role.LOTSE for place in own),
        "portfolio": outside(request, "coaching"),
    }
    return render(request, "accounts/towns.html", page)


@logged_in
def arrive(request: HttpRequest) -> HttpResponse:
    """On to the work, after something about the account was set up."""
    return redirect(after_login(request))


@open_to_all
def demo_login(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One click as an invented person; GET only shows the button, because a link must never log anybody in."""
    person = User.objects.filter(pk=key, is_sample=True, is_active=True).first() if settings.DEMO else None
    if person is None:
        raise Http404
    target = request.POST.get("next") or request.GET.get("next", "")
    if request.method != "POST":
        return render(request, "accounts/demo_login.html", {"person": person, "next": target})
    actions.login_as_sample(request, person)
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return redirect(target)
    return redirect(after_login(request))


def _works_outside(person: User) -> bool:
    return person.is_operator or person.is_observer or person.is_programme_coach
