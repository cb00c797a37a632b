"""Calls to other systems over HTTP: bounded in time and size, encrypted in production, never into the own network."""

import http.client
import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from django.conf import settings

SECONDS = 10.0
LARGEST_ANSWER = 1024 * 1024
UNREACHABLE_FROM = 500


class Unreachable(OSError):
    """Not there, not now, or not allowed: tried again later. The text names no personal data."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Status below 500, and the JSON object of the answer ({} when there was none)."""

    status: int
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a call goes; `addresses`: what `host` means now, looked up once, so that it cannot mean others later."""

    host: str
    port: int
    target: str
    is_encrypted: bool
    addresses: tuple[str, ...]


class _Plain(http.client.HTTPConnection):
    """Connects to the given addresses; Host is the name."""

    def __init__(self, place: Place) -> None:
        super().__init__(place.host, place.port, timeout=SECONDS)
        self.addresses = place.addresses

    def connect(self) -> None:
        """The first address that answers."""
        failed: OSError | None = None
        for address in self.addresses:
            try:
                self.sock = socket.create_connection((address, self.port), self.timeout)
                return
            except OSError as error:
                failed = error
        raise failed or OSError("no address")


class _Encrypted(_Plain):
    """The certificate must be that of the name, whatever the address."""

    default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        """As above, then TLS."""
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def call(url: str, *, body: Mapping[str, Any] | None, headers: Mapping[str, str], method: str = "POST") -> Reply:
    """One request; a redirect is an answer like any other. Raises Unreachable for everything that may be better next
    time, and for forbidden addresses.
    """
    place = require_allowed(url)
    data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    connection = (_Encrypted if place.is_encrypted else _Plain)(place)
    end = time.monotonic() + SECONDS
    try:
        connection.request(method, place.target, data, {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        if answer.status >= UNREACHABLE_FROM or answer.status == 429:
            raise Unreachable(f"answered {answer.status}")
        return Reply(answer.status, _read(_content(answer, end)))
    except Unreachable:
        raise
    except (OSError, http.client.HTTPException, ValueError) as error:  # ValueError: an address or key with line breaks
        raise Unreachable(type(error).__name__) from error
    finally:
        connection.close()


def require_allowed(url: str) -> Place:
    """https in production; no address of the own machine or network unless its host is listed. Raises Unreachable."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise Unreachable("this is no address") from error
    if parts.scheme != "https" and (settings.PRODUCTION or parts.scheme != "http"):
        raise Unreachable("the address must begin with https://")
    host = parts.hostname or ""
    target = quote(urlunsplit(("", "", parts.path or "/", parts.query, "")), safe="/?&=%:@!$'()*+,;~-._")
    if host in settings.PORT_HOSTS:
        return Place(host, port, target, parts.scheme == "https", (host,))
    try:
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:  # a label that is empty or too long
        raise Unreachable(f"no such host: {host}") from error
    if not all(map(_is_public, found)):
        raise Unreachable(f"{host} lies in the own network; the operator can allow it (FAHRWASSER_PORT_HOSTS)")
    return Place(host, port, target, parts.scheme == "https", tuple(dict.fromkeys(found)))


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    return (getattr(found, "ipv4_mapped", None) or found).is_global


def _content(answer: http.client.HTTPResponse, end: float) -> bytes:
    """At most one byte more than allowed; who sends it drop by drop is not waited for."""
    found = b""
    while len(found) <= LARGEST_ANSWER:
        piece = answer.read1(LARGEST_ANSWER + 1 - len(found))
        if not piece:
            break
        if time.monotonic() > end:
            raise Unreachable("too slow")
        found += piece
    if answer.length and len(found) <= LARGEST_ANSWER:
        raise Unreachable("the answer broke off")
    return found


def _read(content: bytes) -> Mapping[str, Any]:
    if len(content) > LARGEST_ANSWER:
        raise Unreachable("the answer is larger than 1 MB")
    try:
        found = json.loads(content or b"{}")
    except (ValueError, RecursionError):  # not JSON, or nested without end
        return {}
    return found if isinstance(found, dict) else {}
