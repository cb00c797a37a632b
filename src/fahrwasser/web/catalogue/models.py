"""Releases (shared by all towns) and adoptions (a town's own decisions about one package)."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models.functions import Now

from fahrwasser.core.packages.decided import Decided
from fahrwasser.web.tenants.models import TenantForeignKey, TenantModel, TenantQuerySet


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Reads for lists leave the content in the database."""

    def newest_first(self) -> Self:
        """Without content, the last published of each package first."""
        return self.defer("content").order_by("package", "-published_at")


class Release(models.Model):
    """One immutable version of a service package; only the owner publishes (`fahrwasser package publish`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    package = models.CharField(max_length=80)
    version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    manifest = models.JSONField()
    content = models.BinaryField()
    published_at = models.DateTimeField(db_default=Now())

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["package", "version"], name="release_version")]


class ParameterSet(TenantModel):
    """Append-only: all values of a town for one package, and who decided each. A case keeps its set for life.

    `values`, `decisions`, `later` as in `core.packages.decided`: what was in force when the set was made, and what
    begins on a later day. Which of them hold is a question of the day; a case asks for the day it was opened.
    """

    package = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    values = models.JSONField()
    decisions = models.JSONField(default=dict)
    later = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    made_at = models.DateTimeField(db_default=Now())
    made_by = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "package", "number"], name="parameters_number")]

    def on(self, day: date) -> Decided:
        """What holds on that day, and what still waits then."""
        return Decided(self.values, self.decisions, self.later).on(day)


class AdoptionQuerySet(TenantQuerySet["Adoption"]):
    """Reads with the release's manifest, never its content."""

    def with_release(self) -> Self:
        """Release and parameters joined; 1 query."""
        return self.select_related("release", "parameters").defer("release__content")

    def open_to_citizens(self) -> Self:
        """Active adoptions by address; 1 query."""
        return self.with_release().filter(state=Adoption.State.ACTIVE).order_by("slug")


class Adoption(TenantModel):
    """A package in one town: pointers to the release and the parameters that new cases use."""

    class State(models.TextChoices):
        PREPARING = "preparing"
        ACTIVE = "active"
        PAUSED = "paused"

    package = models.CharField(max_length=80)
    slug = models.SlugField(max_length=60)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PREPARING)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    parameters = TenantForeignKey(ParameterSet, null=True)
    level_limit = models.CharField(max_length=12, default="decide")
    unit = TenantForeignKey("accounts.Unit", null=True)
    version = models.PositiveIntegerField(default=1)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "package"], name="adoption_once"),
            models.UniqueConstraint(fields=["municipality", "slug"], name="adoption_address"),
        ]


class Activation(TenantModel):
    """Append-only: what was switched on, paused, decided or gone back to, and what held from then on.

    A value in a service that was never switched on is no row. `catalogue.history` reads what can be gone back to.
    """

    adoption = TenantForeignKey(Adoption)
    at = models.DateTimeField(db_default=Now())
    act = models.CharField(max_length=12)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    parameters = TenantForeignKey(ParameterSet)
    by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["municipality", "adoption", "-at"], name="activation_newest")]


class Binding(TenantModel):
    """A port of an adopted package bound to an adapter of this town; secrets never lie in a package."""

    adoption = TenantForeignKey(Adoption)
    port = models.CharField(max_length=40)
    adapter = models.CharField(max_length=40)
    settings = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "adoption", "port"], name="binding_once")]
