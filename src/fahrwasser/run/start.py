"""The whole of `fahrwasser run`: what is started, in which order, with which environment, and what is printed."""

import http.client
import os
import time
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from urllib.parse import urlsplit

from fahrwasser.run import CannotStart, database, port, supervisor
from fahrwasser.run.console import say
from fahrwasser.run.database import VARIABLES, Role, for_django
from fahrwasser.run.home import Home, Running
from fahrwasser.run.production import is_demo, is_production, refuse_unsafe_production
from fahrwasser.run.supervisor import Service, python
from fahrwasser.run.urls import DatabaseUrls

FIRST_PAGE_SECONDS = 60.0
FAILED_STARTS = 3  # of one child before the first page: then it is no accident
GRANIAN = (
    "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
    "--respawn-failed-workers", "--workers-kill-timeout", "5",
)  # fmt: skip


def run(env: Mapping[str, str]) -> None:
    """Everything runs until somebody asks it to end (Ctrl-C, SIGTERM); raises CannotStart."""
    refuse_unsafe_production(env)
    home = Home.of(env)
    services: list[Service] = []
    with supervisor.stop_on_signal(), home.locked(), supervisor.kept_alive(services) as tend:
        host, number = port.choose(env)
        urls = _database(home, env, services)
        address = _address(host, number)

        def environment(role: Role) -> dict[str, str]:
            return child_environment(env, home, address, role, urls)

        if supervisor.run_to_end(python("fahrwasser.web.prepare"), environment("owner")):
            raise CannotStart("The database could not be brought up to date; the reason stands above.")
        web = python(*GRANIAN, "--host", host, "--port", str(number), "fahrwasser.run.serving:application")
        services.append(supervisor.command("The web server", web, environment("web")))
        tend()
        home.note(Running(os.getpid(), address, urls))
        _wait_for_first_page(address, environment("web")["PUBLIC_URL"], services, tend)
        # Only now: the first page has the processors for itself.
        services.append(supervisor.command("The worker", python("fahrwasser", "worker"), environment("worker")))
        tend()
        for line in _greeting(address, home, demo=is_demo(env)):
            say(line)
        while True:
            tend()
            time.sleep(supervisor.TICK_SECONDS)


def child_environment(
    env: Mapping[str, str], home: Home, address: str, role: Role, urls: DatabaseUrls
) -> dict[str, str]:
    """What a child sees: our environment, the defaults filled in, and of the database only its own role's address."""
    defaults = {"PUBLIC_URL": address}
    if not is_production(env):
        defaults["SECRET_KEY"] = env.get("SECRET_KEY") or home.secret_key()
    given = {name: value for name, value in env.items() if value and name not in VARIABLES.values()}
    fixed = {
        "FAHRWASSER_HOME": str(home.path),
        "FAHRWASSER_ENV": "production" if is_production(env) else "development",
        "FAHRWASSER_DEMO": "1" if is_demo(env) else "0",
    }
    return {**defaults, **given, **fixed, **for_django(role, urls)}


def _address(host: str, number: int) -> str:
    """What to type into a browser on this machine."""
    local = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - only compared
    return f"http://[{local}]:{number}" if ":" in local else f"http://{local}:{number}"


def _database(home: Home, env: Mapping[str, str], services: list[Service]) -> DatabaseUrls:
    """Addresses that answer; an embedded server is one of the services from now on."""
    if named := database.own_server(env):
        database.examine(named)
        return named
    cluster = database.embedded(home)
    if not cluster.data.is_relative_to(home.path.resolve()):
        say(f"PostgreSQL runs as user {cluster.account.name}, who may not enter {home.path}; its data: {cluster.data}")
    server = supervisor.database(cluster)
    services.append(server)
    server.launch()
    return cluster.urls


def _wait_for_first_page(address: str, public_url: str, services: list[Service], tend: Callable[[], None]) -> None:
    """The start page has answered once, whatever it said; raises CannotStart when it never does."""
    deadline = time.monotonic() + FIRST_PAGE_SECONDS
    while not _answers(address, urlsplit(public_url).netloc):
        tend()
        for service in services:
            if service.failures >= FAILED_STARTS:
                raise CannotStart(f"{service.name} does not stay up; the reason stands above.")
        if time.monotonic() > deadline:
            raise CannotStart(f"The web server did not answer at {address} within {FIRST_PAGE_SECONDS:.0f} s.")
        time.sleep(0.1)


def _answers(address: str, host: str) -> bool:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=5)
    try:
        connection.request("GET", "/", headers={"Host": host})
        return bool(connection.getresponse().status)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _greeting(address: str, home: Home, *, demo: bool) -> Iterator[str]:
    yield f"Fahrwasser is ready: {address}/"
    if demo:
        yield "Demo with invented towns. Log in with one click on the start page, or here:"
        for label, path in import_module("fahrwasser.web.demo.towns").logins():
            yield f"  {label}: {address}{path}"
    yield f"Data: {home.path}    End: Ctrl-C"
