"""Invented towns and people for database tests."""

import itertools
from collections.abc import Iterable

from django.test import Client
from django.utils import timezone

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.models import Membership, Unit, UnitMember, User
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.accounts.second_factor import PASSED
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality

KEYS = itertools.count(1)


def make_town(slug: str = "lindenau", population: int = 3900, **fields: object) -> Municipality:
    """A joined municipality; the register is written by the owner only."""
    number = next(KEYS)
    values = {
        "ags": f"99{number:06d}",
        "ars": f"9900000{number:05d}",
        "name": slug.title(),
        "sort_key": slug,
        "slug": slug,
        "kind": "Stadt",
        "state": "14",
        "state_name": "Sachsen",
        "population": population,
        "joined_at": timezone.now(),
        "is_sample": True,
        **fields,
    }
    town = Municipality.objects.using("owner").create(**values)
    return Municipality.objects.get(pk=town.pk)


def make_user(email: str = "", **fields: object) -> User:
    """A person with the password `correct horse battery`."""
    address = email or f"person{next(KEYS)}@example.org"
    return User.objects.create_user(address, "correct horse battery", **{"name": "Erika Muster", **fields})


def make_member(
    town: Municipality, *roles: Role, units: Iterable[Unit] = (), user: User | None = None
) -> tuple[User, Member]:
    """A person with these roles in the town; call it outside of `working_for`."""
    person = user or make_user()
    with working_for(town):
        for role in roles:
            membership = Membership.objects.create(municipality=town, user=person, role=role)
            for unit in units:
                UnitMember.objects.create(municipality=town, membership=membership, unit=unit)
    return person, Member(town, person.pk, person.name, frozenset(roles))


def browser(user: User | None = None) -> Client:
    """A browser, logged in as this person (second factor passed) when one is given; CSRF is checked as in real life."""
    client = Client()
    if user:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session[PASSED] = True
        session.save()
    return client
