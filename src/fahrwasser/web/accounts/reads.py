"""Questions about people asked before a municipality is entered; they go through `own_towns` (see the migration)."""

import uuid
from dataclasses import dataclass

from django.db import connection

from .models import User
from .roles import Role

SAMPLE_PEOPLE = """
    SELECT u.id, u.name, t.slug, t.name, t.role FROM accounts_user u, LATERAL own_towns(u.id) t
    WHERE u.is_sample AND u.is_active
"""


@dataclass(frozen=True, slots=True)
class Place:
    """One role of one person in one town."""

    user_id: uuid.UUID
    person: str
    slug: str
    town: str
    role: Role


def own_towns(user: User) -> list[Place]:
    """Where this person works, by town name; 1 query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT slug, name, role FROM own_towns(%s)", [user.pk])
        return [Place(user.pk, user.name, slug, name, Role(role)) for slug, name, role in cursor.fetchall()]


def sample_people() -> list[Place]:
    """The invented people of the demo, for the one-click logins; a person's roles one after the other. 1 query."""
    with connection.cursor() as cursor:
        cursor.execute(SAMPLE_PEOPLE)
        rows = cursor.fetchall()
    found = [Place(key, person, slug, town, Role(role)) for key, person, slug, town, role in rows]
    order = list(Role)
    first: dict[tuple[str, uuid.UUID], int] = {}
    for place in found:
        here = place.town, place.user_id
        first[here] = min(first.get(here, len(order)), order.index(place.role))
    key = lambda place: (place.town, first[place.town, place.user_id], place.person, order.index(place.role))  # noqa: E731
    return sorted(found, key=key)


def sample_guides(places: list[Place]) -> list[tuple[User, bool]]:
    """Invented people who look at several towns: coaches of these places, then observers (True); 1 query."""
    coaches = {place.user_id for place in places if place.role is Role.LOTSE}
    rows = User.objects.filter(is_sample=True, is_active=True).order_by("is_observer", "name")
    return [(row, row.is_observer) for row in rows if row.is_observer or row.pk in coaches]
