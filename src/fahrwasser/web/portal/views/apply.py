"""From question one to the last page. Each page is a form that posts and redirects."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from fahrwasser.core.forms import Form, PageRead, journey
from fahrwasser.web.accounts.access import needs, open_to_all
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.accounts.views.own import in_other_language, set_language
from fahrwasser.web.catalogue.models import Adoption

from ..actions import begin, drop_unused, keep_answers
from ..filling import Asked, asked, only_typed, page_context, read
from ..models import Draft
from ..opening import opened, remember
from ..reads import offer_of
from .info import adoption_or_404, own_adoption_or_404

TYPED_FORM = "antrag"
"""The form that the button of the language sends."""


@open_to_all
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """Question one, straight from a search engine; the first answer begins a draft."""
    adoption = adoption_or_404(request, slug)
    about = asked(adoption, timezone.now())
    page_id = _first_page(about)
    if request.method != "POST":
        return _first(request, adoption, about, None)
    if "language" in request.POST:
        typed = only_typed(request, about, page_id)
        return in_other_language(request, lambda: _first(request, adoption, asked(adoption, about.now), typed))
    draft, token = begin(adoption, now=about.now, language=get_language() or "de")
    return remember(_posted(request, token, draft, about, page_id), token, draft)


def _first(request: HttpRequest, adoption: Adoption, about: Asked, typed: PageRead | None) -> HttpResponse:
    """Also in another language, with what was typed: a draft begins with the first answer that is really sent."""
    page = page_context(about, _first_page(about), typed.answers if typed else {}, typed)
    page |= {"offer": offer_of(adoption), "is_first": True, "typed_form": TYPED_FORM}
    return render(request, "portal/page.html", page)


@needs(Right.ADOPT)
def apply_test(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A test case of a service that need not be switched on: everything runs, marked as a test."""
    adoption = own_adoption_or_404(request, key)
    if request.method == "POST":
        draft, token = begin(adoption, now=timezone.now(), language=get_language() or "de", is_test=True)
        return remember(redirect("draft", token), token, draft)
    return render(request, "portal/test.html", {"offer": offer_of(adoption), "adoption": adoption})


@opened
def draft_home(request: HttpRequest, token: str, draft: Draft) -> HttpResponse:
    """Where to go on: the first page on which something is missing, else the review; the receipt when it was sent."""
    if draft.case_id:
        return redirect("receipt", token)
    about = asked(draft.adoption, timezone.now())
    way = journey(about.form, draft.answers, now=about.now, known=about.known)
    return redirect("draft_page", token, way.first_open) if way.first_open else redirect("draft_review", token)


@opened
def draft_page(request: HttpRequest, token: str, draft: Draft, page_id: str) -> HttpResponse:
    """One page; what was typed is kept even when something on it is wrong."""
    if draft.case_id:
        return redirect("receipt", token)
    about = asked(draft.adoption, timezone.now())
    if about.form.page(page_id) is None:
        raise Http404
    if request.method == "POST":
        return _posted(request, token, draft, about, page_id)
    page = page_context(about, page_id, draft.answers, None)
    page["to_review"] = "pruefen" in request.GET
    return render(request, "portal/page.html", {**page, **_frame(draft, token, page_id)})


def _posted(request: HttpRequest, token: str, draft: Draft, about: Asked, page_id: str) -> HttpResponse:
    found = read(request, about, page_id, draft)
    keep_answers(draft, found.answers, now=about.now)
    if request.FILES or any(name.endswith("._remove") for name in request.POST):
        drop_unused(draft)
    if elsewhere := _elsewhere(request, token, page_id, found):
        return elsewhere
    if found.is_done:
        return _onward(token, page_id, found, back_to_review="review" in request.POST)
    status = 422 if found.problems else 200
    page = page_context(about, page_id, found.answers, found)
    page["to_review"] = "review" in request.POST
    return render(request, "portal/page.html", {**page, **_frame(draft, token, page_id)}, status=status)


def _elsewhere(request: HttpRequest, token: str, page_id: str, found: PageRead) -> HttpResponse | None:
    """Where a button leads that is not "Next": what was typed is kept, nothing on the page has to be right yet."""
    if "later" in request.POST:
        return redirect("draft_later", token)
    before = found.way.before(page_id) if "back" in request.POST else None
    if before:
        return redirect("draft_page", token, before)
    if "language" not in request.POST:
        return None
    response = set_language(request)
    query = "?pruefen=1" if "review" in request.POST else ""
    response.headers["Location"] = reverse("draft_page", args=[token, page_id]) + query
    return response


def _onward(token: str, page_id: str, found: PageRead, *, back_to_review: bool) -> HttpResponse:
    following = found.way.next_after(page_id)
    if back_to_review:
        following = found.way.first_open
    return redirect("draft_page", token, following) if following else redirect("draft_review", token)


def _frame(draft: Draft, token: str, page_id: str) -> dict[str, object]:
    """`typed_form`: the buttons of the page's language send this form, so that it loses nothing."""
    offer = offer_of(draft.adoption)
    return {"offer": offer, "token": token, "page_id": page_id, "draft": draft, "typed_form": TYPED_FORM}


def _first_page(about: Asked) -> str:
    form: Form = about.form
    way = journey(form, {}, now=about.now, known=about.known)
    if not way.pages:
        raise Http404
    return way.pages[0].id
