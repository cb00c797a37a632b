"""Traffic with the outside: queries asked, records handed over, payments asked for."""

from django.db import models
from django.db.models.functions import Now

from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.tenants.models import TenantForeignKey, TenantModel


class Query(TenantModel):
    """Append-only log of automated retrievals (§ 40 BMG, § 36 (6) StVG): no answers, no personal data.

    A retrieval over a network has two rows of the same `asked_at`: `gefragt` before it, its answer's status after it.
    """

    port = models.CharField(max_length=40)
    adapter = models.CharField(max_length=40)
    cause = models.UUIDField()
    file_number = models.CharField(max_length=40)
    purpose = models.CharField(max_length=200)
    fields = models.JSONField(default=list)
    status = models.CharField(max_length=20)
    asked_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["municipality", "cause"], name="query_by_cause"),
            models.Index(fields=["municipality", "-asked_at", "-id"], name="query_newest"),
        ]


class Delivery(TenantModel):
    """A record for another system. `key` makes it arrive once, however often it is sent.

    The adoption's binding of `port` says where it goes; `record` is final, mapped by the package.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        ACKNOWLEDGED = "acknowledged"
        REJECTED = "rejected"

    adoption = TenantForeignKey(Adoption)
    port = models.CharField(max_length=40)
    cause = models.UUIDField()
    key = models.CharField(max_length=80)
    record = models.JSONField()
    state = models.CharField(max_length=14, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "port", "key"], name="delivery_once")]
        indexes = [
            models.Index(fields=["municipality", "cause"], name="delivery_by_cause"),
            models.Index(fields=["municipality", "state", "made_at"], name="delivery_by_state"),
        ]


class Payment(TenantModel):
    """An amount a person is asked to pay; the redirect back proves nothing, the provider is asked.

    `mismatched`: paid with another amount or reference, as `found` says; it waits for a person. `returned`: how often
    such an amount did not count, so that the person had to be asked anew. `withdrawn`: the effect by which the office
    has taken it back ("" while it is owed): then it is cancelled, or mismatched if money comes all the same.
    """

    class State(models.TextChoices):
        OPEN = "open"
        PAID = "paid"
        MISMATCHED = "mismatched"
        CANCELLED = "cancelled"

    adoption = TenantForeignKey(Adoption)
    cause = models.UUIDField()
    key = models.CharField(max_length=80)
    reference = models.CharField(max_length=35)
    amount_cents = models.PositiveIntegerField()
    purpose = models.CharField(max_length=140)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    transaction = models.CharField(max_length=36, default="")
    found = models.JSONField(default=dict)
    returned = models.PositiveSmallIntegerField(default=0)
    withdrawn = models.CharField(max_length=80, default="")
    due_on = models.DateField(null=True)
    made_at = models.DateTimeField(db_default=Now())
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key"], name="payment_once"),
            models.UniqueConstraint(fields=["municipality", "reference"], name="payment_reference"),
        ]
        indexes = [models.Index(fields=["municipality", "cause"], name="payment_by_cause")]


class Key(TenantModel):
    """With this another program speaks to the town's API; only the hash of its secret is kept."""

    class Scope(models.TextChoices):
        EVENTS = "events"
        APPLICATIONS = "applications"
        CASES = "cases"

    name = models.CharField(max_length=60)
    key_hash = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.UUIDField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "key_hash"], name="key_once")]
