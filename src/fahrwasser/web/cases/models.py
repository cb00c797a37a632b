"""Cases and everything a step writes. Rows are written by `cases.store` in few statements, not by `save()`."""

from django.db import models
from django.db.models.functions import Now
from django.utils.functional import cached_property

from fahrwasser.web.catalogue.models import Adoption, ParameterSet, Release
from fahrwasser.web.tenants.models import Municipality, TenantForeignKey, TenantModel


class DenseModel(TenantModel):
    """A row of a table that grows by thousands a day.

    Its composite foreign key or policy already proves the municipality, and every index begins with it: no second index
    and no second check, which would cost half of what a bulk run costs. Whole numbers that only a step writes have no
    check of their own: PostgreSQL would read and compile it anew with each statement.
    """

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        abstract = True


class Case(DenseModel):
    """One process instance, pinned to its release and parameters for life.

    `state`: process state of `core.bpmn` (tokens, variables); `facts`: what was applied for or reported, the person,
    the register entry it is about. `version` counts steps: a step on an old version is refused.
    """

    number = models.CharField(max_length=20)
    adoption = TenantForeignKey(Adoption, db_index=False)
    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    parameters = TenantForeignKey(ParameterSet, db_index=False)
    process = models.CharField(max_length=60)
    channel = models.CharField(max_length=12)
    person = models.CharField(max_length=160, default="")
    state = models.JSONField()
    facts = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    sequence = models.IntegerField(default=0)
    last_hash = models.CharField(max_length=64, default="")
    unit = TenantForeignKey("accounts.Unit", null=True, db_index=False)
    is_test = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=60, default="")
    incident = models.CharField(max_length=300, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "number"], name="case_number")]
        indexes = [
            models.Index(fields=["municipality", "adoption", "opened_at"], name="case_by_service"),
            models.Index(fields=["municipality", "-opened_at", "-id"], name="case_newest"),
        ]

    @cached_property
    def key(self) -> str:
        """The id as text, as each of its rows carries it: written once, and hashed faster than a UUID."""
        return str(self.id)


class Event(DenseModel):
    """Append-only, hash-chained per case: one act of a person or register, or one node finished.

    `passed`: the ids, parted by blanks, of the nodes that the machine ran through at once afterwards, in the same step
    and with nothing of their own to keep (no gateways: which way was taken shows in what came next).
    `hash` = SHA-256 over the previous hash, the columns and `payload_hash`; `payload_hash` = SHA-256 over salt and
    payload, so that the chain stays verifiable when the payload is erased.
    """

    case = TenantForeignKey(Case, db_index=False)
    sequence = models.IntegerField()
    kind = models.CharField(max_length=8)
    activity = models.CharField(max_length=80)
    enabled_at = models.DateTimeField()
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    passed = models.TextField(default="", db_default="")
    payload_hash = models.CharField(max_length=64, default="")
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "case", "sequence"], name="event_sequence")]


class Payload(DenseModel):
    """What an event carried; has the event's id. Erasing deletes the row, salt included."""

    event = TenantForeignKey(Event, db_index=False)
    salt = models.CharField(max_length=32)
    data = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "event"], name="payload_once")]


class Seen(DenseModel):
    """External events that have happened already, by the sender's own key: delivered twice is done once."""

    case = TenantForeignKey(Case, db_index=False)
    key = models.CharField(max_length=120)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="seen_once")]


class Task(DenseModel):
    """Work for a person: open until somebody finishes it or the process takes it back."""

    case = TenantForeignKey(Case, db_index=False)
    token = models.IntegerField()
    node = models.CharField(max_length=80)
    role = models.CharField(max_length=40)
    unit = TenantForeignKey("accounts.Unit", null=True, db_index=False)
    opened_at = models.DateTimeField()
    due = models.DateTimeField()
    claimed_by = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    outcome = models.CharField(max_length=40, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "case", "token"], name="task_once")]
        indexes = [
            models.Index(
                fields=["municipality", "due", "id"],
                name="task_open",
                condition=models.Q(done_at=None),
                include=["unit"],
            )
        ]


class Wait(DenseModel):
    """A case waits for a message of this name."""

    case = TenantForeignKey(Case, db_index=False)
    token = models.IntegerField()
    message = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "case", "token"], name="wait_once")]


class Decision(DenseModel):
    """Append-only: what the rules said, on which level and by which norm; the inputs lie in the event's payload."""

    case = TenantForeignKey(Case, db_index=False)
    sequence = models.IntegerField()
    decision = models.CharField(max_length=80)
    outcome = models.CharField(max_length=60, default="")
    level = models.CharField(max_length=12, default="")
    norm = models.CharField(max_length=200, default="")
    rules = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["municipality", "case"], name="decision_by_case")]


class Letter(TenantModel):
    """A paper that left (or came) in a case, with the day it counts as notified and the end of the objection period."""

    case = TenantForeignKey(Case)
    document = TenantForeignKey("records.Document")
    key = models.CharField(max_length=80)
    template = models.CharField(max_length=60)
    kind = models.CharField(max_length=12)
    route = models.CharField(max_length=16, default="")
    sent_on = models.DateField(null=True)
    notified_on = models.DateField(null=True)
    objection_until = models.DateField(null=True)
    corrects = TenantForeignKey("self", null=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="letter_once")]
        indexes = [models.Index(fields=["municipality", "case"], name="letter_by_case")]


class Notice(TenantModel):
    """A short message of the office to the person, shown on their status page and sent by mail where there is one."""

    case = TenantForeignKey(Case)
    key = models.CharField(max_length=80)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="notice_once")]


class Link(TenantModel):
    """A person's own way to one case: a secret address (its hash); codes are derived (`links.py`).

    `expires_at` only counts a year after the case was closed: the address may have been handed out later.
    """

    class Purpose(models.TextChoices):
        STATUS = "status"
        UNDO = "undo"

    case = TenantForeignKey(Case)
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    token_hash = models.CharField(max_length=64)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "token_hash"], name="link_once")]


class Counter(DenseModel):
    """The last number given out of a town's own series (case numbers, tag numbers)."""

    series = models.CharField(max_length=60)
    last = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "series"], name="counter_once")]
