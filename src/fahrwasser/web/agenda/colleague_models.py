"""What colleagues say about the projects, and what they have learnt for them."""

from typing import Self

from django.db import models
from django.db.models.functions import Now

from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.tenants.models import Municipality, TenantForeignKey, TenantModel, TenantQuerySet


class VoiceQuerySet(TenantQuerySet["Voice"]):
    """Reads of voices."""

    def of_town(self, town: Municipality) -> Self:
        """All of the town, with the office; 1 query."""
        return self.of(town).select_related("unit")

    def unread(self, town: Municipality) -> Self:
        """Those nobody has read yet."""
        return self.of(town).filter(state="new")


class Voice(TenantModel):
    """ "That does not work with us, because …": about a project of the plan, or a service package.

    Shown with the office, not with the name. `package` is kept so that it can reach the package's authors.
    """

    class Kind(models.TextChoices):
        """What it says."""

        HINDERS = "hinders"
        HELPS = "helps"

    class State(models.TextChoices):
        """How far it came."""

        NEW = "new"
        READ = "read"
        ANSWERED = "answered"

    project = models.CharField(max_length=40, blank=True, default="")
    package = models.CharField(max_length=80, blank=True, default="")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.CharField(max_length=600)
    unit = TenantForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    answer = models.CharField(max_length=600, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    passed_on_at = models.DateTimeField(null=True)  # to the authors of the package, in words of the Navigator

    objects = VoiceQuerySet.as_manager()  # type: ignore[misc]  # the plugin sees this module too early

    class Meta:
        indexes = [models.Index(fields=["municipality", "made_at"], name="voice_by_time")]


class TrainingDone(TenantModel):
    """A training that one project needs is done; nobody is named and nobody is counted."""

    project = models.CharField(max_length=40)
    training = models.CharField(max_length=40)
    marked_by = models.UUIDField(null=True)
    marked_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "project", "training"], name="training_done_once")
        ]
