"""What the worker does for this app."""

from django.utils import timezone

from fahrwasser.web.jobs.registry import tidies

from .models import RateWindow


@tidies
def forget_rate_windows() -> None:
    """Counts of minutes that are over."""
    RateWindow.objects.filter(ends_at__lt=timezone.now()).delete()
