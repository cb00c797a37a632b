"""Check everything, send once, keep the receipt; or stop here and go on later."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from fahrwasser.core.forms import summary
from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import member_of
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.cases import links
from fahrwasser.web.ui.languages import in_words

from ..actions import code_for, submit
from ..actions.submitting import Incomplete
from ..filling import asked
from ..models import Draft
from ..opening import opened, remember_case
from ..reads import offer_of
from ..screens import MailScreen
from .codes import way_back_by_mail
from .info import letterhead


@opened
def draft_review(request: HttpRequest, token: str, draft: Draft) -> HttpResponse:
    """Every answer in words with a way to change it; the button that sends."""
    if draft.case_id:
        return redirect("receipt", token)
    if request.method == "POST":
        return _send(request, token, draft)
    return _review(request, token, draft, [])


def _send(request: HttpRequest, token: str, draft: Draft) -> HttpResponse:
    try:
        submit(draft, now=timezone.now())
    except Incomplete:
        return redirect("draft", token)
    except Refused as refused:
        return _review(request, token, draft, [in_words(refused)])
    return redirect("receipt", token)


def _review(request: HttpRequest, token: str, draft: Draft, errors: list[str]) -> HttpResponse:
    page = {**_answers(draft), "token": token, "errors": errors, "page_error": bool(errors)}
    page["at_desk"] = is_at_desk(request, draft)
    return render(request, "portal/review.html", page, status=422 if errors else 200)


@opened
def draft_print(request: HttpRequest, token: str, draft: Draft) -> HttpResponse:
    """The application on paper, with a line for the signature where one is wanted."""
    if draft.case_id:
        return redirect("receipt", token)
    page = {**_answers(draft), "token": token, "letterhead": letterhead(request)}
    return render(request, "portal/print.html", page)


def _answers(draft: Draft) -> dict[str, object]:
    about = asked(draft.adoption, timezone.now())
    sections = summary(about.form, draft.answers, about.language, now=about.now, known=about.known)
    return {"offer": offer_of(draft.adoption), "draft": draft, "sections": sections}


@opened
def receipt(request: HttpRequest, token: str, draft: Draft) -> HttpResponse:
    """The number, what happens next, the address and the code of the status page; at the desk: the case."""
    if draft.case is None:
        return redirect("draft", token)
    case = draft.case
    if is_at_desk(request, draft):
        return redirect("case", case.pk)
    page = {
        "case": case,
        "offer": offer_of(draft.adoption),
        "status_path": reverse("status", args=[links.status_token(case.pk)]),
        "status_url": links.status_address(case.municipality, case.pk),
        "code": links.status_code(case.pk),
        "letterhead": letterhead(request),
    }
    return remember_case(render(request, "portal/receipt.html", page), links.status_token(case.pk), case)


@opened
def draft_later(request: HttpRequest, token: str, draft: Draft) -> HttpResponse:
    """The address and the code to write down; by mail if wanted."""
    if draft.case_id:
        return redirect("receipt", token)
    screen = MailScreen(request.POST or None)
    if request.method == "POST" and screen.is_valid():
        way_back_by_mail(draft, token, screen.cleaned_data["email"])
        return redirect(f"{request.path}?gesendet=1")
    page = {
        "token": token,
        "offer": offer_of(draft.adoption),
        "address": links.full_address(draft.municipality, reverse("draft", args=[token])),
        "code": code_for(draft),
        "expires": draft.expires_at,
        "form": screen,
        "sent": "gesendet" in request.GET,
        "page_error": bool(screen.errors),
    }
    return render(request, "portal/later.html", page, status=422 if screen.errors else 200)


def is_at_desk(request: HttpRequest, draft: Draft) -> bool:
    """A clerk is filling it in for somebody."""
    member = member_of(request) if draft.taken_by else None
    return member is not None and member.may(Right.CASES)
