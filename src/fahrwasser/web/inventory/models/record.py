"""What a town has: services, systems, capabilities, posts, and every figure about them with its origin."""

from typing import Self

from django.db import models
from django.db.models.functions import Now

from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.tenants.models import Municipality, TenantForeignKey, TenantModel, TenantQuerySet

WITHDRAWN = "withdrawn"  # origin of a figure that only says: the one before is taken back


class SystemQuerySet(TenantQuerySet["System"]):
    """Reads of IT systems."""

    def in_use(self, town: Municipality) -> Self:
        """Not retired, by name; 1 query."""
        return self.of(town).filter(retired_at=None).order_by("name", "id")


class System(TenantModel):
    """An IT system the town uses."""

    class Operation(models.TextChoices):
        """Who runs it."""

        OWN = "own"
        SHARED = "shared"
        CENTRAL = "central"
        UNKNOWN = "unknown"

    name = models.CharField(max_length=120)
    vendor = models.CharField(max_length=120, blank=True, default="")
    operation = models.CharField(max_length=10, choices=Operation.choices, default=Operation.UNKNOWN)
    contract_end = models.DateField(null=True, blank=True)
    notice_date = models.DateField(null=True, blank=True)
    has_personal_data = models.BooleanField(null=True)
    interfaces = models.CharField(max_length=200, blank=True, default="")
    retired_at = models.DateTimeField(null=True)

    objects = SystemQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="system_name")]


class ServiceQuerySet(TenantQuerySet["Service"]):
    """Reads of the services of a town."""

    def by_name(self, town: Municipality) -> Self:
        """All services in alphabetical order, with unit and system; 1 query."""
        return self.of(town).select_related("unit", "system").order_by("sort_key", "id")


class Service(TenantModel):
    """A service of the starter list or the catalogue, as this town offers it."""

    key = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    area = models.CharField(max_length=60)
    leika_key = models.CharField(max_length=20, blank=True, default="")
    is_offered = models.BooleanField(default=True)
    unit = TenantForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True)
    system = TenantForeignKey(System, on_delete=models.SET_NULL, null=True, blank=True)
    sort_key = models.CharField(max_length=200)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="service_key")]
        indexes = [models.Index(fields=["municipality", "sort_key"], name="service_by_name")]


class FigureQuerySet(TenantQuerySet["Figure"]):
    """Reads of figures; the newest row of (subject, key) counts."""

    def current(self, town: Municipality, *chosen: models.Q) -> Self:
        """The newest row of each (subject, key), all of them or the chosen ones, in the order of entry; 1 query.

        Where the newest one takes a value back that had none before it, nothing is known any more.

        The newest numbers come from the unique index alone; DISTINCT ON would sort the whole history for each page.
        """
        rows = self.of(town).filter(*chosen)
        newest = rows.order_by().values("subject", "key").annotate(newest=models.Max("number"))
        return rows.filter(number__in=newest.values("newest")).exclude(origin=WITHDRAWN).order_by("number")

    def history(self, town: Municipality, subject: str, key: str) -> Self:
        """All values of one thing, newest first; 1 query."""
        return self.of(town).filter(subject=subject, key=key).order_by("-number")


class Figure(TenantModel):
    """Append-only: one value of one thing at one time; the newest row of (subject, key) counts.

    subject: "town" or "service:<id>", "system:<id>"; key: e.g. volume, minutes, hours, share_online, cost_per_year.
    """

    subject = models.CharField(max_length=80)
    key = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    low = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    high = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    text = models.CharField(max_length=200, blank=True, default="")
    unit = models.CharField(max_length=40, blank=True, default="")
    origin = models.CharField(max_length=10)  # measured | counted | estimated | default | withdrawn
    source = models.CharField(max_length=300)
    confidence = models.CharField(max_length=1)
    as_of = models.DateField()
    author = models.UUIDField(null=True)
    number = models.BigIntegerField()  # order of entry within the town; written by the action
    recorded_at = models.DateTimeField(db_default=Now())

    objects = FigureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "subject", "key", "number"], name="figure_number"),
        ]


class Capability(TenantModel):
    """eAkte, ePayment, Servicekonto …: what projects provide and need."""

    class State(models.TextChoices):
        """As far as the town knows."""

        UNKNOWN = "unknown"
        NONE = "none"
        PLANNED = "planned"
        LIVE = "live"

    key = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UNKNOWN)
    evidence = models.CharField(max_length=300, blank=True, default="")
    as_of = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="capability_key")]


class PostGroup(TenantModel):
    """Posts of one office in one age band: counts, never names or birth dates."""

    unit = TenantForeignKey(Unit, on_delete=models.CASCADE)
    age_band = models.CharField(max_length=10)  # under_40 | 40_49 | 50_54 | 55_59 | 60_plus | unknown
    posts = models.DecimalField(max_digits=6, decimal_places=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "unit", "age_band"], name="post_group_once")]


class SoloTaskQuerySet(TenantQuerySet["SoloTask"]):
    """Reads of tasks that hang on one person."""

    def still_open(self, town: Municipality) -> Self:
        """Not closed and still without a substitute, by name; 1 query."""
        return self.of(town).filter(closed_at=None, has_substitute=False).select_related("unit").order_by("name", "id")


class SoloTask(TenantModel):
    """A task that stops when one person is away."""

    unit = TenantForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True)
    name = models.CharField(max_length=200)
    has_substitute = models.BooleanField(default=False)
    leaves_within_years = models.PositiveSmallIntegerField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True)

    objects = SoloTaskQuerySet.as_manager()


class AssessmentQuerySet(TenantQuerySet["Assessment"]):
    """Reads of maturity; the newest row of (service, scale) counts."""

    def current(self, town: Municipality) -> Self:
        """The newest for each service and version of a scale; 1 query."""
        keys = ("service", "scale", "scale_version")
        return self.of(town).order_by(*keys, "-assessed_at", "id").distinct(*keys)


class Assessment(TenantModel):
    """Maturity of a service on one version of a scale; criteria answers as given. Append-only."""

    service = TenantForeignKey(Service, on_delete=models.CASCADE)
    scale = models.CharField(max_length=40)
    scale_version = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField(null=True)
    upper_bound = models.PositiveSmallIntegerField(null=True)
    criteria = models.JSONField(default=dict)
    author = models.UUIDField(null=True)
    assessed_at = models.DateTimeField(db_default=Now())

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["municipality", "service", "scale"], name="assessment_by_service")]
