"""Check everything, send once, keep the receipt; or stop here and go on later."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fahrwasser.core.forms import summary
from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import open_to_all
from fahrwasser.web.jobs.actions import absolute, send_mail
from fahrwasser.web.tenants.actions import letterhead_of

from ..actions import code_for, fits_code, submit, take_behalf
from ..actions.submitting import Incomplete, person_in, status_code, status_token
from ..filling import asked
from ..models import Draft
from ..opening import find_draft, opened, remember, remember_case
from ..reads import offer_of
from ..screens import BehalfScreen, CodeScreen, MailScreen
from .info import town_of


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
        return _review(request, token, draft, [_(refused.msgid) % refused.values])
    return redirect("receipt", token)


def _review(request: HttpRequest, token: str, draft: Draft, errors: list[str]) -> HttpResponse:
    about = asked(draft.adoption, draft.release_id, timezone.now())
    page = {
        "offer": offer_of(draft.adoption),
        "token": token,
        "draft": draft,
        "sections": summary(about.form, draft.answers, about.language, now=about.now, known=about.known),
        "errors": errors,
        "page_error": bool(errors),
    }
    return render(request, "portal/review.html", page, status=422 if errors else 200)


@opened
def receipt(request: HttpRequest, token: str, draft: Draft) -> HttpResponse:
    """The number, what happens next, the address and the code of the status page."""
    if draft.case is None:
        return redirect("draft", token)
    case = draft.case
    page = {
        "case": case,
        "offer": offer_of(draft.adoption),
        "status_path": reverse("status", args=[status_token(case)]),
        "status_url": absolute(case.municipality, _within(reverse("status", args=[status_token(case)]), request)),
        "code": status_code(case),
        "letterhead": letterhead_of(town_of(request)),
    }
    return remember_case(render(request, "portal/receipt.html", page), status_token(case), case)


@opened
def draft_later(request: HttpRequest, token: str, draft: Draft) -> HttpResponse:
    """The address and the code to write down; by mail if wanted."""
    screen = MailScreen(request.POST or None)
    address = absolute(town_of(request), _within(reverse("draft", args=[token]), request))
    if request.method == "POST" and screen.is_valid():
        _mail(draft, screen.cleaned_data["email"], address)
        return redirect(f"{request.path}?gesendet=1")
    page = {
        "token": token,
        "offer": offer_of(draft.adoption),
        "address": address,
        "code": code_for(draft),
        "expires": draft.expires_at,
        "form": screen,
        "sent": "gesendet" in request.GET,
        "page_error": bool(screen.errors),
    }
    return render(request, "portal/later.html", page, status=422 if screen.errors else 200)


@open_to_all
def draft_code(request: HttpRequest, token: str) -> HttpResponse:
    """Another device: the code opens the draft."""
    draft = find_draft(request, token)
    screen = CodeScreen(request.POST or None)
    if request.method == "POST" and screen.is_valid():
        if fits_code(draft, screen.cleaned_data["code"]):
            return remember(redirect("draft", token), token, draft)
        screen.add_error("code", _("This code does not fit. After five wrong codes the address is locked."))
    page = {
        "form": screen,
        "token": token,
        "page_error": bool(screen.errors),
        "lost": reverse("draft_lost", args=[token]),
    }
    return render(request, "portal/code.html", page, status=422 if screen.errors else 200)


@open_to_all
def draft_lost(request: HttpRequest, token: str) -> HttpResponse:
    """The code goes to the address that stands in the application; the answer is the same whether it does or not."""
    draft = find_draft(request, token)
    screen = MailScreen(request.POST or None)
    if request.method == "POST" and screen.is_valid():
        about = asked(draft.adoption, draft.release_id, timezone.now())
        known = {str(person_in(about.form, draft.answers).get("email", "")).casefold()}
        known.add(str(draft.representative.get("email", "")).casefold())
        typed = screen.cleaned_data["email"]
        if typed.casefold() in known:
            _mail(draft, typed, absolute(town_of(request), _within(reverse("draft", args=[token]), request)))
        return redirect(f"{request.path}?gesendet=1")
    page = {"form": screen, "token": token, "sent": "gesendet" in request.GET, "page_error": bool(screen.errors)}
    page["letterhead"] = letterhead_of(town_of(request))
    return render(request, "portal/lost.html", page, status=422 if screen.errors else 200)


@opened
def draft_behalf(request: HttpRequest, token: str, draft: Draft) -> HttpResponse:
    """For whom: oneself, one's child, somebody under care, somebody who gave a power of attorney."""
    initial = {"behalf": draft.behalf, **draft.representative}
    screen = BehalfScreen(request.POST or None, initial=initial)
    if request.method == "POST" and screen.is_valid():
        take_behalf(draft, *screen.chosen())
        return redirect("draft", token)
    page = {"form": screen, "offer": offer_of(draft.adoption), "token": token, "page_error": bool(screen.errors)}
    return render(request, "portal/behalf.html", page, status=422 if screen.errors else 200)


def _mail(draft: Draft, to: str, address: str) -> None:
    subject = _("Your application is waiting: %(service)s") % {"service": offer_of(draft.adoption).title}
    body = _("Go on here: %(address)s\n\nYour code: %(code)s\n\nIf you did not ask for this mail, ignore it.\n")
    send_mail(to, subject, body % {"address": address, "code": code_for(draft)})


def _within(path: str, request: HttpRequest) -> str:
    """The path below the town: what `absolute` puts the town's own address in front of."""
    prefix = f"/{town_of(request).slug}"
    return path.removeprefix(prefix) if path.startswith(f"{prefix}/") else path
