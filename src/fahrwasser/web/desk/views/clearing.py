"""A payment that came with another amount or reference than was asked for."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.cases.models import Case
from fahrwasser.web.portal.actions.clearing import COUNTS, clear
from fahrwasser.web.ports.models import Payment
from fahrwasser.web.ui.languages import in_words

from ..finding import about_case
from ..screens import ClearScreen
from .case import heading


@about_case
def payment(request: HttpRequest, by: Member, found: Case, payment: uuid.UUID) -> HttpResponse:
    """Asked for and come side by side; a person says what it is, and why."""
    row = Payment.objects.of(by.municipality).filter(pk=payment, cause=found.pk).first()
    if row is None:
        raise Http404
    if row.state != Payment.State.MISMATCHED:
        return redirect("case", found.pk)
    screen = ClearScreen(request.POST or None, is_withdrawn=bool(row.withdrawn))
    if request.method == "POST" and screen.is_valid():
        _clear(request, by, row, screen)
        return redirect("case", found.pk)
    page = {**heading(found), "payment": row, "form": screen, "page_error": bool(screen.errors)}
    return render(request, "desk/payment.html", page, status=422 if screen.errors else 200)


def _clear(request: HttpRequest, by: Member, row: Payment, screen: ClearScreen) -> None:
    meaning = screen.cleaned_data["meaning"]
    try:
        clear(by, row, meaning, screen.cleaned_data["reason"], timezone.now())
    except Refused as refused:
        messages.error(request, in_words(refused))
        return
    if meaning == COUNTS:
        messages.success(request, _("The payment counts as paid. The case goes on."))
    elif row.withdrawn:
        messages.success(request, _("The payment stays withdrawn; nothing is to be paid."))
    else:
        messages.success(request, _("The amount is still to be paid; the page of the person says so again."))
