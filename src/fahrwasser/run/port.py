"""The port the web server listens on."""

import errno
import socket
from collections.abc import Mapping

from fahrwasser.run import CannotStart

FIRST, TRIES = 8000, 100


def choose(env: Mapping[str, str]) -> tuple[str, int]:
    """Host and port that are free now: PORT if named, else the first free one from 8000 on; HOST default 127.0.0.1."""
    host = env.get("HOST") or "127.0.0.1"
    if wanted := env.get("PORT"):
        if not wanted.isdecimal() or not 0 < int(wanted) < 65536:
            raise CannotStart(f"PORT is {wanted!r}; it must be a number from 1 to 65535.")
        if reason := _occupied(host, int(wanted)):
            raise CannotStart(
                f"Port {wanted} on {host} cannot be used: {reason}. Choose another PORT, or leave PORT unset: "
                "then the next free one is taken."
            )
        return host, int(wanted)
    for port in range(FIRST, FIRST + TRIES):
        if not (reason := _occupied(host, port)):
            return host, port
    raise CannotStart(f"No free port from {FIRST} to {FIRST + TRIES - 1} on {host}: {reason}. Choose one with PORT.")


def _occupied(host: str, port: int) -> str:
    """Why nobody can listen there now, '' if one can."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as refused:
        return (
            "another program listens there" if refused.errno == errno.EADDRINUSE else str(refused.strerror or refused)
        )
    return ""
