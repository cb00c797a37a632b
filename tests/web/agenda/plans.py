"""What the stories of the agenda share: assumptions, a plan, the queries of a page."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.models import Version
from fahrwasser.web.agenda.quarters import next_quarter
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality

NEXT = next_quarter(timezone.localdate()).isoformat()
"""A plan of the page begins when the next quarter does: it refuses what is over."""
FORM = {"hours_per_week": "4", "budget_per_year": "5000", "first_quarter": NEXT, "duties": ["D05"]}
BEGIN = date(2027, 1, 1)
NOT_SQL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def propose(member: Member, duties: Iterable[str] = ("D05",), **values: Any) -> Version:
    """A proposal of the quick lists; its search job waits."""
    given = {"hours_per_week": Decimal(4), "budget_per_year": 5000, "first_quarter": BEGIN, **values}
    with working_for(member.municipality):
        actions.make_frame(member, actions.Assumptions(duties=frozenset(duties), **given))
        return actions.make_proposal(member)


def current(town: Municipality) -> Version:
    """The plan the town works with."""
    with working_for(town):
        found = Version.objects.of(town).current()
    assert found is not None
    return found


def page(browser: Client, address: str) -> str:
    """A page that opens, as text."""
    answer = browser.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def queries(browser: Client, address: str) -> tuple[HttpResponse, int]:
    """A page and how many statements it sent to the database (transaction brackets not counted)."""
    with CaptureQueriesContext(connection) as seen:
        answer = browser.get(address)
    return answer, sum(not query["sql"].startswith(NOT_SQL) for query in seen.captured_queries)
