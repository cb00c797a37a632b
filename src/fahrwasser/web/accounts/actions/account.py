"""What people do with their own account."""

from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.models import Membership, User
from fahrwasser.web.accounts.second_factor import ONE_CLICK

from .staff import end

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def change_name(person: User, name: str) -> None:
    """Pages and the log show this name from now on."""
    if person.is_sample:
        raise PermissionDenied("sample")
    User.objects.filter(pk=person.pk).update(name=name)


def choose_language(person: User, language: str) -> None:
    """Mails come in this language, and pages after the next log-in."""
    if language not in dict(settings.LANGUAGES):
        raise PermissionDenied("language")
    User.objects.filter(pk=person.pk).update(language=language)


def set_first_password(person: User, password: str) -> None:
    """The invitation is used: its link and every other one are void."""
    person.set_password(password)
    User.objects.filter(pk=person.pk).update(password=person.password)


def leave(by: Member) -> None:
    """All roles here end. Raises ValidationError when nobody would be left to manage people."""
    own = list(Membership.objects.of(by.municipality).current().filter(user_id=by.user_id))
    end(by.municipality, own)
    record_act(by, "staff.leave", f"person:{by.user_id}")


def login_as_sample(request: HttpRequest, person: User) -> None:
    """Logged in without any proof: an invented person, in demo mode, never in production. Raises PermissionDenied."""
    if not settings.DEMO or settings.PRODUCTION or not person.is_sample or not person.is_active:
        raise PermissionDenied("no demo")
    login(request, person, backend=BACKEND)
    request.session[ONE_CLICK] = True
