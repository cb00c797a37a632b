"""Funding, contracts with their dates, and the steps of buying something."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.core.agenda.catalogue.projects import base_of, catalogue
from fahrwasser.core.agenda.procurement import checklist
from fahrwasser.core.calendar.icalendar import Entry, write
from fahrwasser.web.accounts.access import needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.models import StepDone
from fahrwasser.web.agenda.project_money import contracts_of, programmes_for, shown_programme
from fahrwasser.web.agenda.views.common import by
from fahrwasser.web.ui.templatetags.ui import euro


@needs(Right.SEE_PLAN)
def funding(request: HttpRequest) -> HttpResponse:
    """Programmes that fit Land and size of the town, with the projects they may pay for. 1 query."""
    town, today = by(request).municipality, timezone.localdate()
    language = get_language() or "de"
    rows = []
    for programme, is_sample in programmes_for(town, today):
        names = [
            project.name.in_language(language)
            for project in catalogue().projects.values()
            if programme.fits_project(catalogue(), project.id)
        ]
        is_any = not (programme.projects or programme.fields)
        rows.append((shown_programme(programme, today, is_sample=is_sample), [] if is_any else names))
    return render(request, "agenda/funding.html", {"rows": rows, "open": sum(not row.is_expired for row, _n in rows)})


@needs(Right.SEE_PLAN)
def contracts(request: HttpRequest) -> HttpResponse:
    """Every contract with the next day on which notice can be given. ≤ 12 queries."""
    member = by(request)
    rows = contracts_of(member.municipality, timezone.localdate())
    page = {
        "contracts": rows,
        "near": [row for row in rows if row.is_near],
        "unknown": sum(row.notice_date is None for row in rows),
        "has_dates": any(row.days is not None for row in rows),
        "may_record": member.may(Right.RECORD),
        "may_plan": member.may(Right.PLAN),
    }
    return render(request, "agenda/contracts.html", page)


@needs(Right.SEE_PLAN)
def contracts_calendar(request: HttpRequest) -> HttpResponse:
    """The notice dates that lie ahead, for any calendar program (RFC 5545)."""
    town, today = by(request).municipality, timezone.localdate()
    link = request.build_absolute_uri(reverse("agenda_contracts"))
    entries = [
        Entry(
            uid=f"notice-{row.pk}@fahrwasser",
            start=row.notice_date,
            title=_("Last day to give notice: %(system)s") % {"system": row.name},
            text=_("Contract ends on %(day)s. Costs a year: %(cost)s.")
            % {
                "day": date_format(row.contract_end, "SHORT_DATE_FORMAT") if row.contract_end else _("unknown"),
                "cost": row.cost,
            },
            link=link,
        )
        for row in contracts_of(town, today)
        if row.days is not None and row.notice_date is not None
    ]
    name = _("Contracts of %(town)s") % {"town": town.name}
    response = HttpResponse(write(entries, name=name, made=timezone.now()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="vertraege.ics"'
    return response


@needs(Right.SEE_PLAN)
def procurement(request: HttpRequest, project: str) -> HttpResponse:
    """The steps of buying for one project, with source and date, ticked off one by one. ≤ 12 queries."""
    member = by(request)
    known = catalogue().projects.get(base_of(project))
    if known is None:
        raise Http404
    language = get_language() or "de"
    found = checklist(member.municipality.state)
    prefix = actions.procurement_key(project, "")
    done = {
        row.step.removeprefix(prefix): row.at
        for row in StepDone.objects.of(member.municipality).filter(step__startswith=prefix, state="done")
    }
    steps = [
        {
            "id": step.id,
            "title": step.title.in_language(language),
            "hint": step.hint.in_language(language),
            "source": f"{step.norm} · {step.text_version}" if step.norm else "",
            "done": date_format(done[step.id], "SHORT_DATE_FORMAT") if step.id in done else "",
        }
        for step in found.steps
    ]
    thresholds = [
        {
            "title": limit.title.in_language(language),
            "source": limit.source.in_language(language),
            "value": _("please check") if limit.eur is None else euro(limit.eur),
            "as_of": date_format(limit.as_of, "SHORT_DATE_FORMAT") if limit.as_of else "–",
        }
        for limit in found.thresholds
    ]
    page = {
        "project": project,
        "title": known.name.in_language(language),
        "steps": steps,
        "done": sum(bool(step["done"]) for step in steps),
        "thresholds": thresholds,
        "as_of": date_format(found.as_of, "DATE_FORMAT"),
        "may_plan": member.may(Right.PLAN),
    }
    return render(request, "agenda/procurement.html", page)


@require_POST
@needs(Right.PLAN)
def procurement_step(request: HttpRequest, project: str) -> HttpResponse:
    """A step is done, or it is open again."""
    member = by(request)
    step = request.POST.get("step", "")
    if base_of(project) not in catalogue().projects or step not in {
        known.id for known in checklist(member.municipality.state).steps
    }:
        raise Http404
    actions.tick_procurement(member, project, step, is_done=request.POST.get("state") == "done")
    messages.success(request, _("Saved."))
    return redirect("agenda_procurement", project)
