"""What the town and its coach share; the coach reads the sheet, and the pages a mandate opens."""

from django.db import models
from django.db.models.functions import Now

from fahrwasser.web.accounts.models import User
from fahrwasser.web.inventory.models import Service
from fahrwasser.web.tenants.models import TenantForeignKey, TenantModel

from .sheet import SheetColumns


class Share(TenantModel):
    """The town releases one part of its plan to one audience; logged, and taken back at any time."""

    class Audience(models.TextChoices):
        """Who may read it."""

        COACH = "coach"
        NETWORK = "network"

    audience = models.CharField(max_length=8, choices=Audience.choices)
    part = models.CharField(max_length=20)  # a key of sharing.PARTS
    given_at = models.DateTimeField(db_default=Now())
    given_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "audience", "part"],
                condition=models.Q(withdrawn_at=None),
                name="share_once",
            )
        ]


class Sheet(TenantModel, SheetColumns):
    """What the town has released to its coach; one row. Coaches read it through `coached_sheets` (migration)."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality"], name="sheet_one")]


class Phase(TenantModel):
    """One phase of the coaching; the newest one without `left_on` is where the town stands (reference 2)."""

    class Kind(models.TextChoices):
        """In this order."""

        MANDATE = "mandate"
        RECORD = "record"
        AGENDA = "agenda"
        PROJECTS = "projects"
        ACCOMPANY = "accompany"
        NETWORK = "network"

    class Stuck(models.TextChoices):
        """Why it does not go on."""

        MANDATE = "mandate"
        TIME = "time"
        VENDOR = "vendor"
        COUNCIL = "council"
        STAFF = "staff"
        OTHER = "other"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    entered_on = models.DateField()
    target_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    stuck_reason = models.CharField(max_length=12, choices=Stuck.choices, blank=True, default="")
    stuck_since = models.DateField(null=True)
    stuck_note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality"], condition=models.Q(left_on=None), name="phase_open_once")
        ]


class Obstacle(TenantModel):
    """What keeps the town from going on, in the words of a short list, with the hours a year it costs.

    The coach reads all of it on the town's page but `note`, which is the town's own.
    """

    code = models.CharField(max_length=20)  # a key of core.programme.obstacles
    project = models.CharField(max_length=40, blank=True, default="")
    service = TenantForeignKey(Service, on_delete=models.SET_NULL, null=True, blank=True)  # which one, if only one
    hours = models.PositiveIntegerField(null=True, blank=True)  # a year; NULL = nobody knows
    note = models.CharField(max_length=300, blank=True, default="")
    named_by = models.UUIDField(null=True)
    named_at = models.DateTimeField(db_default=Now())
    solved_at = models.DateTimeField(null=True)


class Appointment(TenantModel):
    """The town and its coach meet; `note` is read by both."""

    class Kind(models.TextChoices):
        """How."""

        VISIT = "visit"
        CALL = "call"
        WORKSHOP = "workshop"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    title = models.CharField(max_length=120)
    note = models.TextField(blank=True, default="")
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField(db_default=Now())
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["municipality", "at"], name="appointment_by_time")]


class CoachQuestion(TenantModel):
    """A question to the coach alone; one for all towns is a `Question` of the network."""

    text = models.TextField()
    project = models.CharField(max_length=40, blank=True, default="")
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(db_default=Now())
    answer = models.TextField(blank=True, default="")
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)


class ModuleDone(TenantModel):
    """A person of the town finished a module of the curriculum: its practice was done in the town's own data."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    module = models.CharField(max_length=40)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "user", "module"], name="module_done_once")]
