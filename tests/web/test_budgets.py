"""No page asks the database more than twelve times, however much a town has entered (the bench measures the time)."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from benches.pages_year import Size, Year, build
from django.db import connection

from fahrwasser.web.accounts.models import User
from towns import browser, make_town

SMALL = Size(months=2, acts=60, errands=6, documents=3, clerks=2, plans=2, search_s=0)
LARGER = Size(months=5, acts=200, errands=14, documents=9, clerks=6, plans=3, search_s=0)
MOST = 12


@contextmanager
def queries(at_most: int) -> Iterator[list[str]]:
    """Fails when the block sends more statements to the database (BEGIN and COMMIT are not counted)."""
    sent: list[str] = []

    def note(execute, statement, *rest):
        sent.append(statement)
        return execute(statement, *rest)

    with connection.execute_wrapper(note):
        yield sent
    assert len(sent) <= at_most, "\n".join([f"{len(sent)} statements instead of {at_most}:", *sent])


def pages(year: Year) -> dict[str, tuple[User, str]]:
    """Name → who looks, and where; the ten of the bench and the head's and the council's papers."""
    navigator, head = year.navigator, year.head
    return {
        "the week": (navigator, ""),
        "the head's page": (head, ""),
        "the record": (navigator, "erfassen/"),
        "the services": (navigator, "erfassen/leistungen/"),
        "one service": (navigator, f"erfassen/leistungen/{year.service}/"),
        "a question": (navigator, f"erfassen/schnell-check/frage/{year.question}/"),
        "the first picture": (navigator, "erfassen/schnell-check/ergebnis/"),
        "the agenda": (head, "agenda/"),
        "a project": (navigator, f"agenda/projekt/{year.project}/"),
        "the papers": (navigator, "agenda/papiere/"),
        "the council version": (navigator, "agenda/rat/"),
        "the council's paper": (head, "agenda/papiere/agenda/"),
    }


def counted(year: Year) -> dict[str, int]:
    """Statements of every page; each is asked for twice, so that what is read only once does not count."""
    found = {}
    for name, (user, path) in pages(year).items():
        client = browser(user)
        client.get(f"/{year.slug}/{path}")
        with queries(at_most=MOST) as sent:
            answer = client.get(f"/{year.slug}/{path}")
        assert answer.status_code == 200, f"{name} answers {answer.status_code}"
        assert b"<h1" in answer.content, f"{name} is no page"
        found[name] = len(sent)
    return found


@pytest.mark.usefixtures("database")
def test_no_page_needs_more_than_twelve_queries_and_none_needs_more_of_them_when_the_town_has_entered_more():
    small = counted(build(make_town("klein", 7800), SMALL))

    larger = counted(build(make_town("gross", 7800), LARGER))

    assert larger == small


@pytest.mark.usefixtures("database")
def test_the_budget_fails_when_a_page_asks_too_often():
    with pytest.raises(AssertionError, match="3 statements instead of 2"), queries(at_most=2), connection.cursor() as c:
        for _ in range(3):
            c.execute("SELECT 1")


def test_the_web_server_keeps_its_code_out_of_the_garbage_collector():
    script = "import fahrwasser.web.wsgi, gc; print(gc.get_freeze_count())"

    frozen = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True).stdout

    assert int(frozen) > 50_000
