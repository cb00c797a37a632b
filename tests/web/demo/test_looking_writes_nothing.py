"""Whoever follows every link of the town writes nothing: what changes something is sent by a button."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fahrwasser.web.accounts.models import User
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.tenants.models import Municipality
from towns import browser
from web.demo.staff_crawl import crawl
from web.demo.test_staff_stays_private import as_member, town

__all__ = ["town"]
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b")


@pytest.mark.parametrize("role", [Role.NAVIGATOR, Role.HEAD])
def test_following_links_writes_nothing(town: Municipality, role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    client, written = browser(User.objects.get(pk=as_member(town, role).user_id)), dict[str, list[str]]()
    get = client.get

    def watched(address: str, **options: Any) -> Any:
        with CaptureQueriesContext(connection) as seen:
            answer = get(address, **options)
        found = [query["sql"][:120] for query in seen.captured_queries if WRITES.match(query["sql"])]
        written.update({address: found} if found else {})
        return answer

    monkeypatch.setattr(client, "get", watched)
    assert len(crawl(client, town.slug)) > 60
    assert written == {}
