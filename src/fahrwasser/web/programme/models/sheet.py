"""The columns of what a town releases about its way; a column that is not released is empty (NULL)."""

from django.db import models


class SheetColumns(models.Model):
    """Figures of the plan only: no citizens' data, no cases, no names, no counts of staff (reference 11)."""

    phase = models.CharField(max_length=12, null=True)  # noqa: DJ001 – NULL = not released
    phase_since = models.DateField(null=True)
    last_entry_on = models.DateField(null=True)
    stuck_reason = models.CharField(max_length=12, null=True)  # noqa: DJ001
    stuck_since = models.DateField(null=True)
    next_appointment = models.DateTimeField(null=True)
    milestones = models.JSONField(null=True)  # [{"key", "on": ISO date or null, "due": ISO date or null}]
    open_questions = models.PositiveIntegerField(null=True)
    agenda_status = models.CharField(max_length=10, null=True)  # noqa: DJ001 – none, draft, council, decided
    agenda_decided_on = models.DateField(null=True)
    projects_running = models.PositiveSmallIntegerField(null=True)
    projects_done = models.PositiveSmallIntegerField(null=True)
    services_live = models.PositiveSmallIntegerField(null=True)  # services that run with an adopted package
    packages = models.JSONField(null=True)  # [{"package", "version", "since": ISO date}]
    hours_planned = models.IntegerField(null=True)  # relief of the whole plan, hours a year
    hours_measured = models.IntegerField(null=True)  # from the event log, hours a year; may be below zero
    obstacles = models.JSONField(null=True)  # [{"code", "hours": a year or null, "project": id or ""}]
    used_parts = models.JSONField(null=True)  # [{"part", "uses", "minutes"}] of eight weeks (`usage.released`)
    as_of = models.DateTimeField()

    class Meta:
        abstract = True
