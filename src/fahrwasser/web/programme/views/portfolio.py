"""The coach's first page: all coached towns, from what they have released."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from fahrwasser.web.accounts.access import logged_in

from ..portfolio import is_coach, portfolio_of
from .coaching import coaching


@logged_in
def portfolio(request: HttpRequest) -> HttpResponse:
    """`/begleitung/`: the portfolio; below a town: the town's own page of coaching."""
    if getattr(request, "municipality", None) is not None:
        return coaching(request)
    assert request.user.is_authenticated  # noqa: S101 the guard has made sure
    if not is_coach(request.user):
        raise PermissionDenied("lotse")
    only = request.GET.get("nur", "")
    begin = request.GET.get("ab", "")
    found = portfolio_of(
        request.user.pk, timezone.now(), only, int(begin) if begin.isdecimal() and len(begin) < 6 else 0
    )
    page = {"portfolio": found, "only": only}
    return render(request, "programme/portfolio.html", page)
