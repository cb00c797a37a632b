"""The Digitale Agenda: what was wished, what was decided by hand, each version, and how it goes."""

from typing import Self

from django.db import models
from django.db.models.functions import Now

from fahrwasser.web.agenda.colleague_models import TrainingDone as TrainingDone
from fahrwasser.web.agenda.colleague_models import Voice as Voice
from fahrwasser.web.agenda.invoice_models import Invoice as Invoice
from fahrwasser.web.agenda.money_models import Comparison as Comparison
from fahrwasser.web.agenda.money_models import CostActual as CostActual
from fahrwasser.web.agenda.money_models import CostPosition as CostPosition
from fahrwasser.web.agenda.money_models import FundingProgramme as FundingProgramme
from fahrwasser.web.tenants.models import TenantForeignKey, TenantModel, TenantQuerySet


class Frame(TenantModel):
    """What the town really gives: the assumptions every plan is made under; one row each."""

    hours_per_week = models.DecimalField(max_digits=5, decimal_places=2, default=4)
    budget_per_year = models.PositiveIntegerField(default=5000)  # EUR
    running_cap_per_year = models.PositiveIntegerField(null=True, blank=True)  # EUR
    first_quarter = models.DateField()  # first day of quarter 1
    quarters = models.PositiveSmallIntegerField(default=20)
    confirmed_duties = models.JSONField(default=list)  # duty ids the town confirmed
    adjustments = models.JSONField(default=list)  # core Adjustment: grant, shared post, fewer hours

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality"], name="frame_one")]


class Wish(TenantModel):
    """A wish of the head in plain words, with the project it leads to as far as one was found."""

    text = models.CharField(max_length=300)
    project = models.CharField(max_length=40, blank=True, default="")
    latest_finish = models.PositiveSmallIntegerField(null=True, blank=True)  # quarter
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)


class Hold(TenantModel):
    """Changed by hand: a project (or variant) is wanted, forbidden, or set to a quarter."""

    class Kind(models.TextChoices):
        """What the hand says."""

        WANTED = "wanted"
        FORBIDDEN = "forbidden"
        START = "start"

    project = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    start = models.PositiveSmallIntegerField(null=True, blank=True)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "project"], name="hold_once")]


class VersionQuerySet(TenantQuerySet["Version"]):
    """Reads of the agenda's versions."""

    def newest_first(self) -> Self:
        """Plans that count (no trials), newest first."""
        return self.exclude(kind="trial").order_by("-number")

    def current(self) -> "Version | None":
        """The plan that the town works with now; 1 query."""
        return self.newest_first().first()

    def for_paper(self) -> "Version | None":
        """The newest council version; before there is one, the current plan. 1 query."""
        return self.exclude(kind="trial").order_by(models.F("frozen_at").desc(nulls_last=True), "-number").first()

    def council(self) -> "Version | None":
        """The newest version made for the council; 1 query."""
        return self.filter(frozen_at__isnull=False).order_by("-number").first()


class Version(TenantModel):
    """One version of the agenda. A council version is frozen: the database refuses to change it.

    `facts` = what the instance format has no room for (assumptions, ranges, origins, duties by project; `reading.py`),
    kept with the version so that it can be read for ever. `change` = what a trial would change by hand.
    """

    class Kind(models.TextChoices):
        """Where it stands."""

        PROPOSAL = "proposal"  # made by the machine, replaced by the next
        DRAFT = "draft"  # changed by hand
        COUNCIL = "council"  # frozen for the council
        TRIAL = "trial"  # a change whose price is being looked at; taken over or thrown away

    class Search(models.TextChoices):
        """What the solver is doing with it."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    instance = models.JSONField()
    answer = models.JSONField()
    facts = models.JSONField(default=dict)
    change = models.JSONField(default=dict)
    search = models.CharField(max_length=10, choices=Search.choices, default=Search.WAITING)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField(db_default=Now())
    frozen_at = models.DateTimeField(null=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "number"], name="version_number")]

    @property
    def is_searched_out(self) -> bool:
        """The search has ended by itself; of a council version: it had when the version was kept."""
        return self.search == self.Search.DONE and not self.facts.get("kept_mid_search", False)


class Study(TenantModel):
    """What many further plans say of one version: reasons in depth, or how sure it is. Worked out by a job.

    `result` = the explanations of `fahrwasser agenda explain`, or the verdicts of thirty draws (`robustness.py`).
    """

    class Kind(models.TextChoices):
        """What is asked."""

        REASONS = "reasons"
        ROBUST = "robust"
        REPLAN = "replan"  # does the plan still fit what has happened? (`replanning.py`)

    version = TenantForeignKey(Version, on_delete=models.CASCADE)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=Version.Search.choices, default=Version.Search.WAITING)
    done = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    seed = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "version", "kind"], name="study_once")]

    @property
    def is_working(self) -> bool:
        """True while a job works on it or is about to."""
        return self.state in (Version.Search.WAITING, Version.Search.RUNNING)


class Resolution(TenantModel):
    """What the council decided about a frozen version."""

    version = TenantForeignKey(Version, on_delete=models.CASCADE)
    decided_on = models.DateField()
    number = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "version"], name="resolution_once")]


class Progress(TenantModel):
    """How one project goes: plan against reality.

    `minutes_per_case` = minutes of staff that a case takes now, after the project. `planned` = what it is held against
    (`baseline.py`), kept when it begins: later plans only know what is left of it. `euros_spent` is the sum of the
    bills (`Invoice`) as soon as there is one. `revision` counts the changes, so that two people who change the same
    project see each other.
    """

    class State(models.TextChoices):
        """As the Navigator says; »next« is being prepared, which the planner does not mind."""

        PLANNED = "planned"
        NEXT = "next"
        RUNNING = "running"
        DONE = "done"
        STOPPED = "stopped"

    NOT_BEGUN = (State.PLANNED, State.NEXT)
    """The planner may still move it."""

    project = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    started_on = models.DateField(null=True, blank=True)
    finished_on = models.DateField(null=True, blank=True)
    days_spent = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    euros_spent = models.PositiveIntegerField(null=True, blank=True)
    minutes_per_case = models.DecimalField(max_digits=7, decimal_places=1, null=True, blank=True)
    planned = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "project"], name="progress_once")]


class StepDone(TenantModel):
    """A small step (≤ 30 minutes) of a project or phase was done, or put off."""

    step = models.CharField(max_length=80)
    state = models.CharField(max_length=10)  # done | later
    until = models.DateField(null=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "step"], name="step_once")]


class PaperText(TenantModel):
    """An edited text part of a paper; kept when the paper is made anew."""

    paper = models.CharField(max_length=40)
    part = models.CharField(max_length=80)
    text = models.TextField()
    written_by = models.UUIDField(null=True)
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "paper", "part"], name="paper_text_once")]
