"""Counts POSTs and makes sure that staff have passed the second factor."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

POSTS_A_MINUTE = 60
COUNT = """
    INSERT INTO accounts_ratewindow (key, count, ends_at) VALUES (%s, 1, %s)
    ON CONFLICT (key) DO UPDATE SET count = accounts_ratewindow.count + 1 RETURNING count
"""


class AccessMiddleware:
    """429 after `POSTS_A_MINUTE` POSTs of one person (else one address) in one minute; kept as salted hash."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and posts_this_minute(request) > POSTS_A_MINUTE:
            return render(request, "ui/too_many.html", status=429)
        return self.get_response(request)


def posts_this_minute(request: HttpRequest) -> int:
    """Counts this POST and answers how many there were in the running minute; 1 query."""
    now = timezone.now().replace(second=0, microsecond=0)
    visitor = request.user.pk if request.user.is_authenticated else request.META.get("REMOTE_ADDR", "")
    key = hashlib.sha256(f"{settings.SECRET_KEY}|{visitor}|{now:%d%H%M}".encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [key, now + timedelta(minutes=2)])
        return int(cursor.fetchone()[0])
