"""A person's dates as iCalendar: appointments with towns, and the meetings of the network."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.urls import get_script_prefix, reverse
from django.utils.crypto import constant_time_compare

from fahrwasser.core.calendar.icalendar import Entry, write
from fahrwasser.web.accounts.models import User
from fahrwasser.web.accounts.reads import own_towns
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.tenants.secrets import derived_token

from .models import Meeting
from .words import MEETING

PAST = timedelta(days=90)
APPOINTMENTS = "SELECT id, slug, town, kind, at, minutes, title FROM own_appointments(%s, %s)"


def address_of(user: User) -> str:
    """Of the person's calendar, outside of every town; whoever knows it reads it, so it carries no notes.

    A new password changes it, and so does whatever ends all sessions of the person.
    """
    path = reverse("calendar", args=[user.pk, _token(user)])
    return f"{settings.PUBLIC_URL}/{path.removeprefix(get_script_prefix())}"


def owner_of(key: uuid.UUID, token: str) -> User | None:
    """The person whose address this is; 1 query."""
    user = User.objects.filter(pk=key, is_active=True).first()
    return user if user and constant_time_compare(_token(user), token) else None


def calendar_of(user: User, now: datetime) -> str:
    """The file; 3 queries."""
    since = now - PAST
    with connection.cursor() as cursor:
        cursor.execute(APPOINTMENTS, [user.pk, since])
        rows = cursor.fetchall()
    entries = [
        Entry(
            f"{key}@fahrwasser",
            at,
            f"{town}: {MEETING[kind]}, {title}",
            link=f"{settings.PUBLIC_URL}/{slug}/begleitung/",
            end=at + timedelta(minutes=minutes),
        )
        for key, slug, town, kind, at, minutes, title in rows
    ]
    kinds = Municipality.objects.filter(slug__in=[place.slug for place in own_towns(user)]).values("is_sample")
    for meeting in Meeting.objects.filter(at__gte=since, cancelled_at=None, is_sample__in=kinds).order_by("at", "id"):
        end = meeting.at + timedelta(minutes=meeting.minutes)
        entries.append(Entry(f"{meeting.pk}@fahrwasser", meeting.at, meeting.title, text=meeting.place, end=end))
    return write(entries, name="Fahrwasser", made=now)


def _token(user: User) -> str:
    return derived_token("calendar", f"{user.pk}|{user.password}|{user.sessions_ended}")
