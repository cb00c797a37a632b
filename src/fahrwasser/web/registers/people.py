"""Whom an entry is about: the keys that tell people apart across registers, and their name and address."""

import hashlib
from collections.abc import Mapping
from typing import Any

LONGEST = 60  # of the columns that keep a key
NAME = ("familienname", "vornamen", "geburtsdatum")


def name_key(data: Mapping[str, Any]) -> str:
    """Family name, given names and date of birth; "" when one of them is not known.

    A very long one is shortened by its hash, so that two people never get the same key by being cut off.
    """
    given = {**data, "vornamen": data.get("vornamen") or data.get("vorname")}
    if not all(given.get(name) for name in NAME):
        return ""
    key = "|".join(str(given[name]).upper() for name in NAME)
    if len(key) <= LONGEST:
        return key
    return f"{key[:43]}#{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def person_keys(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Every key of the person: the register's own first, then name and date of birth. Empty: about nobody.

    Both count, because a permit may know the own key and the dog of the same person only the name.
    """
    inner = data.get("person")
    known: Mapping[str, Any] = {**data, **inner} if isinstance(inner, Mapping) else data
    own = str(data.get("person_kennung") or known.get("kennung") or "")[:LONGEST]
    return tuple(dict.fromkeys(key for key in (own, name_key(known)) if key))


def person_key(data: Mapping[str, Any]) -> str:
    """The best key of the person, "" for none."""
    return next(iter(person_keys(data)), "")


def person_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """Name, address and mail of the person an entry is about, as `fall.person`."""
    inner = data.get("person")
    known: dict[str, Any] = dict(inner) if isinstance(inner, Mapping) else dict(data)
    home = data.get("anschrift")
    found = {
        "familienname": known.get("familienname"),
        "vornamen": known.get("vornamen") or known.get("vorname"),
        "geburtsdatum": known.get("geburtsdatum"),
        "email": data.get("email") or known.get("email"),
    }
    source: Mapping[str, Any] = home if isinstance(home, Mapping) else data
    found |= {name: source.get(name) for name in ("strasse", "hausnummer", "zusatz", "plz", "ort")}
    found["name"] = " ".join(str(found[key]) for key in ("vornamen", "familienname") if found[key])
    return {name: value for name, value in found.items() if value not in (None, "")}


def is_blocked(data: Mapping[str, Any]) -> bool:
    """§§ 51, 52 BMG: nothing about this person is shown, searched or named."""
    inner = data.get("person")
    return bool(data.get("sperre") or (isinstance(inner, Mapping) and inner.get("sperre")))
