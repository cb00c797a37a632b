"""`fahrwasser bench pages`: the ten most used pages of a town with a full year of data, one user at a time.

Real requests over one kept-open connection to the web server as `fahrwasser run` starts it (as the database's web
role); the town lies among others with as many rows (pages_year.py). A second pass counts each page's statements.
"""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from common import median, options, percentile, publish, report
from fahrwasser.run.postgres import TemporaryCluster, temporary_cluster
from fahrwasser.run.start import GRANIAN

if TYPE_CHECKING:
    from pages_year import Year

WARM_UP = 10  # requests of each page before the first round: both workers have read their data files
START_S = 60.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page as one person sees it; `path` from the root of the server."""

    name: str
    path: str
    cookie: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and how long it took from the first byte sent to the last byte read."""

    status: int
    body: bytes
    ms: float


def main(argv: list[str]) -> int:
    """Builds the year, starts the server, measures every page in every round and publishes the figures."""
    chosen = options("pages", argv, extra=(("requests", 20.0), ("neighbours", 60.0), ("search", 10.0)))
    with temporary_cluster() as cluster, tempfile.TemporaryDirectory() as home:
        year = _prepared(cluster, home, chosen)
        pages = _pages(year)
        with open_server(cluster) as connection:
            sizes = {page.name: len(_warm(connection, page)) for page in pages}
            rounds = [_round(connection, pages, int(chosen.requests)) for _ in range(chosen.rounds)]
        counts = {page.name: _queries(page) for page in pages}
    return publish(_result(rounds, counts, sizes, chosen), as_json=chosen.json)


def _prepared(cluster: TemporaryCluster, home: str, chosen: Any) -> "Year":
    """The database with its year; afterwards this process, too, is the web role."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "fahrwasser.web.settings",
        "FAHRWASSER_HOME": home,
        "FAHRWASSER_DEMO": "0",
        "EMAIL_URL": "memorymail://",
        "DATABASE_URL": cluster.owner_url,
    }
    subprocess.run([sys.executable, "-m", "fahrwasser.web.prepare"], check=True)
    import django

    django.setup()
    from django.db import connections
    from django.test.utils import setup_test_environment

    from fahrwasser.web.settings import database_settings
    from fahrwasser.web.tenants.actions import create_sample
    from pages_year import Size, add_neighbours, build

    begun = time.perf_counter()
    town = create_sample("jahresstadt", "Jahresstadt an der Zwönitz", 7800)
    year = build(town, Size(search_s=chosen.search))
    add_neighbours(town, int(chosen.neighbours))
    print(f"a year of data in {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    setup_test_environment()  # django.test.Client, for sessions and for counting
    connections["default"].close()
    connections.databases["default"] |= database_settings(cluster.web_url)
    del connections["default"]
    os.environ["DATABASE_URL"] = cluster.web_url
    return year


def _pages(year: "Year") -> list[Page]:
    """The ten pages a Navigator and a head open most."""
    from django.urls import reverse

    navigator, head = _session(year.navigator), _session(year.head)

    def page(name: str, url: str, *args: str, cookie: str = navigator) -> Page:
        return Page(name, f"/{year.slug}{reverse(url, args=args)}", cookie)

    return [
        page("week", "home"),
        page("head", "home", cookie=head),
        page("record", "inventory"),
        page("services", "services"),
        page("service", "service", year.service),
        page("question", "check_question", year.question),
        page("result", "check_result"),
        page("agenda", "agenda"),
        page("project", "project", year.project),
        page("papers", "papers"),
    ]


def _session(user: Any) -> str:
    """The cookie of somebody who has logged in with the second factor."""
    from django.conf import settings
    from django.test import Client

    from fahrwasser.web.accounts.second_factor import PASSED

    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[PASSED] = True
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


@contextmanager
def open_server(cluster: TemporaryCluster) -> Iterator[http.client.HTTPConnection]:
    """An open connection to the web server, started with the words of `fahrwasser run`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", *GRANIAN, "--host", "127.0.0.1", "--port", str(port)]
    environment = {**os.environ, "DATABASE_URL": cluster.web_url, "PUBLIC_URL": f"http://127.0.0.1:{port}"}
    server = subprocess.Popen([*words, "fahrwasser.run.serving:application"], env=environment)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_S)
    try:
        _wait(connection)
        yield connection
    finally:
        connection.close()
        server.terminate()
        server.wait()


def _wait(connection: http.client.HTTPConnection) -> None:
    end = time.monotonic() + START_S
    while True:
        try:
            connection.request("GET", "/gesund/")
            connection.getresponse().read()
        except OSError:
            connection.close()
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return


def _get(connection: http.client.HTTPConnection, page: Page) -> Answer:
    headers = {"Cookie": page.cookie, "Accept-Language": "de", "Accept": "text/html"}
    begun = time.perf_counter()
    connection.request("GET", page.path, headers=headers)
    response = connection.getresponse()
    body = response.read()
    return Answer(response.status, body, 1000 * (time.perf_counter() - begun))


def _warm(connection: http.client.HTTPConnection, page: Page) -> bytes:
    """The page's HTML; raises RuntimeError when it is not the page (an error page would be fast)."""
    for _ in range(WARM_UP):
        answer = _get(connection, page)
        if answer.status != 200 or b"<h1" not in answer.body:
            raise RuntimeError(f"{page.name} ({page.path}) answered {answer.status} instead of a page")
    return answer.body


def _round(connection: http.client.HTTPConnection, pages: list[Page], requests: int) -> dict[str, list[float]]:
    """Milliseconds of every page; the pages take turns, as one person does who moves about."""
    found: dict[str, list[float]] = {page.name: [] for page in pages}
    for _ in range(requests):
        for page in pages:
            answer = _get(connection, page)
            if answer.status != 200:
                raise RuntimeError(f"{page.name} answered {answer.status}")
            found[page.name].append(answer.ms)
    return found


def _queries(page: Page) -> int:
    """Statements of one page view (BEGIN and COMMIT are not counted)."""
    from django.db import connection
    from django.test import Client

    client = Client(headers={"cookie": page.cookie})
    client.get(page.path)
    seen: list[str] = []

    def count(execute: Any, statement: str, *rest: Any) -> Any:
        seen.append(statement)
        return execute(statement, *rest)

    with connection.execute_wrapper(count):
        client.get(page.path)
    return len(seen)


def _result(
    rounds: list[dict[str, list[float]]], counts: dict[str, int], sizes: dict[str, int], chosen: Any
) -> dict[str, Any]:
    def over_rounds(share: float, name: str = "") -> float:
        values = [found[name] if name else [ms for page in found.values() for ms in page] for found in rounds]
        return round(median([percentile(page, share) for page in values]), 1)

    pages = {
        name: {
            "ms_median": over_rounds(0.5, name),
            "ms_p95": over_rounds(0.95, name),
            "ms_fastest": over_rounds(0.0, name),
            "queries": count,
            "kilobytes": round(sizes[name] / 1000, 1),
        }
        for name, count in counts.items()
    }
    metrics = {
        "page_ms_p95": over_rounds(0.95),
        "page_ms_median": over_rounds(0.5),
        "page_ms_p95_slowest": max(page["ms_p95"] for page in pages.values()),
        "queries_max": max(counts.values()),
    }
    return report(
        "pages", chosen.rounds, metrics, requests=int(chosen.requests), neighbours=int(chosen.neighbours), pages=pages
    )
