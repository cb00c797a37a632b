"""The hash chain over a case's events: what was written cannot be changed, left out or cut off unnoticed.

hash(n) = SHA-256 over hash(n-1), the columns of event n and the hash of its payload. The payload hash is salted, so
that an erased payload can neither be guessed from it nor breaks the chain.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from fahrwasser.core.feel.values import from_json, to_json

SALT_BYTES = 16
FLAT, MANY, EXACT = 4, 100, 10**30
SIMPLE = frozenset({str, bool, type(None)})
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Link(NamedTuple):
    """One event as the chain sees it; `actor` is a user id, "citizen", "system" or "register:<source>"."""

    sequence: int
    kind: str
    activity: str
    enabled_at: datetime
    started_at: datetime
    completed_at: datetime
    actor: str
    payload_hash: str
    passed: str = ""


class Sealed(NamedTuple):
    """A payload as canonical JSON with its salt, and the hash that stays when both are gone."""

    salt: str
    text: str
    hash: str


def plain(values: Mapping[str, Any]) -> Any:
    """The values as JSON that reads back from the database exactly as it went in (no binary floats)."""
    return values if _is_plain(values, FLAT) else to_json(from_json(dict(values)))


def _is_plain(values: Mapping[str, Any], levels: int) -> bool:
    """Texts, whole numbers and what holds them: what most payloads are, and already as `to_json` would give it."""
    for value in values.values():
        kind = type(value)
        if kind is dict:
            if not levels or not _is_plain(value, levels - 1):
                return False
        elif kind not in SIMPLE and not (kind is int and -EXACT < value < EXACT):
            return False
    return len(values) <= MANY


def seal(values: Mapping[str, Any]) -> Sealed:
    """The payload, ready to be stored."""
    text, salt = _CANONICAL.encode(plain(values)), secrets.token_hex(SALT_BYTES)
    return Sealed(salt, text, _salted(salt, text))


def payload_hash(salt: str, data: Any) -> str:
    """SHA-256 over salt and canonical JSON."""
    return _salted(salt, _CANONICAL.encode(data))


def _salted(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def chained(previous: str, case: str, link: Link) -> str:
    """The hash of this event; `case` is the id of its case. Free texts carry their length, so nothing is ambiguous."""
    text = (
        f"{previous}\n{case}\n{link.sequence}\n{link.kind}\n{len(link.activity)} {link.activity}\n"
        f"{stamp(link.enabled_at)}\n{stamp(link.started_at)}\n{stamp(link.completed_at)}\n"
        f"{len(link.actor)} {link.actor}\n{link.payload_hash}"
    )
    if link.passed:
        text += f"\n{len(link.passed)} {link.passed}"
    return hashlib.sha256(text.encode()).hexdigest()


def first_broken(case: str, events: Iterable[tuple[Link, str, tuple[str, Any] | None]]) -> tuple[int | None, int, str]:
    """Number of the first event that does not fit (None: all fit), then number and hash of the last that does.

    `events`: (event, its stored hash, (salt, payload) or None where it has none or it was erased), in order.
    """
    previous, number = "", 0
    for link, stored, payload in events:
        fits = link.sequence == number + 1 and stored == chained(previous, case, link)
        if fits and payload is not None:
            fits = payload_hash(*payload) == link.payload_hash
        if not fits:
            return number + 1, number, previous
        previous, number = stored, link.sequence
    return None, number, previous


@lru_cache(maxsize=4096)
def stamp(at: datetime) -> str:
    """The moment in UTC with microseconds; most events of a step share one."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
