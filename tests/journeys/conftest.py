"""A real browser against the real thing: PostgreSQL, web server, worker. axe runs after every page.

Every journey runs twice: with the pages' scripts, and with all scripts blocked by the content security policy.
"""

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from fahrwasser.run.postgres import temporary_cluster
from paths import PROJECT
from visitor import Visitor

sys.path.insert(0, str(PROJECT / "tools"))
import browser as browsers


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


@contextmanager
def running_site(home: Path, *, with_scripts: bool = True) -> Iterator[str]:
    """The address of a whole Fahrwasser with the demo towns."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with temporary_cluster(os.environ.get("FAHRWASSER_PG_BIN") or None) as cluster:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "fahrwasser.web.settings",
            "FAHRWASSER_DEMO": "1",
            "FAHRWASSER_HOME": str(home),
            "PUBLIC_URL": address,
            "EMAIL_URL": f"filemail:///{home}/mail",
            "DATABASE_WORKER_URL": cluster.worker_url,
            **({} if with_scripts else {"FAHRWASSER_BLOCK_SCRIPTS": "1"}),
        }

        def python(url: str, *words: str) -> "subprocess.Popen[bytes]":
            return subprocess.Popen([sys.executable, "-m", *words], env={**environment, "DATABASE_URL": url})

        assert python(cluster.owner_url, "fahrwasser.web.prepare").wait() == 0
        serving = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--blocking-threads", "2"]
        children = [
            python(cluster.web_url, "granian", *serving, "--no-ws", "fahrwasser.web.wsgi:application"),
            python("", "fahrwasser", "worker"),
        ]
        try:
            _wait_for(address, children[0])
            yield address
        finally:
            for child in children:
                child.terminate()
            for child in children:
                child.wait(20)


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    while server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/gesund/", timeout=5):
                return
        except OSError:
            continue
    raise AssertionError("the web server ended before its first page")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(**browsers.launch_options())
        yield running
        running.close()


@pytest.fixture(scope="module", params=["with scripts", "scripts blocked"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, bool]]:
    with_scripts = request.param == "with scripts"
    with running_site(tmp_path_factory.mktemp("home"), with_scripts=with_scripts) as address:
        yield address, with_scripts


@pytest.fixture
def visitor(site: tuple[str, bool], chromium: Browser) -> Iterator[Visitor]:
    """Somebody with a fresh browser at 1280 × 900, German."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE")
    context.set_default_timeout(15_000)
    person = Visitor(context.new_page(), site[0], with_scripts=site[1])
    yield person
    context.close()
    person.refuse_console_errors()
