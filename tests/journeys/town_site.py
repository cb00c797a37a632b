"""One invented town on a web server of its own; the test is its worker, so nobody waits for anything."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import mail
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext

from fahrwasser.run.postgres import TemporaryCluster
from fahrwasser.web.accounts.models import User
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.ports import deliveries
from fahrwasser.web.ports.doubles.finance import FinanceDouble
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from towns import browser as logged_in
from web.registers.moves import until_idle


@dataclass(frozen=True, slots=True)
class Mode:
    """How the people of a journey look at it: with or without the page's scripts, language, width in CSS pixels."""

    with_scripts: bool
    language: str
    width: int

    def __str__(self) -> str:
        scripts = "scripts" if self.with_scripts else "scripts blocked"
        return f"{scripts}, {self.language}, {self.width} px"


MODES = (Mode(True, "de", 1280), Mode(False, "en", 320))


@contextmanager
def serving(cluster: TemporaryCluster, mode: Mode) -> Iterator[str]:
    """The address of a web server on the test's own database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "fahrwasser.web.settings",
        "DATABASE_URL": cluster.web_url,
        "PUBLIC_URL": address,
        **({} if mode.with_scripts else {"FAHRWASSER_BLOCK_SCRIPTS": "1"}),
    }
    words = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--blocking-threads", "2", "--no-ws"]
    program = [sys.executable, "-m", "granian", *words, "fahrwasser.web.wsgi:application"]
    server = subprocess.Popen(program, env=environment)
    try:
        wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    """Until the server answers."""
    while server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/gesund/", timeout=5):
                return
        except OSError:
            time.sleep(0.05)  # asking without end would take the processor from the server
    raise AssertionError("the web server ended before its first page")


@dataclass(slots=True)
class TownSite:
    """All that a journey touches beside pages. The browser has the test's own thread, the database another one."""

    address: str
    mode: Mode
    chromium: Browser
    home: Path
    contexts: list[BrowserContext] = field(default_factory=list)
    room: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    def does(self, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Something behind the scenes, in the thread that may use the database."""
        return self.room.submit(act, *args, **kwargs).result()

    def inside(self, town: Municipality, act: Callable[[], Any]) -> Any:
        """The same, within the walls of the town."""

        def within() -> Any:
            with working_for(town):
                return act()

        return self.does(within)

    def works(self) -> None:
        """The worker does everything that is due."""
        self.does(until_idle)

    def looks(self, user: User | None = None, *, width: int = 0) -> BrowserContext:
        """A new browser, of a person who is logged in or of anybody."""
        wide = width or self.mode.width
        context = self.chromium.new_context(
            viewport={"width": wide, "height": 900}, locale="de-DE" if self.mode.language == "de" else "en-GB"
        )
        if user:
            session = self.does(lambda: logged_in(user).cookies["sessionid"].value)
            context.add_cookies([{"name": "sessionid", "value": session, "url": self.address}])
        self.contexts.append(context)
        return context

    def finance_books(self, town: Municipality) -> FinanceDouble:
        """The finance system fetches what lies in its folder; half a minute later its receipts are looked for."""
        finance = FinanceDouble()
        finance.read(self.home / "ports" / town.slug / "finanz")
        later = lambda: Job.objects.of(town).filter(kind=deliveries.CHECK).update(due=timezone.now())  # noqa: E731
        self.inside(town, later)
        self.works()
        return finance

    def mails(self) -> list[str]:
        """Texts of the mails that have left, oldest first."""
        self.works()
        return [str(found.body) for found in getattr(mail, "outbox", [])]

    def close(self) -> None:
        """No browser, no thread, no connection is left."""
        for context in self.contexts:
            context.close()
        self.does(connections.close_all)
        self.room.shutdown()


@contextmanager
def town_site(address: str, mode: Mode, chromium: Browser, home: Path) -> Iterator[TownSite]:
    """The test process works as the same installation as the server: its address in links, one folder for files."""
    before = settings.PUBLIC_URL, settings.HOME
    settings.PUBLIC_URL, settings.HOME = address, home
    mail.outbox = []
    site = TownSite(address, mode, chromium, home)
    try:
        yield site
    finally:
        site.close()
        settings.PUBLIC_URL, settings.HOME = before
