"""What was asked elsewhere about people, for whoever answers for it: the log of retrievals (§ 40 BMG, § 36 StVG)."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fahrwasser.web.accounts.access import Member, asking, needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.cases.models import Case
from fahrwasser.web.ports.lookups import Lookup, in_words, lookups_for
from fahrwasser.web.tenants.pages import page_by

from ..finding import case_numbered, private
from ..special import neutral, sees_special, visible_lookups


@require_GET
@needs(Right.DECIDE)
def lookups(request: HttpRequest) -> HttpResponse:
    """All of the town or those of one case, newest first; nobody is named and no answer shown. ≤ 12 queries."""
    by, number = asking(request), request.GET.get("vorgang", "").strip()
    rows = visible_lookups(by)
    if number:
        case = case_numbered(by, number)
        rows = rows.filter(cause=case) if case else rows.filter(file_number__iexact=number)
    found, older = page_by(rows, "asked_at", request.GET.get("vor", ""), newest_first=True)
    wanted = {row.cause for row in found} if by.may(Right.CASES) else set()
    page = {
        "lookups": without_blocks(by, in_words(found)),
        "cases": set(Case.objects.of(by.municipality).filter(pk__in=wanted).values_list("pk", flat=True)),
        "older": older,
        "number": number,
        "sees_special": sees_special(by),
    }
    return private(render(request, "desk/lookups.html", page))


def lookups_about(by: Member, case: Case) -> list[Lookup]:
    """Those of one case, for its clerk; 1 query."""
    return without_blocks(by, lookups_for(by.municipality, case.pk))


def without_blocks(by: Member, found: list[Lookup]) -> list[Lookup]:
    """A block in the register is silence for whoever may not know of it."""
    return found if sees_special(by) else [replace(one, status=neutral(one.status)) for one in found]
