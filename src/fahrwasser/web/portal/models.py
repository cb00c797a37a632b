"""Applications that are not submitted yet."""

from django.db import models
from django.db.models.functions import Now

from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.tenants.models import TenantForeignKey, TenantModel


class Draft(TenantModel):
    """What somebody has filled in so far; found by a secret link (its hash) and a derived code, or at the desk.

    Pages and case follow the release that the town uses now, because its values belong to that one. `case` is set when
    it was submitted: a second submit finds it.
    """

    adoption = TenantForeignKey(Adoption)
    token_hash = models.CharField(max_length=64)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    mails = models.PositiveSmallIntegerField(default=0)
    channel = models.CharField(max_length=12, default="online")
    language = models.CharField(max_length=2, default="de")
    behalf = models.CharField(max_length=16, default="")
    representative = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    taken_by = models.UUIDField(null=True)
    is_test = models.BooleanField(default=False)
    begun_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    case = TenantForeignKey("cases.Case", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "token_hash"], name="draft_once")]
        indexes = [models.Index(fields=["municipality", "expires_at"], name="draft_expires")]


class Upload(TenantModel):
    """A file of a draft, hostile until looked at; it becomes a document of the case when the draft is submitted."""

    draft = TenantForeignKey(Draft, on_delete=models.CASCADE)
    field = models.CharField(max_length=200)
    filename = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha512 = models.CharField(max_length=128)
    content = models.BinaryField()
    made_at = models.DateTimeField(db_default=Now())
