"""For whom the application is: oneself, one's child, somebody under care, somebody who gave a power of attorney."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from fahrwasser.web.accounts.access import open_to_all
from fahrwasser.web.accounts.views.own import in_other_language
from fahrwasser.web.catalogue.models import Adoption

from ..actions import begin
from ..models import Draft
from ..opening import opened, remember
from ..reads import offer_of
from ..representing import take_posted
from ..screens import BehalfScreen
from .apply import TYPED_FORM
from .info import adoption_or_404
from .sending import is_at_desk


@open_to_all
def apply_for(request: HttpRequest, slug: str) -> HttpResponse:
    """For someone else: an empty draft that first asks for whom."""
    adoption = adoption_or_404(request, slug)
    if "language" in request.POST:
        return in_other_language(request, lambda: _page(request, adoption, BehalfScreen.once_more(request.POST)))
    screen = BehalfScreen(request.POST or None, request.FILES or None)
    if request.method == "POST" and screen.is_valid():
        with transaction.atomic():
            draft, token = begin(adoption, now=timezone.now(), language=get_language() or "de")
            is_taken = take_posted(draft, screen)
            transaction.set_rollback(not is_taken)
        if is_taken:
            return remember(redirect("draft", token), token, draft)
    return _page(request, adoption, screen)


@opened
def draft_behalf(request: HttpRequest, token: str, draft: Draft) -> HttpResponse:
    """As it was said last, to be changed."""
    if draft.case_id:
        return redirect("receipt", token)
    said, at_desk = draft.representative, is_at_desk(request, draft)
    about = {"token": token, "at_desk": at_desk, "proof": said.get("proof")}

    def once_more() -> HttpResponse:
        return _page(request, draft.adoption, BehalfScreen.once_more(request.POST, at_desk=at_desk), **about)

    if "language" in request.POST:
        return in_other_language(request, once_more)
    initial = {
        "behalf": draft.behalf or "self",
        "seen": ["yes"] if said.get("proof_seen") else [],
        **{key: said.get(key, "") for key in ("name", "address", "email")},
    }
    screen = BehalfScreen(request.POST or None, request.FILES or None, initial=initial, at_desk=at_desk)
    if request.method == "POST" and screen.is_valid() and take_posted(draft, screen):
        return redirect("draft", token)
    return _page(request, draft.adoption, screen, **about)


def _page(request: HttpRequest, adoption: Adoption, screen: BehalfScreen, **about: Any) -> HttpResponse:
    page = {"form": screen, "offer": offer_of(adoption), "typed_form": TYPED_FORM, **about}
    page["page_error"] = bool(screen.errors)
    return render(request, "portal/behalf.html", page, status=422 if screen.errors else 200)
