"""A real browser against the real thing: PostgreSQL, web server, worker. axe runs after every page."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from paths import PROJECT

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
