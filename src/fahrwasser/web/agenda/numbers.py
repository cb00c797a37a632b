"""The running number of a town's plan versions."""

from django.db.models import Max

from fahrwasser.web.agenda.models import Version
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.tenants.turns import wait_turn


def one_after_the_other(town: Municipality) -> None:
    """Two who change the plan at once wait for each other until the first has committed: call it before looking at
    the plan that the change is held against."""
    wait_turn(town, "plan")


def next_number(town: Municipality) -> int:
    """One more than the highest."""
    one_after_the_other(town)
    last = Version.objects.of(town).aggregate(last=Max("number"))["last"] or 0
    return int(last) + 1
