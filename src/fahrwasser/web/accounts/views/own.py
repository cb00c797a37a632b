"""My account."""

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views import i18n
from django.views.decorators.http import require_POST

from fahrwasser.web.accounts import actions
from fahrwasser.web.accounts.access import asking, logged_in, member_of, needs, open_to_all
from fahrwasser.web.accounts.destinations import town_url
from fahrwasser.web.accounts.models import User
from fahrwasser.web.accounts.reads import own_towns
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.accounts.screens.own import OwnAccount
from fahrwasser.web.accounts.second_factor import Type, factors_of

from .manners import account_page


@logged_in
def account_overview(request: HttpRequest) -> HttpResponse:
    """Name, language, password, second factor, towns."""
    person: User = request.user  # type: ignore[assignment]
    screen = OwnAccount(request.POST or None, initial={"name": person.name, "language": person.language})
    if request.method == "POST" and screen.is_valid():
        return _keep(request, person, screen)
    member = member_of(request)
    page = {
        "form": screen,
        "page_error": bool(screen.errors),
        "factors": described(factors_of(person)),
        "places": [(place, town_url(request, place.slug)) for place in own_towns(person)],
        "manages_people": bool(member and member.may(Right.PEOPLE)),
    }
    return render(request, "accounts/overview.html", page, status=422 if screen.errors else 200)


@open_to_all
def set_language(request: HttpRequest) -> HttpResponse:
    """The language of the pages; for a person who is logged in also of mails and of the next log-in."""
    person = request.user
    chosen = request.POST.get("language", "")
    if request.method == "POST" and person.is_authenticated and chosen in dict(settings.LANGUAGES):
        actions.choose_language(person, chosen)
    response: HttpResponse = i18n.set_language(request)
    return response


def in_other_language(request: HttpRequest, page: Callable[[], HttpResponse]) -> HttpResponse:
    """The page once more in the language that was chosen, for forms that keep nothing before they are sent.

    What was typed came with the button and stands on the page again; it is kept nowhere, neither here nor in a browser
    that others use after this person. `page` is called when the language is set.
    """
    chosen = set_language(request)
    if (language := request.POST.get("language", "")) in dict(settings.LANGUAGES):
        translation.activate(language)  # to the end of this request: the middleware names it in the answer
    response = page()
    response.cookies.update(chosen.cookies)
    return response


def _keep(request: HttpRequest, person: User, screen: OwnAccount) -> HttpResponse:
    actions.change_name(person, screen.cleaned_data["name"])
    actions.choose_language(person, screen.cleaned_data["language"])
    messages.success(request, _("Your account has been saved."))
    response = redirect("account_overview")
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, screen.cleaned_data["language"], samesite="Lax")
    return response


@account_page
def second_factor(request: HttpRequest) -> HttpResponse:
    """The three kinds of second factor: what is set up, and what can be."""
    factors = described(factors_of(request.user))  # type: ignore[arg-type]
    kinds = {factor["type"] for factor in factors}
    page = {
        "factors": factors,
        "has_app": Type.TOTP in kinds,
        "has_list": Type.RECOVERY_CODES in kinds,
        "has_passkey": Type.WEBAUTHN in kinds,
        "can_remove": len(factors) > 1,
    }
    return render(request, "accounts/second_factor.html", page)


@logged_in
def second_factor_there(request: HttpRequest) -> HttpResponse:
    """allauth sends people here who want to set up the app a second time."""
    return redirect("mfa_index")


@require_POST
@account_page
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
def remove_factor(request: HttpRequest, key: int) -> HttpResponse:
    """One of several is removed."""
    try:
        actions.remove_factor(request.user, key)  # type: ignore[arg-type]
        messages.success(request, _("The second factor has been removed."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("mfa_index")


def described(factors: list[Authenticator]) -> list[dict[str, Any]]:
    """Key, type, words and, for a list, the codes left; no query."""
    words = {Type.TOTP: _("App on a phone or computer"), Type.RECOVERY_CODES: _("Printed code list")}
    return [
        {
            "key": factor.pk,
            "type": factor.type,
            "name": words.get(factor.type) or _("Passkey “%(name)s”") % {"name": factor.wrap().name},
            "codes_left": len(factor.wrap().get_unused_codes()) if factor.type == Type.RECOVERY_CODES else None,
            "since": factor.created_at,
            "used": factor.last_used_at,
        }
        for factor in factors
    ]


@needs()
def leave(request: HttpRequest) -> HttpResponse:
    """All own roles in this town end, after a question."""
    if request.method == "POST":
        member = asking(request)
        try:
            actions.leave(member)
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
            return redirect("account_overview")
        messages.success(request, _("Your roles in %(town)s have ended.") % {"town": member.municipality.name})
        return redirect("home")
    return render(request, "accounts/leave.html")
