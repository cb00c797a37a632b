"""Entries with validity in time, the history of each, and what other registers report."""

from typing import Self

from django.db import models
from django.db.models.functions import Now

from fahrwasser.web.tenants.models import TenantForeignKey, TenantModel, TenantQuerySet


class EntryQuerySet(TenantQuerySet["Entry"]):
    """Reads of one register."""

    def valid_on(self, register: str, day: object) -> Self:
        """Entries of this register that are valid on this day, by key; 1 query."""
        return (
            self.filter(register=register, valid_from__lte=day)
            .filter(models.Q(valid_until=None) | models.Q(valid_until__gte=day))
            .order_by("key")
        )


class Entry(TenantModel):
    """A right or fact a town keeps (permit, dog, in the demo also resident and vehicle); both days are included."""

    register = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    person = models.CharField(max_length=60, default="")
    data = models.JSONField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    case = TenantForeignKey("cases.Case", null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "register", "key"], name="entry_once")]
        indexes = [models.Index(fields=["municipality", "register", "person"], name="entry_by_person")]


class Change(TenantModel):
    """Append-only: an entry before and after one call of a case; undoing writes `before` back.

    `before` is null for a new entry; both hold {data, valid_from, valid_until, ended_on}.
    """

    entry = TenantForeignKey(Entry)
    revision = models.PositiveIntegerField()
    key = models.CharField(max_length=80)
    case = TenantForeignKey("cases.Case", null=True)
    before = models.JSONField(null=True)
    after = models.JSONField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "entry", "revision"], name="change_revision"),
            models.UniqueConstraint(fields=["municipality", "key"], name="change_once"),
        ]


class RegisterEvent(TenantModel):
    """Something happened elsewhere (somebody moved); (source, person, number) counts once, however often sent.

    `data` is emptied a month after it was worked off, the row goes after a year (`retention`).
    """

    kind = models.CharField(max_length=40)
    source = models.CharField(max_length=40)
    person = models.CharField(max_length=60)
    number = models.PositiveBigIntegerField()
    effective_on = models.DateField()
    data = models.JSONField()
    received_at = models.DateTimeField(db_default=Now())
    handled_at = models.DateTimeField(null=True)
    cases = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=60, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "source", "person", "number"], name="register_event_once")
        ]
        indexes = [models.Index(fields=["municipality", "-received_at"], name="register_event_newest")]


class OptOut(TenantModel):
    """The one list of people who want nothing done for them without asking; looked at before any processing.

    A person may have several keys; the rows of one `declaration` belong together.
    """

    person = models.CharField(max_length=60)
    scope = models.CharField(max_length=60, default="*")
    declaration = models.UUIDField()
    at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "person", "scope"], name="opt_out_once")]


class Consent(TenantModel):
    """A person's agreement with its wording, time and channel; withdrawing is as easy as giving."""

    person = models.CharField(max_length=60)
    scope = models.CharField(max_length=60)
    wording = models.CharField(max_length=40)
    channel = models.CharField(max_length=12)
    case = TenantForeignKey("cases.Case", null=True)
    given_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["municipality", "person", "scope"], name="consent_by_person")]
