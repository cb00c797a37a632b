"""What the operator imports, the same for all towns: the official catalogue, question sets, scales."""

from typing import Self

from django.db import models
from django.db.models.functions import Now

from fahrwasser.core.tenants.names import sort_key


class CatalogueQuerySet(models.QuerySet["CatalogueEntry"]):
    """Reads of the official catalogue."""

    def that_fit(self, words: str) -> Self:
        """Entries whose name has every word, or whose LeiKa key begins so; in alphabetical order. 1 query."""
        key = words.replace(" ", "")
        if key.isdigit():
            return self.filter(leika_key__startswith=key).order_by("leika_key", "row")
        rows = self
        for word in sort_key(words)[0].split()[:8]:
            rows = rows.filter(sort_key__contains=word)
        return rows.order_by("sort_key", "row")


class CatalogueEntry(models.Model):
    """A row of the LeiKa/OZG catalogue as imported by the operator; the same for all towns."""

    row = models.PositiveIntegerField(primary_key=True)
    leika_key = models.CharField(max_length=20, db_index=True, default="")
    name = models.TextField()
    leika_type = models.TextField(default="")
    ozg_id = models.CharField(max_length=20, default="", db_index=True)
    ozg_service = models.TextField(default="")
    situation = models.TextField(default="")
    subject = models.TextField(default="")
    jurisdiction = models.TextField(default="")
    sort_key = models.TextField(default="")

    objects = CatalogueQuerySet.as_manager()


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


class ScaleVersion(models.Model):
    """One version of a maturity scale, imported (for example with its criteria); the same for all towns."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    content = models.JSONField()
    imported_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="scale_version")]
