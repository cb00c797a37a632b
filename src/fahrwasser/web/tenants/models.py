"""Municipalities, and the base of every row that belongs to one (DESIGN sections 4 and 6)."""

import uuid
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models.functions import Now

from fahrwasser.core.tenants.names import sort_key

Row = TypeVar("Row", bound=models.Model)


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    """Reads of the register; it is no tenant table: its rows are public facts."""

    def open_towns(self) -> Self:
        """Municipalities that work with Fahrwasser, ordered by name; 1 query."""
        return self.filter(joined_at__isnull=False, closed_on=None).order_by("sort_key", "id")

    def with_ags(self, ags: str) -> Self:
        """The one municipality with this eight-digit key, if it exists and is not closed; 1 query."""
        return self.filter(ags=ags, closed_on=None)

    def that_fit(self, text: str) -> Self:
        """Towns with this key, or whose name begins with these letters; ordered by name, larger ones first; 1 query."""
        words = " ".join(text.split())
        if words.isdigit():
            return self.filter(ags=words, closed_on=None)
        start = sort_key(words)[0]
        return self.filter(sort_key__startswith=start or words, closed_on=None).order_by("sort_key", "-population")


class Municipality(models.Model):
    """A municipality of the official register; it is a tenant as soon as `joined_at` is set."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ags = models.CharField(max_length=8, unique=True)
    ars = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=120, db_index=True)
    slug = models.SlugField(max_length=80, unique=True)
    host = models.CharField(max_length=253, unique=True, null=True, blank=True)
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=2)
    state_name = models.CharField(max_length=40, default="")
    district = models.CharField(max_length=120, default="")
    association = models.CharField(max_length=120, default="")
    population = models.PositiveIntegerField()
    area_ha = models.PositiveIntegerField(default=0)
    postcode = models.CharField(max_length=5, default="")
    register_date = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    joined_at = models.DateTimeField(null=True)
    is_sample = models.BooleanField(default=False)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = "municipality"


class TenantQuerySet(models.QuerySet[Row]):
    """First wall: every read names its municipality. Second wall: the row-level policy."""

    def of(self, municipality: "Municipality | uuid.UUID") -> Self:
        """Rows of one municipality."""
        return self.filter(municipality_id=getattr(municipality, "pk", municipality))


class TenantModel(models.Model):
    """A row of one municipality; `tenant_table` in the migration adds policy and composite keys."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")

    objects = TenantQuerySet.as_manager()

    class Meta:
        abstract = True


class SharedModel(models.Model):
    """A row that one municipality gives to all: everybody reads it, only that town writes it.

    `shared_table` in the migration adds the policies. Nothing personal belongs here, nothing that is not released.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")

    objects = TenantQuerySet.as_manager()

    class Meta:
        abstract = True


class TenantForeignKey(models.ForeignKey):  # type: ignore[type-arg]
    """Points at a row of the same municipality; the constraint is the composite one of `tenant_table`."""

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **options: Any) -> None:
        options.setdefault("related_name", "+")
        options["db_constraint"] = False
        super().__init__(to, on_delete, **options)


class Letterhead(TenantModel):
    """How a municipality presents itself on paper and on its pages; one row each.

    `is_fronleichnam_holiday`: the town hall stands in a place that the FronleichnamsVO names (§ 1 SächsSFG).
    """

    street = models.CharField(max_length=120, blank=True, default="")
    postcode = models.CharField(max_length=5, blank=True, default="")
    city = models.CharField(max_length=120, blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    website = models.CharField(max_length=200, blank=True, default="")
    head_title = models.CharField(max_length=80, blank=True, default="")
    head_name = models.CharField(max_length=120, blank=True, default="")
    opening_hours = models.TextField(blank=True, default="")
    is_fronleichnam_holiday = models.BooleanField(default=False)
    coat_of_arms = models.BinaryField(null=True)
    coat_of_arms_type = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality"], name="letterhead_one")]


class Act(TenantModel):
    """Append-only: who did what when. `detail` holds keys and figures, never personal data."""

    at = models.DateTimeField(db_default=Now())
    actor = models.UUIDField(null=True)
    role = models.CharField(max_length=20, default="")
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, default="")
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["municipality", "at"], name="act_by_time")]
