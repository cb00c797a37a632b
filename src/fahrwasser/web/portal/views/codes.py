"""Another device: the code opens what this address leads to; a lost one is sent where it is known to be safe."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fahrwasser.web.accounts.access import open_to_all
from fahrwasser.web.cases import links
from fahrwasser.web.cases.models import Link
from fahrwasser.web.cases.people import person_in

from ..actions import code_for, fits_code, mail_way_back
from ..actions.status_links import mail_status_code
from ..filling import asked
from ..models import Draft
from ..opening import find_draft, find_link, private, remember, remember_case
from ..reads import offer_of
from ..screens import CodeScreen, MailScreen
from .info import letterhead


@open_to_all
def draft_code(request: HttpRequest, token: str) -> HttpResponse:
    """The code opens the draft; five wrong ones lock the address."""
    draft = find_draft(request, token)
    screen = CodeScreen(request.POST or None)
    if request.method == "POST" and screen.is_valid():
        if fits_code(draft, screen.cleaned_data["code"]):
            return remember(redirect("draft", token), token, draft)
        screen.add_error("code", _("This code does not fit. After five wrong codes the address is locked."))
    return _code_page(request, screen, reverse("draft_lost", args=[token]))


@open_to_all
def status_code(request: HttpRequest, token: str) -> HttpResponse:
    """The code opens the status page; five wrong ones lock the address."""
    link = find_link(request, token, Link.Purpose.STATUS)
    screen = CodeScreen(request.POST or None)
    if request.method == "POST" and screen.is_valid():
        if links.fits(link, screen.cleaned_data["code"]):
            return remember_case(redirect("status", token), token, link.case)
        screen.add_error("code", _("This code does not fit. After five wrong codes the address is locked."))
    return _code_page(request, screen, reverse("status_lost", args=[token]))


def _code_page(request: HttpRequest, screen: CodeScreen, lost: str) -> HttpResponse:
    page = {"form": screen, "lost": lost, "page_error": bool(screen.errors)}
    return private(render(request, "portal/code.html", page, status=422 if screen.errors else 200))


@open_to_all
def draft_lost(request: HttpRequest, token: str) -> HttpResponse:
    """The code goes to the address that stands in the application; the answer is the same whether it does or not."""
    draft = find_draft(request, token)
    screen = MailScreen(request.POST or None)
    if request.method == "POST" and screen.is_valid():
        typed = screen.cleaned_data["email"]
        if typed.casefold() in _addresses(draft):
            way_back_by_mail(draft, token, typed, unlock=True)
        return redirect(f"{request.path}?gesendet=1")
    return _lost_page(request, screen, reverse("draft_code", args=[token]))


@open_to_all
def status_lost(request: HttpRequest, token: str) -> HttpResponse:
    """The same for the status page."""
    link = find_link(request, token, Link.Purpose.STATUS)
    screen = MailScreen(request.POST or None)
    if request.method == "POST" and screen.is_valid():
        mail_status_code(link, screen.cleaned_data["email"], now=timezone.now())
        return redirect(f"{request.path}?gesendet=1")
    return _lost_page(request, screen, reverse("status_code", args=[token]))


def _lost_page(request: HttpRequest, screen: MailScreen, back: str) -> HttpResponse:
    page = {"form": screen, "back": back, "sent": "gesendet" in request.GET, "page_error": bool(screen.errors)}
    page["letterhead"] = letterhead(request)
    return private(render(request, "portal/lost.html", page, status=422 if screen.errors else 200))


def way_back_by_mail(draft: Draft, token: str, to: str, *, unlock: bool = False) -> None:
    """Address and code of the draft."""
    subject = _("Your application is waiting: %(service)s") % {"service": offer_of(draft.adoption).title}
    body = _("Go on here: %(address)s\n\nYour code: %(code)s\n\nIf you did not ask for this mail, ignore it.\n")
    address = links.full_address(draft.municipality, reverse("draft", args=[token]))
    mail_way_back(draft, to, subject, body % {"address": address, "code": code_for(draft)}, unlock=unlock)


def _addresses(draft: Draft) -> set[str]:
    """Where this draft's people may be written to."""
    about = asked(draft.adoption, timezone.now())
    found = (person_in(about.form, draft.answers).get("email"), draft.representative.get("email"))
    return {str(address).casefold() for address in found if address}
