"""Rows about money: comparisons of own, shared and central operation, plan and reality, funding programmes."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from fahrwasser.core.costing.comparison.positions import EVERY, GROUPS, WAYS
from fahrwasser.web.inventory.models import System
from fahrwasser.web.tenants.models import TenantForeignKey, TenantModel


class Comparison(TenantModel):
    """One comparison: for a project of the catalogue, for a system in use, or for anything else by its title.

    `outages` = way → figures of `core.costing.comparison.outage.Outage`, each [low, likely, high] or null. `interest`
    in percent; source and day stay beside it. `chosen` and `start_year` (calendar year of year 0) come with the
    decision; from then on reality can be entered.
    """

    title = models.CharField(max_length=160)
    project = models.CharField(max_length=40, blank=True, default="")
    system = TenantForeignKey(System, on_delete=models.SET_NULL, null=True, blank=True)
    ways = models.JSONField(default=list)
    years = models.PositiveSmallIntegerField(default=7)
    interest = models.DecimalField(max_digits=5, decimal_places=2)
    interest_source = models.CharField(max_length=300)
    interest_from = models.DateField(null=True)
    hour_rate = models.DecimalField(max_digits=6, decimal_places=2)
    urgency = models.PositiveSmallIntegerField(null=True, blank=True)
    quality = models.PositiveSmallIntegerField(null=True, blank=True)
    outages = models.JSONField(default=dict)
    outage_source = models.CharField(max_length=500, blank=True, default="")
    in_paper = models.BooleanField(default=False)
    chosen = models.CharField(max_length=10, blank=True, default="")
    start_year = models.PositiveSmallIntegerField(null=True, blank=True)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField(db_default=Now())


class CostPosition(TenantModel):
    """One cost or benefit of one way in EUR for each of its years; without amounts nobody knows it yet.

    `key` is shared by the rows of several ways; `driver`: rows with the same one rise and fall together.
    """

    class Knowledge(models.TextChoices):
        """How sure it is."""

        UNKNOWN = "unknown"
        ESTIMATE = "estimate"
        KNOWN = "known"

    comparison = TenantForeignKey(Comparison, on_delete=models.CASCADE)
    key = models.CharField(max_length=60)
    way = models.CharField(max_length=10, choices=[(way, way) for way in (*WAYS, EVERY)])
    group = models.CharField(max_length=20, choices=[(group, group) for group in GROUPS])
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True, default="")
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    low = models.PositiveIntegerField(null=True, blank=True)
    likely = models.PositiveIntegerField(null=True, blank=True)
    high = models.PositiveIntegerField(null=True, blank=True)
    is_benefit = models.BooleanField(default=False)
    is_cash = models.BooleanField(default=True)
    driver = models.CharField(max_length=40, blank=True, default="")
    knowledge = models.CharField(max_length=10, choices=Knowledge.choices)
    source = models.CharField(max_length=300, blank=True, default="")
    as_of = models.DateField()
    number = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "comparison", "key", "way"], name="cost_position_once"),
            models.CheckConstraint(
                condition=Q(knowledge="unknown", low=None, likely=None, high=None)
                | (~Q(knowledge="unknown") & Q(low__lte=F("likely"), likely__lte=F("high"))),
                name="cost_position_in_order",
            ),
            models.CheckConstraint(condition=Q(first_year__lte=F("last_year")), name="cost_position_years"),
        ]


class CostActual(TenantModel):
    """What one position really cost in one year (0 = the year of the decision); far off needs a reason."""

    position = TenantForeignKey(CostPosition, on_delete=models.CASCADE)
    year = models.PositiveSmallIntegerField()
    amount = models.PositiveIntegerField()
    reason = models.CharField(max_length=300, blank=True, default="")
    noted_by = models.UUIDField(null=True)
    noted_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "position", "year"], name="cost_actual_once")]


class FundingProgramme(models.Model):
    """A funding programme as the operator imported it, the same for all towns; read by `core.agenda.funding`."""

    id = models.BigAutoField(primary_key=True)
    collection = models.CharField(max_length=60)
    key = models.CharField(max_length=60)
    content = models.JSONField()
    is_sample = models.BooleanField(default=False)
    imported_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["collection", "key"], name="funding_programme_once")]
