"""What the worker does for this app."""

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.utils import timezone

from fahrwasser.web.jobs.registry import tidies

from .models import CacheEntry, RateWindow


@tidies
def forget_rate_windows() -> None:
    """Counts of minutes that are over."""
    RateWindow.objects.filter(ends_at__lt=timezone.now()).delete()


@tidies
def forget_logins() -> None:
    """Sessions that have ended, counters that have run out, failures that lock nobody any more."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    CacheEntry.objects.filter(expires__lt=now).delete()
    cool_off = get_cool_off()
    if cool_off is not None:
        AccessAttempt.objects.filter(attempt_time__lt=now - cool_off).delete()
