"""The head's one page, on screen, on paper, as PDF."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from fahrwasser.core.letters.errors import LetterError
from fahrwasser.web.accounts.access import needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda.letters import head_letter
from fahrwasser.web.agenda.summary import read_summary
from fahrwasser.web.agenda.tables import shown
from fahrwasser.web.agenda.views.common import by


def head_page(request: HttpRequest) -> HttpResponse:
    """Called by `week` for the head; ≤ 12 queries."""
    member = by(request)
    found = read_summary(member)
    page: dict[str, Any] = {
        "heading": _("Where we stand"),
        "lead": _("One page for you: duties, relief, people, money. One decision is needed now."),
        "decision": found.decision,
        "figures": found.figures,
        "tables": [shown(table) for table in found.tables],
        "outlook": found.outlook,
        "has_plan": found.has_plan,
    }
    return render(request, "agenda/head.html", page)


@needs(Right.SEE_STAFF)
def paper(request: HttpRequest) -> HttpResponse:
    """The same page as PDF. It is not kept among the papers: others may read those, but not staff figures."""
    try:
        pdf = head_letter(by(request), timezone.localdate())
    except LetterError:
        messages.error(request, _("The PDF could not be made. Please print the page instead and tell your support."))
        return redirect("home")
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="wo-wir-stehen.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
