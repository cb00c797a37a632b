"""Second factors: removed by the person, or reset by somebody the town trusts when they are lost."""

import logging

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.mail import write_to
from fahrwasser.web.accounts.models import User
from fahrwasser.web.accounts.reads import own_towns
from fahrwasser.web.accounts.roles import Right

from .staff import may_give

log = logging.getLogger("fahrwasser.accounts")


@transaction.atomic  # a page about oneself may belong to no town, so the request is no transaction
def remove_factor(person: User, key: int) -> None:
    """One of several second factors is gone. Raises ValidationError for the last one: somebody would be unprotected."""
    own = list(Authenticator.objects.select_for_update().filter(user=person).order_by("pk"))
    if key not in [factor.pk for factor in own]:
        raise ValidationError(_("You have no such second factor."))
    if len(own) == 1:
        raise ValidationError(_("This is your only second factor. Please set up another one first."))
    Authenticator.objects.filter(user=person, pk=key).delete()
    write_to(person, "factor_removed")


def may_reset(by: Member, person: User) -> bool:
    """Whether `by` may reset this person's second factors; 1 query.

    A second factor guards every town the person works in, and an invitation makes anybody a member at once. So the
    person must work here only, in roles that `by` may give; for everybody else there is the operator.
    """
    if not by.may(Right.PEOPLE) or person.pk == by.user_id or person.is_operator:
        return False
    places, roles = own_towns(person), may_give(by)
    return bool(places) and all(place.slug == by.municipality.slug and place.role in roles for place in places)


def reset_second_factor(by: Member, person: User) -> None:
    """Somebody lost the second factor: all are gone, all sessions end, the next log-in sets up a new one.

    The password is still needed. Raises PermissionDenied for people whom only the operator may help (`may_reset`).
    """
    by.require(Right.PEOPLE)
    if not may_reset(by, person):
        raise PermissionDenied("reset second factor")
    clear(person)
    record_act(by, "staff.reset", f"person:{person.pk}")
    write_to(person, "factor_reset", resetter=by.name)


@transaction.atomic
def reset_second_factor_as_operator(operator: User, person: User) -> None:
    """The same by the operator, for whom there is no town's log: one line in the server's, ids only."""
    if not operator.is_operator:
        raise PermissionDenied("operator")
    clear(person)
    log.info("second factor of %s reset by operator %s", person.pk, operator.pk)
    write_to(person, "factor_reset", resetter=_("The operator"))


def clear(person: User) -> None:
    """No second factor any more, and no session that is still running."""
    Authenticator.objects.filter(user=person).delete()
    User.objects.filter(pk=person.pk).update(sessions_ended=F("sessions_ended") + 1)
