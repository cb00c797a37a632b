"""Counts pages after they are answered, in memory; once a minute a thread of its own writes the sums down."""

import time
from collections.abc import Callable
from datetime import datetime
from threading import Timer

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from fahrwasser.web.accounts.access import Member

from .actions import write_down
from .book import Book
from .features import STEP_OF, feature_of

BOOK = Book()


class UsageMiddleware:
    """Outermost of those that know the town: the request's transaction is over, and no query is sent from here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response, untouched."""
        response = self.get_response(request)
        if note(request, response, timezone.now()) and settings.USE_COUNTS_WRITTEN_EVERY_S:
            later = Timer(settings.USE_COUNTS_WRITTEN_EVERY_S, write_and_close)
            later.daemon = True
            later.start()
        return response


def note(request: HttpRequest, response: HttpResponse, now: datetime) -> bool:
    """Counts the page if it is one of those that are; True when it is the first since the last writing."""
    town, match = getattr(request, "municipality", None), request.resolver_match
    if town is None or match is None or "HX-Request" in request.headers:  # a page that asks for its own rest
        return False
    member: Member | None = getattr(request, "_member", None)
    name, day = match.url_name or "", timezone.localdate(now)
    if member is None:
        step = STEP_OF.get(name)
        opened = request.method == "GET" and response.status_code == 200
        return bool(step and opened) and BOOK.opened(town.pk, str(step), now, day)
    feature = feature_of(name) if member.is_own else None
    if feature is None:
        return False
    who = (member.user_id, town.pk, request.path_info)
    if request.method == "GET" and response.status_code == 200:
        BOOK.shown(who, time.monotonic())
        return BOOK.opened(town.pk, feature, now, day)
    if request.method == "POST" and response.status_code in {302, 303}:
        return BOOK.handed_in(who, town.pk, feature, now, day, time.monotonic())
    return False


def write_and_close() -> None:
    """In the thread: its connection is its own."""
    try:
        write_down(BOOK.take())
    finally:
        connection.close()
