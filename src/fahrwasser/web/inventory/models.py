"""What a town has: services, systems, capabilities, posts, and every figure about them with its origin."""

from django.db import models
from django.db.models.functions import Now

from fahrwasser.web.accounts.models import Unit, User
from fahrwasser.web.tenants.models import TenantForeignKey, TenantModel, TenantQuerySet


class CatalogueEntry(models.Model):
    """A row of the LeiKa/OZG catalogue as imported by the operator; the same for all towns."""

    row = models.PositiveIntegerField(primary_key=True)
    leika_key = models.CharField(max_length=20, db_index=True, default="")
    name = models.TextField()
    leika_type = models.CharField(max_length=40, default="")
    ozg_id = models.CharField(max_length=20, default="", db_index=True)
    ozg_service = models.TextField(default="")
    situation = models.CharField(max_length=200, default="")
    subject = models.CharField(max_length=200, default="")
    jurisdiction = models.CharField(max_length=200, default="")
    sort_key = models.TextField(default="")


class QuestionSet(models.Model):
    """One version of a question set, as data; the same for all towns (a state's own set may replace ours)."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    content = models.JSONField()
    imported_at = models.DateTimeField(db_default=Now())
    is_current = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="question_set_version"),
            models.UniqueConstraint(fields=["is_current"], condition=models.Q(is_current=True), name="one_current_set"),
        ]


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

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="system_name")]


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

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="service_key")]
        indexes = [models.Index(fields=["municipality", "sort_key"], name="service_by_name")]


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
    origin = models.CharField(max_length=10)  # measured | counted | estimated | default
    source = models.CharField(max_length=300)
    confidence = models.CharField(max_length=1)
    as_of = models.DateField()
    author = models.UUIDField(null=True)
    number = models.BigIntegerField()  # order of entry within the town; written by the action
    recorded_at = models.DateTimeField(db_default=Now())

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


class SoloTask(TenantModel):
    """A task that stops when one person is away."""

    unit = TenantForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True)
    name = models.CharField(max_length=200)
    has_substitute = models.BooleanField(default=False)
    leaves_within_years = models.PositiveSmallIntegerField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True)


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


class Check(TenantModel):
    """One round of the quick check; yearly rounds are compared."""

    question_set = models.ForeignKey(QuestionSet, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(db_default=Now())
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)
    picture = models.JSONField(null=True)


class AnswerQuerySet(TenantQuerySet["Answer"]):
    """Reads of answers."""

    def given(self, check: Check) -> models.QuerySet["Answer"]:
        """All answers of one round in order of entry; the last of a question counts; 1 query."""
        return self.of(check.municipality_id).filter(check_round=check).order_by("number")


class Answer(TenantModel):
    """Append-only: an answer to one question; value null = "weiß ich nicht"."""

    check_round = TenantForeignKey(Check, on_delete=models.CASCADE)
    question = models.CharField(max_length=60)
    value = models.JSONField(null=True)
    number = models.BigIntegerField()
    author = models.UUIDField(null=True)
    given_at = models.DateTimeField(db_default=Now())

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "check_round", "number"], name="answer_number")]


class Errand(TenantModel):
    """A five-minute task for a colleague by link: some questions of a round, nothing else."""

    check_round = TenantForeignKey(Check, on_delete=models.CASCADE)
    questions = models.JSONField()
    unit = TenantForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True)
    office = models.CharField(max_length=120)
    note = models.CharField(max_length=300, blank=True, default="")
    token_hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField(db_default=Now())
    sent_by = models.UUIDField(null=True)
    expires_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "token_hash"], name="errand_token")]
