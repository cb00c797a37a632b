"""Work for later: written in the caller's transaction, so it commits or vanishes with its cause."""

from datetime import datetime
from typing import Any

from django.conf import settings

from fahrwasser.web.tenants.models import Municipality

from .models import Job, Mail


def enqueue(kind: str, municipality: Municipality, *, due: datetime | None = None, **ids: Any) -> None:
    """The worker will do this; `ids` holds keys only, never personal data."""
    when = {"due": due} if due else {}
    Job.objects.bulk_create([Job(kind=kind, municipality=municipality, args=ids, **when)])


def send_mail(to: str, subject: str, body: str) -> None:
    """The mail leaves when this transaction has committed; the web role cannot read it back."""
    Mail.objects.bulk_create([mail(to, subject, body)])


def mail(to: str, subject: str, body: str) -> Mail:
    """The row of such a mail, for those who write many at once."""
    return Mail(to=to, subject=" ".join(subject.split())[:200], body=body)


def job(kind: str, municipality: Municipality, *, due: datetime, **ids: Any) -> Job:
    """The row of `enqueue`, for those who write many at once."""
    return Job(kind=kind, municipality=municipality, args=ids, due=due)


def absolute(municipality: Municipality | None, path: str) -> str:
    """A path as `reverse` gives it outside a town (without prefix) as full address for a mail."""
    if municipality is None:
        return f"{settings.PUBLIC_URL}{path}"
    if municipality.host:
        return f"https://{municipality.host}{path}"
    return f"{settings.PUBLIC_URL}/{municipality.slug}{path}"
