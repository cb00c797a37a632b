"""Paying on this phone by link. Whether it was paid says the provider alone."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from fahrwasser.core.refused import Refused
from fahrwasser.web.cases.models import Case
from fahrwasser.web.ports.models import Payment
from fahrwasser.web.ports.payments import Provider, provider_of

from ..actions import paying
from ..opening import opened_case
from ..reads import offer_of


@opened_case
def pay(request: HttpRequest, token: str, case: Case, key: uuid.UUID) -> HttpResponse:
    """The payment is begun; one link leads to the payment service, whose name is said before."""
    if request.method != "POST":
        return redirect("status", token)
    payment, provider = _open(case, key)
    try:
        address = paying.begin(provider, payment, now=timezone.now())
    except Refused as refused:
        messages.error(request, _(refused.msgid) % refused.values)
        return redirect("status", token)
    page = {"payment": payment, "address": address, "token": token, "case": case, "offer": offer_of(case.adoption)}
    return render(request, "portal/pay.html", page)


@opened_case
def paid(request: HttpRequest, token: str, case: Case, key: uuid.UUID) -> HttpResponse:
    """The person says it is paid: the provider is asked."""
    if request.method != "POST":
        return redirect("status", token)
    payment, provider = _open(case, key)
    try:
        is_paid = paying.ask(provider, payment)
    except Refused as refused:
        messages.error(request, _(refused.msgid) % refused.values)
        return redirect("status", token)
    if is_paid:
        paying.settle(payment, now=timezone.now())
    else:
        messages.info(request, _("The payment service does not know of a payment yet. We go on asking by ourselves."))
    return redirect("status", token)


def _open(case: Case, key: uuid.UUID) -> tuple[Payment, Provider]:
    """An open payment of this case and the provider; 404 for any other."""
    rows = Payment.objects.of(case.municipality_id).select_related("municipality")
    payment = rows.filter(pk=key, cause=case.pk, state=Payment.State.OPEN).first()
    provider = provider_of(case.municipality, case.adoption_id) if payment else None
    if payment is None or provider is None:
        raise Http404
    return payment, provider
