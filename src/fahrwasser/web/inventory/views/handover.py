"""The hand-over notebook of a task: for members, and for whoever has its link."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from fahrwasser.core.inventory.knowledge import MINUTES, PARTS
from fahrwasser.web.accounts.access import needs, open_to_all
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.accounts.views.own import in_other_language
from fahrwasser.web.inventory import actions
from fahrwasser.web.inventory.models import HandOver, SoloTask
from fahrwasser.web.inventory.notebooks import shown
from fahrwasser.web.inventory.screens import PIECES, LinkScreen, PieceScreen

from .common import me, show_form, town_of
from .errands import link_over

TYPED_FORM = "stueck"
"""The form that the button of the language sends, behind the link."""


def _task(request: HttpRequest, key: uuid.UUID) -> tuple[SoloTask, HandOver]:
    """404 for another town's task, 403 for who may not keep the notebook."""
    found = actions.task_with_notebook(town_of(request), key)
    if found is None:
        raise Http404
    actions.require_task(me(request), found[0])
    return found


@needs(Right.RECORD, Right.RECORD_OWN)
@require_GET
def notebook(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What is written, what is empty, the link."""
    task, found = _task(request, key)
    return _notebook(request, task, found, LinkScreen())


def _notebook(request: HttpRequest, task: SoloTask, found: HandOver, screen: LinkScreen) -> HttpResponse:
    has_link = found.link_until is not None and found.link_until > timezone.now()
    page = {"task": task, "has_link": has_link, "link_until": found.link_until, **shown(found)}
    return show_form(request, "inventory/handover.html", screen, **page)


@needs(Right.RECORD, Right.RECORD_OWN)
@require_GET
def notebook_print(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Everything on one page, for paper."""
    task, found = _task(request, key)
    return render(request, "inventory/handover_print.html", {"task": task, **shown(found)})


@needs(Right.RECORD, Right.RECORD_OWN)
def notebook_part(request: HttpRequest, key: uuid.UUID, part: str) -> HttpResponse:
    """One piece."""
    task, found = _task(request, key)
    screen = _screen(request, found, part)
    if request.method == "POST" and screen.is_valid():
        try:
            actions.write_part(me(request), task, part, **_values(screen))
        except actions.WrittenMeanwhile:
            return _clash(request, screen, found, part, reverse("inventory_notebook", args=[key]))
        messages.success(request, _("Saved: %(piece)s") % {"piece": PIECES[part].title})
        return redirect("inventory_notebook", key=key)
    back = reverse("inventory_notebook", args=[key])
    return show_form(request, "inventory/handover_part.html", screen, **_about(found, part, back))


@needs(Right.RECORD, Right.RECORD_OWN)
@require_POST
def notebook_link(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A link for the colleague who knows; shown once."""
    task, found = _task(request, key)
    screen = LinkScreen(request.POST)
    if not screen.is_valid():
        return _notebook(request, task, found, screen)
    token = actions.make_link(me(request), task, screen.cleaned_data["email"])
    link = request.build_absolute_uri(reverse("inventory_notebook_open", args=[token]))
    words = _("This link opens the notebook without a login. It works for 90 days and is shown only now:")
    messages.success(request, format_html('{} <a href="{}">{}</a>', words, link, link))
    return redirect("inventory_notebook", key=key)


@needs(Right.RECORD, Right.RECORD_OWN)
@require_POST
def notebook_link_end(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The link stops working."""
    actions.revoke_link(me(request), _task(request, key)[0])
    messages.success(request, _("The link no longer works. What was written stays."))
    return redirect("inventory_notebook", key=key)


@needs(Right.RECORD, Right.RECORD_OWN)
def notebook_delete(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Asks once, then everything written is gone."""
    task, found = _task(request, key)
    if request.method == "POST":
        actions.delete_notebook(me(request), task)
        messages.success(request, _("The notebook is deleted."))
        return redirect("inventory_solo")
    return render(request, "inventory/handover_delete.html", {"task": task, **shown(found)})


@never_cache
@open_to_all
@require_GET
def notebook_open(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link: the pieces, what is still empty. The link is the key; any wrong one gets the same page."""
    found = _by_link(request, token)
    if found is None:
        return link_over(request)
    return render(request, "inventory/handover_open.html", {"task": found.task, "token": token, **shown(found)})


@never_cache
@open_to_all
def notebook_write(request: HttpRequest, token: str, part: str) -> HttpResponse:
    """Behind the link: one piece."""
    found = _by_link(request, token)
    if found is None:
        return link_over(request)
    back = reverse("inventory_notebook_open", args=[token])
    screen = _screen(request, found, part)
    page = {**_about(found, part, back), "typed_form": TYPED_FORM}
    if "language" in request.POST:
        return in_other_language(request, lambda: _once_more(request, part, page))
    if request.method == "POST" and screen.is_valid():
        try:
            actions.write_by_link(found, part, **_values(screen))
        except actions.WrittenMeanwhile:
            return _clash(request, screen, found, part, back)
        messages.success(request, _("Saved: %(piece)s") % {"piece": PIECES[part].title})
        return redirect(back)
    return show_form(request, "inventory/handover_part.html", screen, **page)


def _once_more(request: HttpRequest, part: str, page: Mapping[str, Any]) -> HttpResponse:
    """As it was typed, with the mark of what the reader saw; nothing is checked or kept."""
    return show_form(
        request, "inventory/handover_part.html", PieceScreen(part=part, initial=request.POST.dict()), **page
    )


def _by_link(request: HttpRequest, token: str) -> HandOver | None:
    town = getattr(request, "municipality", None)
    try:
        return actions.find_notebook(town, token) if town else None
    except actions.LinkNotValid:
        return None


def _screen(request: HttpRequest, found: HandOver, part: str) -> PieceScreen:
    if part not in PARTS:
        raise Http404
    initial = {"text": found.text(part), "before": found.text(part), "nothing": part in found.nothing}
    return PieceScreen(request.POST or None, part=part, initial=initial)


def _values(screen: PieceScreen) -> dict[str, Any]:
    return {key: screen.cleaned_data[key] for key in ("text", "nothing", "before")}


def _about(found: HandOver, part: str, back: str) -> dict[str, Any]:
    number = PARTS.index(part) + 1
    return {"task": found.task, "piece": PIECES[part], "number": number, "total": len(PARTS), "minutes": MINUTES,
            "back": back}  # fmt: skip


def _clash(request: HttpRequest, screen: PieceScreen, found: HandOver, part: str, back: str) -> HttpResponse:
    """Nothing typed is lost: both texts stand on the page, and saving again counts as having seen the other one."""
    screen.add_error("text", _("Somebody else has changed this piece meanwhile. Please put both texts together."))
    theirs = HandOver.objects.of(found.municipality_id).get(pk=found.pk).text(part)
    screen.data = {**screen.data.dict(), "before": theirs}  # type: ignore[attr-defined]  # a QueryDict: it was posted
    page = {**_about(found, part, back), "theirs": theirs}
    if request.user.is_anonymous:
        page["typed_form"] = TYPED_FORM
    return show_form(request, "inventory/handover_part.html", screen, **page)
