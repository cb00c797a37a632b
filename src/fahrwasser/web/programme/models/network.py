"""What towns give to each other: everybody reads, only the giving town writes. Authors are towns, not people."""

from typing import Self

from django.db import models
from django.db.models.functions import Now

from fahrwasser.web.tenants.models import SharedModel, TenantQuerySet

from .sheet import SheetColumns


class SharedSheet(SharedModel, SheetColumns):
    """What the town has released to the network; comparison and the state's view count these rows."""

    size_class = models.CharField(max_length=8)  # a key of core.programme.sizes.CLASSES
    state = models.CharField(max_length=2)
    district = models.CharField(max_length=120, blank=True, default="")
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality"], name="shared_sheet_one")]


class QuestionQuerySet(TenantQuerySet["Question"]):
    """Reads of questions."""

    def with_state(self) -> Self:
        """With `has_solution`: an answer is marked, and the town that gave it has not taken it back."""
        marked = Answer.objects.filter(pk=models.OuterRef("solved_by"), withdrawn_at=None)
        return self.annotate(has_solution=models.Exists(marked))

    def solved(self) -> Self:
        """Those with such an answer."""
        return self.with_state().filter(has_solution=True)

    def still_open(self) -> Self:
        """Those that wait for an answer that solves them."""
        return self.with_state().filter(has_solution=False, closed_at=None)


class Question(SharedModel):
    """A question of one town to all; it may be about a project, a package or an obstacle."""

    title = models.CharField(max_length=160)
    text = models.TextField(blank=True, default="")
    project = models.CharField(max_length=40, blank=True, default="")
    package = models.CharField(max_length=120, blank=True, default="")
    obstacle = models.CharField(max_length=20, blank=True, default="")
    asked_at = models.DateTimeField(db_default=Now())
    solved_by = models.UUIDField(null=True)  # the answer that solved it; set by the asking town
    closed_at = models.DateTimeField(null=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-asked_at", "id"], name="question_newest")]


class Answer(SharedModel):
    """An answer of a town (the asking one, too), or of a coach."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    is_coach = models.BooleanField(default=False)  # written by a coach, through a town that gave a mandate
    answered_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)


class Solution(SharedModel):
    """Who solved this, with what, in how many days, whom to ask: only what the town has released."""

    project = models.CharField(max_length=40)
    package = models.CharField(max_length=120, blank=True, default="")
    tool = models.CharField(max_length=160)  # with what: product, central service, package
    days = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    hours_saved = models.PositiveIntegerField(null=True)  # a year
    is_measured = models.BooleanField(default=False)
    lesson = models.TextField(blank=True, default="")
    contact = models.CharField(max_length=160, blank=True, default="")  # an office's address, no person's
    given_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)


class PooledRequest(SharedModel):
    """An interface, a law, a form that many towns need from a vendor or the state."""

    class To(models.TextChoices):
        """Whom it is for."""

        VENDOR = "vendor"
        STATE = "state"
        DISTRICT = "district"
        OTHER = "other"

    class Standing(models.TextChoices):
        """Where it stands."""

        OPEN = "open"
        SENT = "sent"
        PROMISED = "promised"
        DONE = "done"
        REFUSED = "refused"

    title = models.CharField(max_length=160)
    text = models.TextField(blank=True, default="")
    to = models.CharField(max_length=10, choices=To.choices)
    addressee = models.CharField(max_length=120, blank=True, default="")
    project = models.CharField(max_length=40, blank=True, default="")
    obstacle = models.CharField(max_length=20, blank=True, default="")
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.OPEN)
    made_at = models.DateTimeField(db_default=Now())


class Backing(SharedModel):
    """A town stands behind a pooled request, with the hours a year it would save there."""

    request = models.ForeignKey(PooledRequest, on_delete=models.CASCADE, related_name="+")
    hours = models.PositiveIntegerField()
    given_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "request"], name="backing_once")]


class Partner(SharedModel):
    """A town looks for neighbours: a shared post, or running something together."""

    class Kind(models.TextChoices):
        """What is shared."""

        POST = "post"
        OPERATION = "operation"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    topic = models.CharField(max_length=160)
    project = models.CharField(max_length=40, blank=True, default="")
    days_per_quarter = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    text = models.TextField(blank=True, default="")
    contact = models.CharField(max_length=160, blank=True, default="")
    made_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)
