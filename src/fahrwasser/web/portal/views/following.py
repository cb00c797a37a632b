"""After sending: where the case stands, a question of the office, letters, and taking back what was done unasked."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import open_to_all
from fahrwasser.web.cases.fetching import fetched, waits
from fahrwasser.web.cases.models import Case, Letter, Link
from fahrwasser.web.ports.lookups import lookups_for
from fahrwasser.web.registers.reads import consents_of_case
from fahrwasser.web.ui.languages import in_words

from ..actions.answering import answer_office, object_to, take_back, withdraw_consent
from ..opening import find_link, opened_case, private
from ..reads import offer_of
from ..screens import AnswerScreen, ObjectionScreen
from ..standing import standing_of
from ..words import consent_words
from .info import letterhead, town_of


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
        "lookups": lookups_for(case.municipality_id, case.pk),
        "consents": [(name, consent_words(name)) for name in sorted({name for _entry, name in consents_of_case(case)})],
        "form": screen,
        "letterhead": letterhead(request),
        "page_error": bool(screen.errors),
    }
    return render(request, "portal/status.html", page, status=422 if screen.errors else 200)


@opened_case
def answer(request: HttpRequest, token: str, case: Case) -> HttpResponse:
    """The answer to a question of the office, with files."""
    if request.method != "POST":
        return redirect("status", token)
    screen = AnswerScreen(request.POST, request.FILES)
    if not screen.is_valid():
        return _status(request, token, case, screen)
    try:
        is_taken = answer_office(case, screen.cleaned_data["text"], screen.files_given(), now=timezone.now())
    except Refused as refused:
        screen.add_error("photos", in_words(refused))
        return _status(request, token, case, screen)
    if is_taken:
        messages.success(request, _("Your answer has arrived. Thank you."))
    else:
        messages.info(request, _("The question is already answered. If you want to add something, please call us."))
    return redirect("status", token)


@opened_case
def objection(request: HttpRequest, token: str, case: Case) -> HttpResponse:
    """An objection to the decision, with what the law says about its form."""
    standing = standing_of(case)
    if not standing.can_object:
        return redirect("status", token)
    screen = ObjectionScreen(request.POST or None)
    if request.method == "POST" and screen.is_valid():
        object_to(case, screen.cleaned_data["text"], now=timezone.now())
        messages.success(request, _("The office has your objection. Please think of the signed letter."))
        return redirect("status", token)
    until = max((letter.objection_until for letter in standing.letters if letter.objection_until), default=None)
    page = {"form": screen, "case": case, "token": token, "until": until, "letterhead": letterhead(request)}
    page |= {"offer": offer_of(case.adoption), "page_error": bool(screen.errors)}
    return render(request, "portal/objection.html", page, status=422 if screen.errors else 200)


@opened_case
def consent(request: HttpRequest, token: str, case: Case, name: str) -> HttpResponse:
    """A consent is taken back as easily as it was given: one page, one button."""
    if name not in {given for _entry, given in consents_of_case(case)}:
        return redirect("status", token)
    if request.method == "POST":
        withdraw_consent(case, name, now=timezone.now())
        messages.success(request, _("Your consent is taken back."))
        return redirect("status", token)
    page = {"case": case, "token": token, "consent": consent_words(name), "offer": offer_of(case.adoption)}
    return render(request, "portal/consent.html", page)


@opened_case
def letter(request: HttpRequest, token: str, case: Case, key: uuid.UUID) -> HttpResponse:
    """One letter of this case as download. A Bescheid put up here is fetched by POST: that starts its period."""
    rows = Letter.objects.of(town_of(request)).filter(case=case, document_id=key).select_related("document")
    found = rows.first()
    if found is None:
        raise Http404
    if request.method == "POST":
        fetched(found, timezone.now(), town_of(request))
    elif waits(found):
        return redirect("status", token)
    response = HttpResponse(bytes(found.document.content), content_type=found.document.media_type)
    response["Content-Disposition"] = f'attachment; filename="{case.number}-{found.template}.pdf"'
    return response


@open_to_all
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """Everything as before: one page that says what, one button that does it."""
    link = find_link(request, token, Link.Purpose.UNDO)
    is_over = link.case.closed_at is not None and link.used_at is None
    if request.method == "POST":
        if not is_over:
            take_back(link, now=timezone.now())
        return private(redirect("undo", token))
    page = {
        "link": link,
        "is_over": is_over,
        "case": link.case,
        "offer": offer_of(link.case.adoption),
        "standing": standing_of(link.case),
    }
    return private(render(request, "portal/undo.html", page))
