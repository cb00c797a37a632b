"""A notice that came later than the law presumes, or never: the authority would have to prove the day."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.cases.models import Case, Letter
from fahrwasser.web.cases.receipt import CAME_LATER, came_later, sent_again
from fahrwasser.web.ui.languages import in_words

from ..finding import about_case
from ..screens import ReceiptScreen
from .case import heading


@about_case
def receipt(request: HttpRequest, by: Member, found: Case, letter: uuid.UUID) -> HttpResponse:
    """The day on which it really came, or that it goes out again: its period is reckoned anew."""
    rows = Letter.objects.of(by.municipality).select_related("document").defer("document__content")
    row = rows.filter(pk=letter, case=found, kind="bescheid", notified_on__isnull=False).first()
    if row is None:
        raise Http404
    row.case = found
    screen = ReceiptScreen(request.POST or None)
    if request.method == "POST" and screen.is_valid():
        try:
            if screen.cleaned_data["what"] == CAME_LATER:
                came_later(by, row, screen.cleaned_data["day"], timezone.now())
            else:
                sent_again(by, row, timezone.now())
        except Refused as refused:
            screen.add_error("day" if screen.cleaned_data["what"] == CAME_LATER else None, in_words(refused))
        else:
            messages.success(request, _("Noted. The period for an objection was reckoned anew."))
            if found.closed_at is not None:
                messages.warning(request, _("The case is closed. An objection that comes in now is decided by hand."))
            return redirect("case", found.pk)
    page = {**heading(found), "form": screen, "letter": row, "page_error": bool(screen.errors)}
    return render(request, "desk/receipt.html", page, status=422 if screen.errors else 200)
