"""A whole Fahrwasser for the journeys: demo towns, web server, worker."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psycopg

from sharing import SharedServer, prepare
from town_site import wait_for

ALL_WEEKS = 78
FEWER_STEPS = "UPDATE jobs_job SET args = args || jsonb_build_object('steps', %s::int) WHERE kind = 'demo.live'"


@contextmanager
def running_site(server: SharedServer, home: Path, *, with_scripts: bool = True, weeks: int = 0) -> Iterator[str]:
    """The address of a whole Fahrwasser with the demo towns; its worker makes the last `weeks` of their cases.

    With all weeks the towns around are walked as well.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    template = server.template("demo", partial(prepare, FAHRWASSER_DEMO="1"))
    database = server.copy(f"site_{port}", template)
    with psycopg.connect(database.superuser_url, dbname=database.database) as superuser:
        # All eighteen months take the processors longer than a journey.
        superuser.execute("DELETE FROM jobs_job WHERE kind = 'demo.live' AND %s = 0", [weeks])
        superuser.execute("DELETE FROM jobs_job WHERE kind = 'demo.walk' AND %s < %s", [weeks, ALL_WEEKS])
        superuser.execute(FEWER_STEPS, [weeks // 2])
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "fahrwasser.web.settings",
        "FAHRWASSER_DEMO": "1",
        "FAHRWASSER_HOME": str(home),
        "PUBLIC_URL": address,
        "EMAIL_URL": f"filemail:///{home}/mail",
        "DATABASE_WORKER_URL": database.worker_url,
        **({} if with_scripts else {"FAHRWASSER_BLOCK_SCRIPTS": "1"}),
    }

    def python(url: str, *words: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, "-m", *words], env={**environment, "DATABASE_URL": url})

    serving = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--blocking-threads", "2"]
    children = [
        python(database.web_url, "granian", *serving, "--no-ws", "fahrwasser.web.wsgi:application"),
        python("", "fahrwasser", "worker"),
    ]
    try:
        wait_for(address, children[0])
        yield address
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(20)
