"""Real pages from a real server: set-up of a database, sessions, requests over one connection, statements counted."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from fahrwasser.run.postgres import TemporaryCluster
from fahrwasser.run.start import GRANIAN

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


def set_up(cluster: TemporaryCluster, home: str) -> None:
    """The database is migrated; this process is the owner until `as_web_role`."""
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


def as_web_role(cluster: TemporaryCluster) -> None:
    """From now on this process, too, is the web role."""
    from django.db import connections
    from django.test.utils import setup_test_environment

    from fahrwasser.web.settings import database_settings

    setup_test_environment()  # django.test.Client, for sessions and for counting
    connections["default"].close()
    connections.databases["default"] |= database_settings(cluster.web_url)
    del connections["default"]
    os.environ["DATABASE_URL"] = cluster.web_url


def session_of(user: Any) -> str:
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


def warm(connection: http.client.HTTPConnection, page: Page) -> bytes:
    """The page's HTML; raises RuntimeError when it is not the page (an error page would be fast)."""
    for _ in range(WARM_UP):
        answer = _get(connection, page)
        if answer.status != 200 or b"<h1" not in answer.body:
            raise RuntimeError(f"{page.name} ({page.path}) answered {answer.status} instead of a page")
    return answer.body


def visits(connection: http.client.HTTPConnection, pages: list[Page], requests: int) -> dict[str, list[float]]:
    """Milliseconds of every page; the pages take turns, as one person does who moves about."""
    found: dict[str, list[float]] = {page.name: [] for page in pages}
    for _ in range(requests):
        for page in pages:
            answer = _get(connection, page)
            if answer.status != 200:
                raise RuntimeError(f"{page.name} answered {answer.status}")
            found[page.name].append(answer.ms)
    return found


def statements_of(page: Page) -> int:
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
