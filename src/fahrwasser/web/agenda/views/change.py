"""Changed by hand: choose, see the price, take it over or throw it away."""

import uuid
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.changes import Change, HoldChange, WishChange, for_the_town
from fahrwasser.web.agenda.conflicts import can_apply, conflict_of, explanation
from fahrwasser.web.agenda.models import Hold, Version
from fahrwasser.web.agenda.prices import both_totals, change_words, moves, price_lines, trial_lead
from fahrwasser.web.agenda.reading import Plan, plan_of
from fahrwasser.web.agenda.screens import ChangeScreen, WishScreen
from fahrwasser.web.agenda.suggestions import suggest
from fahrwasser.web.agenda.views.common import by
from fahrwasser.web.agenda.views.plan import current_plan, rights, version_or_404
from fahrwasser.web.agenda.whatif import compare, given_words, plan_to_compare
from fahrwasser.web.ui.languages import in_words


@needs(Right.PLAN, Right.DECIDE)
def change(request: HttpRequest, project: str) -> HttpResponse:
    """One project by hand; the answer is its price, not yet the change."""
    member = by(request)
    plan = current_plan(member)
    if project not in plan.projects:
        raise Http404
    of = plan.projects[project].of
    variants = [(key, plan.title(key)) for key, facts in plan.projects.items() if facts.of == of]
    held = next((row for row in Hold.objects.of(member.municipality) if row.project.partition("-")[0] == of), None)
    chosen = next((key for key, _title in variants if key in plan.schedule), variants[0][0])
    ways = _with_any(variants, of)
    if request.method == "POST":
        form = ChangeScreen(request.POST, variants=ways, calendar=plan.calendar)
        if form.is_valid():
            return _draft(request, Change(hold=_hold_change(form, of, chosen)))
    else:
        start = held.start if held else plan.schedule.get(chosen)
        initial = {
            "variant": held.project if held and held.project in dict(ways) else chosen,
            "kind": held.kind if held else "free",
            "start": start or "",
        }
        form = ChangeScreen(initial=initial, variants=ways, calendar=plan.calendar)
    page = {
        "heading": plan.title(chosen),
        "now": _now(plan, chosen),
        "why": plan.why(chosen),
        "form": form,
        "page_error": form.is_bound,
    }
    return render(request, "agenda/change.html", page, status=422 if form.is_bound else 200)


def _with_any(variants: list[tuple[str, str]], of: str) -> list[tuple[str, str]]:
    if len(variants) == 1:
        return variants
    return [*variants, (of, _("Whichever fits best"))]


def _hold_change(form: ChangeScreen, of: str, chosen: str) -> HoldChange:
    """»Not in the plan« means every variant; a fixed begin needs one variant."""
    values = form.cleaned_data
    kind, variant = values["kind"], values["variant"]
    if kind == Hold.Kind.START:
        return HoldChange(chosen if variant == of else variant, kind, values["start"])
    return HoldChange(of if kind in (Hold.Kind.FORBIDDEN, "free") else variant, kind)


def _now(plan: Plan, project: str) -> str:
    if project in plan.schedule:
        return _("In today's plan: %(period)s.") % {"period": plan.period(project)}
    return _("Not in today's plan.")


@needs(Right.DECIDE)
def wish(request: HttpRequest) -> HttpResponse:
    """A wish in plain words: first the projects it may mean, then the price."""
    member = by(request)
    plan = current_plan(member)
    said = request.POST if request.method == "POST" else request.GET
    text = " ".join(said.get("text", "").split())[:300]
    if not text:
        return render(request, "agenda/wish.html")
    found = suggest(plan, text)
    if request.method == "POST" and "find" not in said:
        form = WishScreen(request.POST, projects=found, calendar=plan.calendar)
        if form.is_valid():
            values = form.cleaned_data
            wished = WishChange(text, values["project"], values["latest_finish"])
            if wished.project:
                return _draft(request, Change(wish=wished))
            actions.wish(member, Change(wish=wished))
            messages.success(request, _("The wish is noted. It does not change the plan."))
            return redirect("agenda")
        return render(request, "agenda/wish.html", {"form": form, "page_error": True}, status=422)
    likeliest = found[0][0] if found else ""
    initial = {"text": text, "project": likeliest, "latest_finish": said.get("latest_finish", "")}
    form = WishScreen(initial=initial, projects=found, calendar=plan.calendar)
    return render(request, "agenda/wish.html", {"form": form})


@require_POST
@needs(Right.DECIDE)
def withdraw(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A wish no longer counts."""
    actions.withdraw_wish(by(request), key)
    messages.success(request, _("The wish is withdrawn; the plan has been made anew."))
    return redirect("agenda")


@require_POST
@needs(Right.PLAN, Right.DECIDE)
def repair(request: HttpRequest) -> HttpResponse:
    """One of the ways out of a conflict, first with its price."""
    member = by(request)
    try:
        version = version_or_404(member, uuid.UUID(request.POST.get("version", "")))
        plan = plan_of(version)
        found = explanation(plan) or {}
        chosen = found["repairs"][int(request.POST.get("repair", ""))]["change"]
    except (ValueError, KeyError, IndexError) as error:
        raise Http404 from error
    if not can_apply(chosen, plan.instance):
        raise PermissionDenied("repair")
    before = Change.from_json(version.change) if version.kind == Version.Kind.TRIAL else Change()
    return _draft(request, replace(before, repair=for_the_town(chosen, plan.in_core.frame.adjustments)))


def _draft(request: HttpRequest, tried: Change) -> HttpResponse:
    try:
        trial = actions.draft_change(by(request), tried)
    except Refused as refused:
        messages.error(request, in_words(refused))
        return redirect("agenda")
    return redirect("plan_trial", trial.pk)


@needs(Right.PLAN, Right.DECIDE)
def trial(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The price of a change: today's plan beside the plan with it."""
    member = by(request)
    version = version_or_404(member, key)
    if version.kind != Version.Kind.TRIAL:
        raise Http404
    before, after = current_plan(member), plan_of(version)
    changed = Change.as_tried(version.change)
    if changed.whatif is not None:
        return _what_if(request, before, after)
    page = {
        "heading": change_words(changed, after),
        "lead": trial_lead(before, after),
        "version": version.pk,
        "conflict": conflict_of(after),
        "dated_wish": changed.wish if changed.wish and changed.wish.latest_finish else None,
        "prices": price_lines(before, after),
        "moves": moves(before, after, changed),
        "method": _(
            "Both plans keep every rule. The new one was searched for three seconds; after taking it over, the search "
            "goes on for a minute and the price can only fall."
        ),
        "left_out": both_totals(before, after).left_out,
        **rights(member),
    }
    return render(request, "agenda/trial.html", page)


def _what_if(request: HttpRequest, today: Plan, after: Plan) -> HttpResponse:
    """The plan under other time and money, against the one that counts."""
    member = by(request)
    before, is_adopted = plan_to_compare(member.municipality, today)
    page: dict[str, Any] = {
        "heading": _("What if …"),
        "lead": trial_lead(before, after),
        "given": given_words(today, after),
        "version": after.version.pk,
        "conflict": conflict_of(after),
        **rights(member),
    }
    if before.schedule and after.schedule:
        page |= {
            "comparison": compare(before, after, is_adopted=is_adopted),
            "prices": price_lines(before, after),
            "bought": _("Both plans keep every rule. The new one was searched for about three seconds."),
        }
    return render(request, "agenda/whatif_trial.html", page)


@require_POST
@needs(Right.PLAN, Right.DECIDE)
def accept(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The change is made."""
    member = by(request)
    try:
        actions.accept_trial(member, version_or_404(member, key))
    except actions.NotPossible:
        messages.error(request, _("The plan has changed in the meantime. Please look at the price once more."))
    else:
        messages.success(request, _("The change is in the plan."))
    return redirect("agenda")


@require_POST
@needs(Right.PLAN, Right.DECIDE)
def discard(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Nothing is changed."""
    member = by(request)
    actions.discard_trial(member, version_or_404(member, key))
    messages.success(request, _("Nothing has been changed."))
    return redirect("agenda")
