"""A whole Fahrwasser for the journeys: PostgreSQL, demo towns, web server, worker."""

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fahrwasser.run.postgres import temporary_cluster


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
