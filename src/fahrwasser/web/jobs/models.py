"""The only queue (DESIGN section 5): work for the worker, and mail waiting to leave."""

import uuid

from django.db import models
from django.db.models.functions import Now

from fahrwasser.web.tenants.models import Municipality, TenantModel


class Job(TenantModel):
    """Written in the transaction that causes it. `args` holds ids only.

    The worker role additionally sees the due rows of all towns (`tenants.privileges`). `case` is set for work of one
    case, so that the step that makes it needless can remove it. Rows come and go by thousands: the policy alone proves
    the municipality, and there is no index that nobody reads.
    """

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    kind = models.CharField(max_length=60)
    args = models.JSONField(default=dict)
    case = models.UUIDField(null=True)
    due = models.DateTimeField(db_default=Now())
    attempts = models.SmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, default="")
    failed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["due"], name="job_due", condition=models.Q(failed_at=None)),
            models.Index(fields=["municipality", "case"], name="job_by_case", condition=models.Q(case__isnull=False)),
        ]


class Mail(models.Model):
    """Outbox; the web role may only insert. Deleted when the mail server has taken it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    attempts = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField(db_default=Now(), db_index=True)
    created_at = models.DateTimeField(db_default=Now())
