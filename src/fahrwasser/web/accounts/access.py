"""Who is asking, and may they? Every view of a town says which right it needs."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from fahrwasser.web.tenants.models import Municipality

from .models import Membership
from .roles import COEDIT, RIGHTS, Right, Role

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Member:
    """A logged-in person in one municipality, as actions receive it (`by`)."""

    municipality: Municipality
    user_id: uuid.UUID
    name: str
    roles: frozenset[Role]
    coedit: frozenset[Right] = frozenset()

    @property
    def rights(self) -> frozenset[Right]:
        """Everything any of the roles allows, and what the town has added to a Lotse's mandate."""
        return self.coedit.union(*(RIGHTS[role] for role in self.roles))

    @property
    def is_own(self) -> bool:
        """Works in the town itself; a coach with nothing but a mandate does not."""
        return self.roles != {Role.LOTSE}

    def may(self, right: Right) -> bool:
        """True when one of the roles carries the right."""
        return right in self.rights

    def require(self, right: Right) -> None:
        """Raises PermissionDenied unless the person has the right; every action starts with it."""
        if right not in self.rights:
            raise PermissionDenied(right.value)


def member_of(request: HttpRequest) -> Member | None:
    """The person as member of the request's municipality; 1 query, remembered for the request."""
    if not hasattr(request, "_member"):
        request._member = _read_member(request)  # type: ignore[attr-defined]
    found: Member | None = request._member  # type: ignore[attr-defined]
    return found


def _read_member(request: HttpRequest) -> Member | None:
    town: Municipality | None = getattr(request, "municipality", None)
    user = request.user
    if town is None or not user.is_authenticated:
        return None
    rows = list(Membership.objects.of(town).current().filter(user=user).values_list("role", "may_edit"))
    roles = frozenset(Role(role) for role, _may_edit in rows)
    added = {right for role, may_edit in rows if role == Role.LOTSE for right in may_edit}
    return Member(town, user.pk, user.name, roles, COEDIT.intersection(added)) if roles else None


def asking(request: HttpRequest) -> Member:
    """The member behind a view that is guarded by `needs`."""
    member = member_of(request)
    if member is None:
        raise PermissionDenied("member")
    return member


def needs(*rights: Right) -> Callable[[View], View]:
    """View decorator: a municipality, a member of it, and at least one of `rights` (none named: any member).

    No municipality: 404. Not logged in: login page. No membership or right: 403, logged without personal data.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if getattr(request, "municipality", None) is None:
                raise Http404
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            member = member_of(request)
            if member is None or (rights and not member.rights.intersection(rights)):
                raise PermissionDenied(",".join(rights) or "member")
            return view(request, *args, **kwargs)

        guarded.rights = rights  # type: ignore[attr-defined]  # read by the test that every view is guarded
        return guarded

    return decorate


def logged_in(view: View) -> View:
    """View decorator: any person, for pages about nobody but themselves, with or without a municipality."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.rights = ()  # type: ignore[attr-defined]
    return guarded


def open_to_all(view: View) -> View:
    """Marks a view that deliberately needs no login; the architecture test lists them."""
    view.open_to_all = True  # type: ignore[attr-defined]
    return view
