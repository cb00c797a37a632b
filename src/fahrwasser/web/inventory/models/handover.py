"""What somebody who leaves writes down about a task, in pieces of ten minutes."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models.functions import Now

from fahrwasser.core.inventory.knowledge import PARTS, written
from fahrwasser.web.tenants.models import Municipality, TenantForeignKey, TenantModel, TenantQuerySet

from .record import SoloTask


class HandOverQuerySet(TenantQuerySet["HandOver"]):
    """Reads of hand-over notebooks."""

    def with_link(self, town: Municipality | uuid.UUID, now: datetime) -> Self:
        """Those that a link opens now, with their task; 1 query."""
        return self.of(town).filter(link_until__gt=now).select_related("task__unit")


class HandOver(TenantModel):
    """The notebook of one task. `nothing` = pieces about which there is nothing to say; a link needs no login."""

    task = TenantForeignKey(SoloTask, on_delete=models.CASCADE)
    dates = models.TextField(blank=True, default="")
    steps = models.TextField(blank=True, default="")
    places = models.TextField(blank=True, default="")
    contacts = models.TextField(blank=True, default="")
    pitfalls = models.TextField(blank=True, default="")
    nothing = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, blank=True, default="")
    link_until = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(null=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "task"], name="hand_over_once"),
            models.UniqueConstraint(
                fields=["municipality", "token_hash"], condition=~models.Q(token_hash=""), name="hand_over_token"
            ),
        ]

    def text(self, part: str) -> str:
        """What is written in one piece."""
        return str(getattr(self, part)) if part in PARTS else ""

    @property
    def written(self) -> tuple[str, ...]:
        """The pieces that are done."""
        return written({part: self.text(part) for part in PARTS}, self.nothing)
