"""The document row: every paper from upload or rendering on."""

from django.db import models
from django.db.models.functions import Now

from fahrwasser.web.tenants.models import TenantModel, TenantQuerySet


class DocumentQuerySet(TenantQuerySet["Document"]):
    """Reads without the content column unless it is asked for."""

    def newest_first(self) -> models.QuerySet["Document"]:
        """For lists; the bytes stay in the database."""
        return self.defer("content").order_by("-made_at", "id")


class Document(TenantModel):
    """Immutable: a new version is a new row with the same `subject`."""

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, default="")
    title = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    made_at = models.DateTimeField(db_default=Now())
    made_by = models.UUIDField(null=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "kind", "subject", "version"], name="document_version")
        ]
        indexes = [models.Index(fields=["municipality", "kind", "made_at"], name="document_by_kind")]
