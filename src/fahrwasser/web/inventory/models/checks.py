"""The quick check: yearly rounds, answers, parts of it that are with colleagues."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models.functions import Now

from fahrwasser.web.accounts.models import Unit, User
from fahrwasser.web.tenants.models import Municipality, TenantForeignKey, TenantModel, TenantQuerySet

from .reference import QuestionSet


class CheckQuerySet(TenantQuerySet["Check"]):
    """Reads of the yearly rounds; the question set comes along."""

    def open_round(self, town: Municipality) -> "Check | None":
        """The round that is not finished; 1 query."""
        return self.of(town).filter(finished_at=None).select_related("question_set").first()

    def finished(self, town: Municipality) -> Self:
        """Finished rounds, newest first; 1 query."""
        return self.of(town).exclude(finished_at=None).select_related("question_set").order_by("-finished_at", "id")


class Check(TenantModel):
    """One round of the quick check; yearly rounds are compared."""

    question_set = models.ForeignKey(QuestionSet, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(db_default=Now())
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)
    picture = models.JSONField(null=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality"], condition=models.Q(finished_at=None), name="check_one_open"
            ),
        ]


class AnswerQuerySet(TenantQuerySet["Answer"]):
    """Reads of answers."""

    def given(self, check: Check) -> models.QuerySet["Answer"]:
        """All answers of one round in order of entry; the last of a question counts; 1 query."""
        return self.of(check.municipality_id).filter(check_round=check).select_related("errand").order_by("number")


class Answer(TenantModel):
    """Append-only: an answer to one question; value null = "weiß ich nicht"."""

    check_round = TenantForeignKey(Check, on_delete=models.CASCADE)
    question = models.CharField(max_length=60)
    value = models.JSONField(null=True)
    number = models.BigIntegerField()
    author = models.UUIDField(null=True)
    errand = TenantForeignKey("inventory.Errand", null=True)  # answered by a colleague through this link
    given_at = models.DateTimeField(db_default=Now())

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "check_round", "number"], name="answer_number")]


class ErrandQuerySet(TenantQuerySet["Errand"]):
    """Reads of tasks that are with colleagues."""

    def waiting(self, town: Municipality | uuid.UUID, now: datetime) -> Self:
        """Neither done nor revoked nor expired; newest first; 1 query."""
        return self.of(town).filter(done_at=None, revoked_at=None, expires_at__gt=now).order_by("-sent_at", "id")


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
    revoked_at = models.DateTimeField(null=True)

    objects = ErrandQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "token_hash"], name="errand_token")]
