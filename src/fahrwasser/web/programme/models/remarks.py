"""What towns tell the authors of a service package."""

from typing import Self

from django.db import models
from django.db.models.functions import Now

from fahrwasser.web.tenants.models import SharedModel, TenantQuerySet


class RemarkQuerySet(TenantQuerySet["Remark"]):
    """Reads of remarks."""

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(withdrawn_at=None)

    def hindering(self) -> Self:
        """Those that name what keeps the package from working."""
        return self.filter(kind=Remark.Kind.HINDERS).exclude(obstacle="")


class Remark(SharedModel):
    """ "This does not work because …" about a package, in words that a Navigator has released.

    It comes from a colleague's voice but holds no trace of it: no office, no person, no key. Pages do not name the
    town, either; in a small one that would be a name.
    """

    class Kind(models.TextChoices):
        """What it says; as `agenda.Voice.Kind`."""

        HINDERS = "hinders"
        HELPS = "helps"

    package = models.CharField(max_length=120)
    version = models.CharField(max_length=40, blank=True, default="")  # of the package, as the town runs it
    kind = models.CharField(max_length=10, choices=Kind.choices)
    obstacle = models.CharField(max_length=20, blank=True, default="")
    text = models.CharField(max_length=600)
    given_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["package", "-given_at"], name="remark_by_package")]
