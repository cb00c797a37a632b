"""What the worker does for the portal: forgets drafts, asks the payment provider, erases on request."""

import uuid

from django.utils import timezone

from fahrwasser.web.jobs.registry import handler
from fahrwasser.web.ports.models import Payment
from fahrwasser.web.ports.payments import ASK, UNPAID, provider_of
from fahrwasser.web.records.models import ErasureRequest
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality

from .actions import erasing, paying
from .actions.drafts import FORGET, forget
from .models import Draft


@handler(FORGET)
def run_forget(municipality: Municipality, draft: str) -> None:
    """Drafts and their files go 30 days after the last change."""
    found = Draft.objects.of(municipality).select_related("municipality").filter(pk=draft).first()
    if found:
        forget(found, now=timezone.now())


@handler(ASK, pace="long")
def run_ask(municipality: Municipality, payment: str, attempt: int) -> None:
    """Asks without holding a transaction; not paid yet: asks again later."""
    with working_for(municipality):
        found = Payment.objects.of(municipality).filter(pk=payment, state__in=UNPAID).first()
        provider = provider_of(municipality, found.adoption_id) if found else None
    if found is None or provider is None:
        return
    said = paying.ask(provider, found)
    with working_for(municipality):
        if said and said.is_paid:
            paying.settle(found, said, now=timezone.now())
        else:
            paying.ask_later(found, attempt + 1, now=timezone.now())


@handler(erasing.ERASE)
def run_erase(municipality: Municipality, request: str, case_id: str) -> None:
    """What was decided about a request for erasure."""
    decided = ErasureRequest.objects.of(municipality).get(pk=request)
    erasing.carry_out(municipality, decided, uuid.UUID(case_id), timezone.now())
