"""The half-yearly report to the council: preview, and the files that are kept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from fahrwasser.core.letters.errors import LetterError
from fahrwasser.web.accounts.access import needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.papers import REPORT
from fahrwasser.web.agenda.reports import read_report, version_for_report
from fahrwasser.web.agenda.tables import shown
from fahrwasser.web.agenda.views.common import by
from fahrwasser.web.agenda.views.papers import kept, no_pdf, preview, with_newest_files
from fahrwasser.web.agenda.views.plan import may_plan
from fahrwasser.web.tenants.models import Letterhead


@needs(Right.SEE_PLAN)
def progress_report(request: HttpRequest) -> HttpResponse:
    """The report as page; POST makes PDF and ODT."""
    member = by(request)
    version = version_for_report(with_newest_files(member.municipality, REPORT))
    if version is None:
        messages.error(
            request, _("There is nothing to report yet: no version of the plan has been kept for the council.")
        )
        return redirect("papers")
    if request.method == "POST":
        try:
            document = actions.make_report(member, version)
        except LetterError:
            return no_pdf(request, "paper_report")
        return kept(request, document)
    report = read_report(member, version, letterhead=Letterhead())  # not shown on the page
    page = {
        "paper": report,
        "sections": preview(report),
        "summary": [shown(table) for table in report.summary],
        "lead": _("What has come of the plan, from what was entered and measured. Every text can be changed."),
        "paper_key": REPORT,
        "here": "paper_report",
        "files": version.files,  # type: ignore[attr-defined]
        "may_write": may_plan(member),
    }
    return render(request, "agenda/paper_agenda.html", page)
