"""Who works in a town, in which role: invited, given, taken. Every act is in the log and told to the person by mail."""

import logging
import uuid
from collections.abc import Collection, Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.invitations import token_for
from fahrwasser.web.accounts.mail import address, write_to
from fahrwasser.web.accounts.models import Membership, Unit, UnitMember, User
from fahrwasser.web.accounts.roles import COEDIT, GIVES, IN_UNITS, Right, Role
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Act, Municipality

log = logging.getLogger("fahrwasser.accounts")


def may_give(by: Member) -> frozenset[Role]:
    """The roles this person may give and take (`roles.GIVES`)."""
    return frozenset().union(*(GIVES.get(role, frozenset()) for role in by.roles))


def invite(by: Member, *, name: str, email: str, role: Role, units: Iterable[Unit] = ()) -> Membership:
    """The person has the role and mail with a link (7 days); somebody known keeps name and password.

    Raises ValidationError when the account is closed or the person already has the role.
    """
    person = _person(name, email)
    membership = give_role(by, person, role, units, verb="mandate.give" if role == Role.LOTSE else "staff.invite")
    send_invitation(person, by.municipality, role, by.name)
    return membership


def give_role(
    by: Member, person: User, role: Role, units: Iterable[Unit] = (), *, verb: str = "staff.give"
) -> Membership:
    """The person has one more role here. Raises PermissionDenied for a role that `by` may not give."""
    by.require(Right.PEOPLE)
    _require_giving(by, role)
    if Membership.objects.of(by.municipality).current().filter(user=person, role=role).exists():
        raise ValidationError(_("This person already has this role here."))
    membership = Membership.objects.create(municipality=by.municipality, user=person, role=role, granted_by=by.user_id)
    _put_into(membership, units)
    record_act(by, verb, f"person:{person.pk}", role=role.value)
    return membership


def take_role(by: Member, membership: Membership) -> None:
    """The role ends now, and with it what it allowed. A Lotse's mandate ends the same way.

    Raises PermissionDenied for a role that `by` may not take, ValidationError when nobody could manage people any more.
    """
    by.require(Right.PEOPLE)
    role = Role(membership.role)
    _require_giving(by, role)
    end(by.municipality, [membership])
    verb = "mandate.end" if role == Role.LOTSE else "staff.take"
    record_act(by, verb, f"person:{membership.user_id}", role=role.value)
    write_to(membership.user, "role_ended", town=by.municipality, role=role.label)


def end(municipality: Municipality, memberships: list[Membership]) -> None:
    """These memberships are over; somebody with the right to manage people stays (checked under a lock)."""
    keys = {membership.pk for membership in memberships}
    managing = Membership.objects.of(municipality).with_right(Right.PEOPLE).select_for_update(of=("self",))
    left = [row.pk for row in managing.order_by("id")]
    if keys.intersection(left) and not set(left) - keys:
        raise ValidationError(
            _("Nobody else could manage people and roles then. Please give somebody else the role first.")
        )
    rows = Membership.objects.of(municipality).current().filter(pk__in=keys)
    rows.update(revoked_at=timezone.now())


class MandateChanged(Exception):
    """Somebody else has changed the mandate since this person looked at it; nothing was written."""


def let_edit(
    by: Member, membership: Membership, rights: Iterable[Right], *, seen: Collection[str] | None = None
) -> None:
    """A Lotse's mandate covers exactly these rights to edit from now on (none of them: only looking).

    Raises PermissionDenied for a right that no town may hand to its coach, and for other roles. `seen` = the rights
    that were ticked when the person looked: an old page must not give again what somebody has just taken back. Raises
    MandateChanged.
    """
    by.require(Right.PEOPLE)
    wanted = sorted(set(rights))
    if membership.role != Role.LOTSE or not COEDIT.issuperset(wanted):
        raise PermissionDenied("coedit")
    rows = Membership.objects.of(by.municipality).current().filter(pk=membership.pk)
    row = rows.select_for_update().first()
    if seen is not None and row is not None and sorted(row.may_edit) not in (sorted(seen), wanted):
        raise MandateChanged
    if rows.update(may_edit=wanted):
        record_act(by, "mandate.coedit", f"person:{membership.user_id}", rights=", ".join(wanted))


def assign_units(by: Member, membership: Membership, units: Iterable[Unit]) -> None:
    """The person works in exactly these offices in this role."""
    by.require(Right.PEOPLE)
    _require_giving(by, Role(membership.role))
    UnitMember.objects.of(by.municipality).filter(membership=membership).delete()
    _put_into(membership, units)
    record_act(by, "staff.units", f"person:{membership.user_id}")


def remind(by: Member, person: User) -> None:
    """The invitation goes out again, for somebody who has not set a password yet."""
    by.require(Right.PEOPLE)
    roles = Membership.objects.of(by.municipality).current().filter(user=person)
    first = roles.order_by("granted_at").first()
    if first is None or person.has_usable_password():
        raise ValidationError(_("This person has no open invitation here."))
    send_invitation(person, by.municipality, Role(first.role), by.name)
    record_act(by, "staff.remind", f"person:{person.pk}")


def invite_first_administrator(
    municipality: Municipality, *, name: str, email: str, by: uuid.UUID | None = None
) -> User:
    """A town that the operator has just opened gets its Navigator, who invites everybody else."""
    person = appoint(municipality, name=name, email=email, role=Role.NAVIGATOR, by=by)
    send_invitation(person, municipality, Role.NAVIGATOR, _("The operator"))
    return person


def appoint(municipality: Municipality, *, name: str, email: str, role: Role, by: uuid.UUID | None = None) -> User:
    """The operator (command or page) puts somebody into a role, also as head; opens a transaction of its own.

    Sends no mail: whoever calls hands over the link. Repeating changes nothing.
    """
    with working_for(municipality):
        person = _person(name, email)
        if not Membership.objects.of(municipality).current().filter(user=person, role=role).exists():
            Membership.objects.create(municipality=municipality, user=person, role=role, granted_by=by)
            Act.objects.create(
                municipality=municipality, actor=by, role="operator", verb="staff.appoint",
                subject=f"person:{person.pk}", detail={"role": role.value},
            )  # fmt: skip
    return person


def make_operator(*, name: str, email: str) -> User:
    """The person runs this installation: opens towns, sees no town's data. Only by command."""
    person = _person(name, email)
    person.is_operator = True
    User.objects.filter(pk=person.pk).update(is_operator=True)
    return person


def make_observer(*, name: str, email: str) -> User:
    """The person sees what towns have released, added up (association, state). Only by command."""
    person = _person(name, email)
    User.objects.filter(pk=person.pk).update(is_observer=True)
    return person


def make_programme_coach(*, name: str, email: str) -> User:
    """The person coaches for the whole programme: may call meetings that all towns see. By command."""
    person = _person(name, email)
    User.objects.filter(pk=person.pk).update(is_programme_coach=True)
    return person


def mark_programme_coach(operator: User, person: User, *, is_one: bool) -> None:
    """The same by the operator's page, and back; no town's log knows of it, so one line in the server's, ids only."""
    if not operator.is_operator:
        raise PermissionDenied("operator")
    User.objects.filter(pk=person.pk).update(is_programme_coach=is_one)
    log.info("programme coach %s set to %s by operator %s", person.pk, is_one, operator.pk)


def send_invitation(person: User, municipality: Municipality, role: Role, inviter: str) -> None:
    """Mail: you have this role here; for somebody without password with the link to set one."""
    link = "" if person.has_usable_password() else address("invitation", token_for(person), town=municipality)
    start = address("home", town=municipality)
    write_to(person, "invitation", town=municipality, role=role.label, inviter=inviter, link=link, start=start)


def _person(name: str, email: str) -> User:
    person = User.objects.filter(email=email.strip().lower()).first()
    if person is None:
        return User.objects.create_user(email, None, name=name)
    if not person.is_active:
        raise ValidationError(_("The account with this address is closed. Please ask the operator."))
    return person


def _require_giving(by: Member, role: Role) -> None:
    if role not in may_give(by):
        raise PermissionDenied(f"give {role.value}")


def _put_into(membership: Membership, units: Iterable[Unit]) -> None:
    if membership.role in IN_UNITS:
        town = membership.municipality_id
        rows = [UnitMember(municipality_id=town, membership=membership, unit=unit) for unit in units]
        UnitMember.objects.bulk_create(rows)
