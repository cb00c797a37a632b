"""The bills of one project: what it really cost."""

import uuid

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from fahrwasser.web.accounts.access import needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.invoice_screen import InvoiceScreen
from fahrwasser.web.agenda.models import Invoice
from fahrwasser.web.agenda.views.common import by
from fahrwasser.web.agenda.views.project import plan_with
from fahrwasser.web.ui.templatetags.ui import euro

SHOWN = 200


@needs(Right.PLAN, Right.DECIDE)
def invoices(request: HttpRequest, project: str) -> HttpResponse:
    """Every bill of the project with its corrections; POST notes one more. ≤ 12 queries."""
    member = by(request)
    town = member.municipality
    plan, _is_in_plan = plan_with(member, project)
    form = InvoiceScreen(request.POST or None, today=timezone.localdate())
    if request.method == "POST":
        member.require(Right.PLAN)
        if form.is_valid():
            actions.note_invoice(member, project, actions.Bill(**form.cleaned_data))
            messages.success(request, _("The bill is saved and counts."))
            return redirect("project_invoices", project)
    rows = list(Invoice.objects.of(town).filter(project=project).order_by("-dated_on", "-noted_at", "id")[:SHOWN])
    counting = Invoice.objects.of(town).filter(project=project).counting()
    replaced = {row.corrects_id for row in rows}
    known = plan.instance.by_id.get(project)
    page = {
        "project": project,
        "heading": _("Bills: %(project)s") % {"project": plan.title(project)},
        "total": euro(counting.aggregate(total=Sum("amount"))["total"] or 0),
        "planned": euro(known.cost_once) if known else "",
        "rows": [(row, row.pk not in replaced) for row in rows],
        "is_cut": len(rows) == SHOWN,
        "form": form if member.may(Right.PLAN) else None,
        "may_plan": member.may(Right.PLAN),
        "page_error": form.is_bound,
    }
    return render(request, "agenda/invoices.html", page, status=422 if form.is_bound else 200)


@needs(Right.PLAN)
def correction(request: HttpRequest, project: str, key: uuid.UUID) -> HttpResponse:
    """A wrong bill: the new entry counts in its place."""
    member = by(request)
    row = get_object_or_404(Invoice.objects.of(member.municipality).filter(project=project), pk=key)
    initial = {"dated_on": row.dated_on, "amount": row.amount, "note": row.note}
    form = InvoiceScreen(request.POST or None, initial=initial, today=timezone.localdate(), corrects=True)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_invoice(member, row, actions.Bill(**form.cleaned_data))
        except actions.AlreadyCorrected:
            words = _(
                "Somebody has corrected this bill in the meantime. Please look at the list; yours is still below."
            )
            form.add_error(None, words)
        else:
            messages.success(request, _("The bill is corrected. The first entry stays readable."))
            return redirect("project_invoices", project)
    page = {"project": project, "row": row, "form": form, "page_error": form.is_bound}
    return render(request, "agenda/invoice.html", page, status=422 if form.is_bound else 200)
