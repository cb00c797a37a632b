"""Sums per town, day and part of the program. No person, no address, no content: there is no column for them."""

from django.db import models

from fahrwasser.web.tenants.models import TenantModel


class UseCount(TenantModel):
    """How often a part (`features.FEATURES`, `features.STEPS`) was opened on a day, or in the week that begins then.

    `seconds_total` of `seconds_n` forms that were handed in: from showing to saving, each at most an hour.
    """

    day = models.DateField()
    feature = models.CharField(max_length=30)
    uses = models.PositiveIntegerField(default=0)
    seconds_total = models.PositiveIntegerField(default=0)
    seconds_n = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "day", "feature"], name="use_count_once")]


class CountingSwitch(TenantModel):
    """Whether the town wants to be counted; without a row it is. What was noted before `since` is not kept."""

    is_on = models.BooleanField(default=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality"], name="counting_switch_one")]
