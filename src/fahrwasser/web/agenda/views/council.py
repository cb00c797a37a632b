"""Council version and decision, with planned against actual."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.web.accounts.access import Member, needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.models import Progress, Resolution, Version
from fahrwasser.web.agenda.pages import kept_mid_search
from fahrwasser.web.agenda.reading import Plan, plan_of
from fahrwasser.web.agenda.review import review_rows
from fahrwasser.web.agenda.screens import ResolutionScreen
from fahrwasser.web.agenda.version_difference import difference_of
from fahrwasser.web.agenda.views.common import by
from fahrwasser.web.agenda.views.plan import may_plan, rights, version_or_404
from fahrwasser.web.tenants.turns import turn

MOST_EARLIER = 10


@needs(Right.SEE_PLAN)
def versions(request: HttpRequest) -> HttpResponse:
    """The council version with planned against actual; the button that makes one. ≤ 12 queries."""
    return _versions(request, by(request), None)


def _versions(request: HttpRequest, member: Member, form: ResolutionScreen | None) -> HttpResponse:
    town = member.municipality
    current = Version.objects.of(town).current()
    if current is None:
        return redirect("agenda")
    council = Version.objects.of(town).council()
    page: dict[str, Any] = {"current": current, **rights(member)}
    page["may_freeze"] = may_plan(member) and current.frozen_at is None and bool(current.answer.get("schedule"))
    page["lead"] = _("Nothing has been kept for the council yet.")
    if council is not None:
        decision = Resolution.objects.of(town).filter(version=council).first()
        page["council"] = _council(town, plan_of(council), decision)
        page["lead"] = _("Version %(number)s was kept on %(day)s.") % _named(council)
        if not council.is_searched_out:
            page["lead"] += f" {kept_mid_search()}"
        if may_plan(member):
            page["form"] = form or ResolutionScreen(initial=_entered(decision))
        older = Version.objects.of(town).filter(frozen_at__isnull=False).exclude(pk=council.pk)
        kept = older.defer("instance", "answer", "facts").order_by("-number")[:MOST_EARLIER]
        page["others"] = [(version.pk, _("Version %(number)s of %(day)s") % _named(version)) for version in kept]
        page["has_newer"] = current.pk != council.pk and bool(current.answer.get("schedule"))
    page["page_error"] = form is not None
    return render(request, "agenda/versions.html", page, status=422 if form else 200)


def _entered(decision: Resolution | None) -> dict[str, Any]:
    return {"decided_on": decision.decided_on, "number": decision.number} if decision else {}


def _named(version: Version) -> dict[str, Any]:
    return {"number": version.number, "day": date_format(version.frozen_at or version.made_at, "DATE_FORMAT")}


def _council(town: Any, plan: Plan, decision: Resolution | None) -> dict[str, Any]:
    words = ""
    if decision is not None:
        values = {"day": date_format(decision.decided_on, "DATE_FORMAT"), "number": decision.number}
        words = _("Decided by the council on %(day)s, resolution %(number)s.") % values
    progress = {row.project: row for row in Progress.objects.of(town)}
    return {
        "pk": plan.version.pk,
        "resolution": words,
        "caption": _("Version %(number)s of %(day)s") % _named(plan.version),
        "rows": review_rows(plan, progress),
    }


@needs(Right.SEE_PLAN)
def difference(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What has changed from a kept version to the newest one, from that to today's plan. ≤ 12 queries."""
    member = by(request)
    versions_of = Version.objects.of(member.municipality)
    before = get_object_or_404(versions_of.filter(frozen_at__isnull=False), pk=key)
    council = versions_of.council()
    after = versions_of.current() if council is None or council.pk == before.pk else council
    if after is None or after.pk == before.pk or not after.answer.get("schedule"):
        return redirect("agenda_versions")
    found = difference_of(plan_of(before), plan_of(after))
    return render(request, "agenda/version_difference.html", {"difference": found, **rights(member)})


@require_POST
@needs(Right.PLAN, Right.DECIDE)
def freeze(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The plan lies before the council."""
    member = by(request)
    try:
        actions.freeze(member, version_or_404(member, key))
    except actions.NotPossible:
        messages.error(request, _("There is no plan in this version that could be kept."))
        return redirect("agenda")
    messages.success(request, _("The version is kept. It cannot be changed any more; now the paper can be made."))
    return redirect("agenda_versions")


@require_POST
@needs(Right.PLAN, Right.DECIDE)
def resolve(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The council has decided."""
    turn(request, f"resolution:{key}")
    member = by(request)
    stored = Resolution.objects.of(member.municipality).filter(version=key).first()
    form = ResolutionScreen(request.POST, initial=_entered(stored))
    if not form.is_valid():
        return _versions(request, member, form)
    try:
        actions.resolve(member, version_or_404(member, key), **form.cleaned_data)
    except actions.NotPossible as error:
        raise Http404 from error
    messages.success(request, _("The decision is entered. The plan counts from now on."))
    return redirect("agenda_versions")
