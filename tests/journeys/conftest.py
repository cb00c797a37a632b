"""A real browser against the real thing: PostgreSQL, web server, worker. axe runs after every page."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from fahrwasser.run.postgres import TemporaryCluster
from paths import PROJECT
from town_site import MODES, Mode, TownSite, serving, town_site

sys.path.insert(0, str(PROJECT / "tools"))
import browser as browsers


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture
def chromium() -> Iterator[Browser]:
    """Ends with the test: its event loop must not be running when other tests of this process use the database."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(**browsers.launch_options())
        yield running
        running.close()


@pytest.fixture(scope="session")
def servers(cluster: TemporaryCluster) -> Iterator[dict[Mode, str]]:
    """Addresses of the web servers that are running, one for each mode, started when first asked for."""
    with ExitStack() as running:

        class Addresses(dict[Mode, str]):
            def __missing__(self, mode: Mode) -> str:
                self[mode] = running.enter_context(serving(cluster, mode))
                return self[mode]

        yield Addresses()


@pytest.fixture(params=MODES, ids=str)
def site(
    request: pytest.FixtureRequest,
    database: TemporaryCluster,
    servers: dict[Mode, str],
    chromium: Browser,
    tmp_path: Path,
) -> Iterator[TownSite]:
    """An empty Fahrwasser, in both modes."""
    with town_site(servers[request.param], request.param, chromium, tmp_path) as running:
        yield running
