"""The document row: every paper from upload or rendering on."""

from django.db import models
from django.db.models.functions import Now

from fahrwasser.web.tenants.models import TenantForeignKey, TenantModel, TenantQuerySet

CASE_KINDS = ("letter", "upload")
"""Documents of citizens' cases: only the desk and the citizen's own page show them."""


class DocumentQuerySet(TenantQuerySet["Document"]):
    """Reads without the content column unless it is asked for."""

    def of_the_plan(self) -> "DocumentQuerySet":
        """Papers of the agenda: nothing of a citizen's case."""
        return self.exclude(kind__in=CASE_KINDS)

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


class File(TenantModel):
    """The file (Akte) of one case: number from the file plan, all its papers, closing and retention.

    `cause` is the case; `keep_until` is set with the closing: the last day of the year in which the retention ends.
    `disposal_kind`: A archived, B offered to the archive, V destroyed; all but V wait for `offered_on`.
    """

    cause = models.UUIDField()
    number = models.CharField(max_length=60)
    file_plan = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    retention_years = models.PositiveSmallIntegerField()
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    keep_until = models.DateField(null=True)
    disposal_kind = models.CharField(max_length=1, default="B")
    offered_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "cause"], name="file_of_a_case"),
            models.UniqueConstraint(fields=["municipality", "number"], name="file_number"),
        ]
        indexes = [
            models.Index(fields=["municipality", "-opened_on", "-id"], name="file_newest"),
            models.Index(fields=["municipality", "keep_until"], name="file_kept"),
        ]


class Enclosure(TenantModel):
    """A document in a file; nothing is ever taken out."""

    file = TenantForeignKey(File)
    document = TenantForeignKey(Document)
    position = models.PositiveIntegerField()
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "file", "document"], name="enclosure_once"),
            models.UniqueConstraint(fields=["municipality", "file", "position"], name="enclosure_position"),
        ]


class ErasureRequest(TenantModel):
    """Append-only: somebody wanted their data erased (Art. 17 DSGVO), and what was decided; nothing of what was erased.

    `reason` and `kept_until` say why the rest stays ("" when everything went); `removed` and `kept` are lists of
    {zweck, norm, felder, aufbewahrung} in the words of the package.
    """

    class Ground(models.TextChoices):
        NOT_NEEDED = "a"
        CONSENT = "b"
        OBJECTION = "c"
        UNLAWFUL = "d"

    class Reason(models.TextChoices):
        RUNNING = "running"
        IN_FORCE = "in_force"
        KEPT = "kept"
        ARCHIVE = "archive"

    number = models.CharField(max_length=60)
    service = models.CharField(max_length=200)
    asked_on = models.DateField()
    ground = models.CharField(max_length=1, choices=Ground.choices)
    reason = models.CharField(max_length=10, choices=Reason.choices, default="")
    kept_until = models.DateField(null=True)
    removed = models.JSONField(default=list)
    kept = models.JSONField(default=list)
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["municipality", "-decided_at", "-id"], name="erasure_request_newest")]


class Disposal(TenantModel):
    """Append-only: what stays of a case that was removed after its retention (Löschprotokoll); nothing about people.

    Written by the database function `dispose_case` alone. `last_hash` is the one of the event `erased`, the last of the
    case: whoever has kept the chain can prove what was removed and when.
    """

    number = models.CharField(max_length=60)
    file_plan = models.CharField(max_length=30)
    service = models.CharField(max_length=200)
    package = models.CharField(max_length=120)
    version = models.CharField(max_length=20)
    opened_on = models.DateField()
    closed_on = models.DateField()
    keep_until = models.DateField()
    retention_years = models.PositiveSmallIntegerField()
    disposal_kind = models.CharField(max_length=1)
    offered_on = models.DateField(null=True)
    papers = models.PositiveIntegerField()
    events = models.PositiveIntegerField()
    last_hash = models.CharField(max_length=64)
    disposed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "number"], name="disposal_once")]
        indexes = [models.Index(fields=["municipality", "-disposed_at", "-id"], name="disposal_newest")]
