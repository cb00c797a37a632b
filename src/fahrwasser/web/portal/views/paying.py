"""Paying on this phone by link. Whether it was paid says the provider alone."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from fahrwasser.web.cases.models import Case
from fahrwasser.web.ports.models import Payment
from fahrwasser.web.ports.payments import UNPAID, Provider, Said, provider_of
from fahrwasser.web.tenants.outside import Outside, asks_outside

from ..actions import paying
from ..opening import opened_case
from ..reads import offer_of


@asks_outside
@opened_case
def pay(request: HttpRequest, token: str, case: Case, key: uuid.UUID) -> HttpResponse:
    """The payment is begun; one link leads to the payment service, whose name is said before."""
    if request.method != "POST":
        return redirect("status", token)
    payment, provider = _unpaid(case, key)
    if payment.withdrawn:
        return _withdrawn(request, token)

    def then(begun: paying.Begun | None) -> HttpResponse:
        if begun is None:
            return _not_now(request, token, case, payment)
        if not paying.begin(payment, begun, now=timezone.now()):
            return redirect("status", token)  # withdrawn or paid at this very moment: the page says which
        if not begun.address:
            messages.error(
                request, _("This payment was begun before and cannot be opened again. Please pay by transfer.")
            )
            return redirect("status", token)
        page = {"address": begun.address, **_frame(token, case, payment)}
        return render(request, "portal/pay.html", page)

    return Outside(lambda: paying.open_at(provider, payment), then)


@asks_outside
@opened_case
def paid(request: HttpRequest, token: str, case: Case, key: uuid.UUID) -> HttpResponse:
    """The person says it is paid: the provider is asked."""
    if request.method != "POST":
        return redirect("status", token)
    payment, provider = _unpaid(case, key)

    def then(said: Said | None) -> HttpResponse:
        if said is None:
            return _not_now(request, token, case, payment)
        if not said.is_paid and payment.withdrawn:
            return _withdrawn(request, token)
        if not said.is_paid:
            messages.info(
                request, _("The payment service does not know of a payment yet. We go on asking by ourselves.")
            )
        elif not paying.settle(payment, said, now=timezone.now()):
            messages.info(request, _("The office looks at your payment. You need to do nothing."))
        return redirect("status", token)

    return Outside(lambda: paying.ask(provider, payment), then)


def _not_now(request: HttpRequest, token: str, case: Case, payment: Payment) -> HttpResponse:
    """The provider does not answer: what to do instead."""
    return render(request, "portal/pay_later.html", _frame(token, case, payment), status=503)


def _frame(token: str, case: Case, payment: Payment) -> dict[str, object]:
    return {"payment": payment, "token": token, "case": case, "offer": offer_of(case.adoption)}


def _withdrawn(request: HttpRequest, token: str) -> HttpResponse:
    """The office has taken it back: nobody is led to the payment service."""
    messages.info(request, _("The office has withdrawn this payment. Please do not pay it."))
    return redirect("status", token)


def _unpaid(case: Case, key: uuid.UUID) -> tuple[Payment, Provider]:
    """An open or withdrawn payment of this case and the provider; 404 for any other."""
    rows = Payment.objects.of(case.municipality_id).select_related("municipality")
    payment = rows.filter(pk=key, cause=case.pk, state__in=UNPAID).first()
    provider = provider_of(case.municipality, case.adoption_id) if payment else None
    if payment is None or provider is None:
        raise Http404
    return payment, provider
