"""Full addresses of a town's public pages, for mail and paper."""

from django.urls import get_script_prefix

from fahrwasser.web.jobs.actions import absolute
from fahrwasser.web.tenants.models import Municipality


def full_address(town: Municipality, path: str) -> str:
    """`path` as `reverse` gives it inside the town's request."""
    return absolute(town, "/" + path.removeprefix(get_script_prefix()))
