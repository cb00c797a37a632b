"""Writes: the sums of a minute, the switch, forgetting."""

import logging
import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import DatabaseError, connection

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.models import Membership
from fahrwasser.web.accounts.roles import Right, Role
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.tenants.turns import wait_turn

from .book import Count, Key, Noted
from .features import STEPS
from .models import CountingSwitch, UseCount

log = logging.getLogger("fahrwasser.usage")
FORGET = "usage.forget"
KEPT_DAYS = 2 * 365
STAFF_FOR_DAYS = 3  # with fewer people at work only weeks are kept: a day would be one person's day
ADD = """
    INSERT INTO usage_usecount (id, municipality_id, day, feature, uses, seconds_total, seconds_n)
    VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, %s)
    ON CONFLICT (municipality_id, day, feature) DO UPDATE SET
        uses = usage_usecount.uses + EXCLUDED.uses,
        seconds_total = usage_usecount.seconds_total + EXCLUDED.seconds_total,
        seconds_n = usage_usecount.seconds_n + EXCLUDED.seconds_n
"""


def write_down(noted: Noted) -> None:
    """Adds what a process has counted to the sums, one short transaction a town.

    What cannot be written is lost with a line in the log: counts are not worth a queue.
    """
    for town, counts in noted.towns.items():
        try:
            with working_for(town):
                _add(town, counts, noted.began)
        except DatabaseError as error:
            log.warning("use counts of a minute are lost: %s", type(error).__name__)


def _add(town: uuid.UUID, counts: Mapping[Key, Count], began: datetime | None) -> None:
    _lock(town)
    switch = CountingSwitch.objects.filter(municipality_id=town).first()
    if switch and (not switch.is_on or (began and began < switch.since)):
        return
    by_week = staff_of(town) < STAFF_FOR_DAYS
    rows: dict[Key, Count] = {}
    for (day, feature), count in counts.items():
        kept = rows.setdefault((monday(day) if by_week or feature in STEPS else day, feature), Count())
        kept.uses += count.uses
        kept.seconds_total += count.seconds_total
        kept.seconds_n += count.seconds_n
    values = [
        (town, day, feature, count.uses, count.seconds_total, count.seconds_n)
        for (day, feature), count in sorted(rows.items(), key=lambda row: row[0])
    ]
    with connection.cursor() as cursor:
        cursor.executemany(ADD, values)


def staff_of(town: uuid.UUID) -> int:
    """How many people the town has given a role, the coach not counted; 1 query."""
    current = Membership.objects.filter(municipality_id=town).current()
    return current.exclude(role=Role.LOTSE).values("user_id").distinct().count()


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def switch_counting(by: Member, now: datetime, *, is_on: bool, forget: bool) -> int:
    """Counted or not from this moment on; `forget` deletes the sums. Gives how many rows were deleted."""
    by.require(Right.PEOPLE)
    town = by.municipality
    _lock(town.pk)
    before = CountingSwitch.objects.of(town).first()
    if is_on != (before is None or before.is_on):
        CountingSwitch.objects.update_or_create(municipality=town, defaults={"is_on": is_on, "since": now})
        record_act(by, "usage.on" if is_on else "usage.off")
    elif forget:  # what a process still holds was counted before: it must not come back
        CountingSwitch.objects.update_or_create(municipality=town, defaults={"is_on": is_on, "since": now})
    if not forget:
        return 0
    gone, _each = UseCount.objects.of(town).delete()
    record_act(by, "usage.delete")
    return gone


def forget_old(town: Municipality, today: date) -> None:
    """Sums older than two years go."""
    UseCount.objects.of(town).filter(day__lt=today - timedelta(days=KEPT_DAYS)).delete()


def _lock(town: uuid.UUID) -> None:
    """Switch and sums of a town one after the other: nothing is written behind the switch."""
    wait_turn(town, "usage")
