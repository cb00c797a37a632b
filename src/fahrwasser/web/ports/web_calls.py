"""Calls to other systems over HTTP: bounded in time and size, encrypted in production, never into the own network."""

import http.client
import ipaddress
import json
import socket
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

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


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect could lead where the address itself may not."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def call(url: str, *, body: Mapping[str, Any] | None, headers: Mapping[str, str], method: str = "POST") -> Reply:
    """One request. Raises Unreachable for everything that may be better next time, and for forbidden addresses."""
    require_allowed(url)
    data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    request = urllib.request.Request(  # noqa: S310 https or http only, see require_allowed
        url, data=data, method=method, headers={"Content-Type": "application/json", **headers}
    )
    opener = urllib.request.build_opener(_NoRedirects, urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            return Reply(answer.status, _read(answer.read(LARGEST_ANSWER + 1)))
    except urllib.error.HTTPError as error:
        if error.code >= UNREACHABLE_FROM or error.code == 429:
            raise Unreachable(f"answered {error.code}") from error
        return Reply(error.code, _read(_rest_of(error)))
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(type(error).__name__) from error


def require_allowed(url: str) -> None:
    """https in production; no address of the own machine or network unless its host is listed. Raises Unreachable."""
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError as error:
        raise Unreachable("this is no address") from error
    if parts.scheme != "https" and (settings.PRODUCTION or parts.scheme != "http"):
        raise Unreachable("the address must begin with https://")
    host = parts.hostname or ""
    if host in settings.PORT_HOSTS:
        return
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:  # a label that is empty or too long
        raise Unreachable(f"no such host: {host}") from error
    if not all(ipaddress.ip_address(str(address).partition("%")[0]).is_global for address in found):
        raise Unreachable(f"{host} lies in the own network; the operator can allow it (FAHRWASSER_PORT_HOSTS)")


def _rest_of(error: urllib.error.HTTPError) -> bytes:
    """What a refusal says; it may break off as any answer may."""
    try:
        return error.read(LARGEST_ANSWER + 1)
    except (OSError, http.client.HTTPException) as broken:
        raise Unreachable(type(broken).__name__) from broken


def _read(content: bytes) -> Mapping[str, Any]:
    if len(content) > LARGEST_ANSWER:
        raise Unreachable("the answer is larger than 1 MB")
    try:
        found = json.loads(content or b"{}")
    except (ValueError, RecursionError):  # not JSON, or nested without end
        return {}
    return found if isinstance(found, dict) else {}
