"""After sending: where the case stands, a question of the office, letters, and taking back what was done unasked."""

import uuid

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import open_to_all
from fahrwasser.web.cases.models import Case, Letter, Link
from fahrwasser.web.tenants import secrets
from fahrwasser.web.tenants.actions import letterhead_of

from ..actions.answering import answer_office, take_back
from ..actions.submitting import status_code
from ..opening import find_link, opened_case, remember_case
from ..reads import offer_of
from ..screens import AnswerScreen, CodeScreen
from ..standing import standing_of
from .info import town_of


@opened_case
def status(request: HttpRequest, token: str, case: Case) -> HttpResponse:
    """State in plain words, what comes next, letters, messages, what is to pay."""
    return _status(request, token, case, AnswerScreen())


def _status(request: HttpRequest, token: str, case: Case, screen: AnswerScreen) -> HttpResponse:
    page = {
        "case": case,
        "token": token,
        "offer": offer_of(case.adoption),
        "standing": standing_of(case),
        "form": screen,
        "letterhead": letterhead_of(town_of(request)),
        "page_error": bool(screen.errors),
    }
    return render(request, "portal/status.html", page, status=422 if screen.errors else 200)


@open_to_all
def status_code_page(request: HttpRequest, token: str) -> HttpResponse:
    """Another device: the code opens the status page; five wrong ones lock the address."""
    link = find_link(request, token, Link.Purpose.STATUS)
    screen = CodeScreen(request.POST or None)
    if request.method == "POST" and screen.is_valid():
        if link.wrong_codes < secrets.WRONG_CODES:
            if secrets.is_code(screen.cleaned_data["code"], status_code(link.case)):
                return remember_case(redirect("status", token), token, link.case)
            Link.objects.of(town_of(request)).filter(pk=link.pk).update(wrong_codes=F("wrong_codes") + 1)
        screen.add_error("code", _("This code does not fit. After five wrong codes the address is locked."))
    page = {"form": screen, "token": token, "page_error": bool(screen.errors)}
    page["letterhead"] = letterhead_of(town_of(request))
    return render(request, "portal/code.html", page, status=422 if screen.errors else 200)


@opened_case
def answer(request: HttpRequest, token: str, case: Case) -> HttpResponse:
    """The answer to a question of the office, with files."""
    if request.method != "POST":
        return redirect("status", token)
    screen = AnswerScreen(request.POST, request.FILES)
    if screen.is_valid():
        try:
            answer_office(case, screen.cleaned_data["text"], screen.files_given(), now=timezone.now())
        except Refused as refused:
            screen.add_error("file", _(refused.msgid) % refused.values)
        else:
            return redirect("status", token)
    return _status(request, token, case, screen)


@opened_case
def letter(request: HttpRequest, token: str, case: Case, key: uuid.UUID) -> HttpResponse:
    """One letter of this case as download."""
    found = Letter.objects.of(town_of(request)).filter(case=case, document_id=key).select_related("document").first()
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.document.content), content_type=found.document.media_type)
    response["Content-Disposition"] = f'attachment; filename="{case.number}-{found.template}.pdf"'
    return response


@open_to_all
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """Everything as before: one page that says what, one button that does it."""
    link = find_link(request, token, Link.Purpose.UNDO)
    if request.method == "POST" and link.used_at is None:
        take_back(link, now=timezone.now())
        return redirect("undo", token)
    page = {"link": link, "case": link.case, "offer": offer_of(link.case.adoption), "standing": standing_of(link.case)}
    return render(request, "portal/undo.html", page)
