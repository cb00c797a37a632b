"""Files that were sent to be read into the record, and what each of them changed."""

import uuid
from typing import Self

from django.db import models
from django.db.models.functions import Now

from fahrwasser.web.tenants.models import Municipality, TenantModel, TenantQuerySet


class TableImportQuerySet(TenantQuerySet["TableImport"]):
    """Reads of imports."""

    def waiting(self, town: Municipality, user: uuid.UUID) -> Self:
        """Files of this person that have not been taken over."""
        return self.of(town).filter(started_by=user, applied_at=None)

    def applied(self, town: Municipality) -> Self:
        """What was taken over, newest first, without the files."""
        return self.of(town).exclude(applied_at=None).defer("content", "changes").order_by("-applied_at", "id")


class TableImport(TenantModel):
    """One file for one table: it waits until the preview is confirmed; then the file goes and `changes` stay for undo.

    `changes`: for each entry its values before and after (see actions.table_changes).
    """

    table = models.CharField(max_length=20)
    file_name = models.CharField(max_length=120)
    content = models.BinaryField(null=True)
    started_by = models.UUIDField()
    started_at = models.DateTimeField(db_default=Now())
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    changes = models.JSONField(default=list)

    objects = TableImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["municipality", "applied_at"], name="table_import_by_time")]
