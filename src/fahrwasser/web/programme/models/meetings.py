"""Meetings of the network, and who of which town was there."""

import uuid

from django.db import models
from django.db.models.functions import Now

from fahrwasser.web.accounts.models import User
from fahrwasser.web.tenants.models import TenantModel


class Meeting(models.Model):
    """A meeting for all towns, made by a coach of the programme or the operator; belongs to no town."""

    class Kind(models.TextChoices):
        """What it is."""

        BREAKFAST = "breakfast"  # Digitales Frühstück: third Friday, 60 minutes, 15 of them impulse
        NETWORK = "network"
        COURSE = "course"
        CONSULTATION = "consultation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=120)
    at = models.DateTimeField(db_index=True)
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=200, blank=True, default="")  # a place, or the address of a video room
    text = models.TextField(blank=True, default="")
    module = models.CharField(max_length=40, blank=True, default="")  # a course teaches this module
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    cancelled_at = models.DateTimeField(null=True)
    is_sample = models.BooleanField(default=False)


class Attendance(TenantModel):
    """A person of the town was at a meeting; the certificate names title, day and minutes."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "meeting", "user"], name="attendance_once")]
