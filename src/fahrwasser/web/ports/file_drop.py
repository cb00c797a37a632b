"""File drop: every record is a file of its own in a folder that both systems see.

    <FAHRWASSER_HOME>/ports/<town>/<port>/<key>.csv|xml      written whole or not at all, fetched by the other system
    <FAHRWASSER_HOME>/ports/<town>/<port>/<key>.quittung.json  {"angenommen": true, …} written by the other system

Settings of the binding: `format` "csv" (default) or "xml".
"""

import csv
import hashlib
import io
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

from django.conf import settings

from .registry import Parcel, Receipt, sink

LARGEST_RECEIPT = 64 * 1024
RECEIPT = ".quittung.json"
HALF = ".neu"
_PLAIN_NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


@sink("file")
class FileDrop:
    """CSV or XML in a folder."""

    def send(self, parcel: Parcel) -> Receipt | None:
        """The file is there; written again it is the same. What was taken before is not sent again.

        A refusal is taken away with it: the other system looks at the record anew.
        """
        kind = "xml" if parcel.settings.get("format") == "xml" else "csv"
        content = as_xml(parcel) if kind == "xml" else as_csv(parcel)
        path = folder(parcel) / f"{file_name(parcel.key)}.{kind}"
        receipt = self.answer(parcel)
        if receipt and receipt.is_accepted:
            return receipt
        receipt_path(parcel).unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
        return None

    def answer(self, parcel: Parcel) -> Receipt | None:
        """The receipt file, if it is there and can be read."""
        try:
            with receipt_path(parcel).open("rb") as file:
                said = json.loads(file.read(LARGEST_RECEIPT))
        except (FileNotFoundError, ValueError, RecursionError):
            return None  # not there, only half written, or no receipt at all
        if not isinstance(said, dict) or type(said.get("angenommen")) is not bool:
            return None
        return Receipt(said["angenommen"], {str(name)[:60]: str(text)[:300] for name, text in said.items()})

    def forget(self, parcel: Parcel) -> None:
        """The files that nobody has fetched, and the receipt, are gone."""
        receipt_path(parcel).unlink(missing_ok=True)
        for kind in ("csv", "xml"):
            path = folder(parcel) / f"{file_name(parcel.key)}.{kind}"
            path.unlink(missing_ok=True)
            path.with_name(f".{path.name}{HALF}").unlink(missing_ok=True)


def folder(parcel: Parcel) -> Path:
    """Where the records of this port lie."""
    return Path(settings.HOME) / "ports" / parcel.municipality.slug / file_name(parcel.port)


def receipt_path(parcel: Parcel) -> Path:
    """Where the other system puts its receipt."""
    return folder(parcel) / f"{file_name(parcel.key)}{RECEIPT}"


def file_name(key: str) -> str:
    """The key itself where it can be a file name, else its hash behind what is left of it."""
    plain = key.replace(":", ".")
    if _PLAIN_NAME.fullmatch(plain) and not plain.startswith("."):
        return plain
    readable = re.sub(r"[^A-Za-z0-9._-]", "_", plain)[:40].lstrip(".")
    return f"{readable}-{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def write_whole(path: Path, content: bytes) -> None:
    """The file has all of its content or does not exist, also after a power cut."""
    half = path.with_name(f".{path.name}{HALF}")
    with half.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.rename(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def as_csv(parcel: Parcel) -> bytes:
    """One line of names, one of values; semicolons and a mark for UTF-8, as German programs expect."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    values = {"Schluessel": parcel.key, **parcel.record}
    writer.writerow(values)
    writer.writerow([_cell(value) for value in values.values()])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xml(parcel: Parcel) -> bytes:
    """<satz schluessel="…"><feld name="…">…</feld></satz>; a list or context is JSON inside its field."""
    root = Xml.Element("satz", {"schluessel": parcel.key, "schnittstelle": parcel.port})
    for name, value in parcel.record.items():
        Xml.SubElement(root, "feld", {"name": name}).text = _printable(_text(value))
    content: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def read_csv(content: bytes) -> dict[str, str]:
    """A file of `as_csv` as the other system reads it: the apostrophe before a formula is taken off."""
    names, values = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    return {name: value[1:] if _is_guarded(value) else value for name, value in zip(names, values, strict=True)}


def _cell(value: Any) -> str:
    text = _text(value)
    return f"'{text}" if _is_formula(text) else text


def _is_formula(text: str) -> bool:
    """What a table program would run; a number with its sign is harmless."""
    return text.startswith(_STARTS_FORMULA) and not _NUMBER.fullmatch(text)


def _is_guarded(text: str) -> bool:
    return text.startswith("'") and _is_formula(text[1:])


def _text(value: Any) -> str:
    if value is None:
        return ""
    if type(value) is bool:
        return "ja" if value else "nein"
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(value)


def _printable(text: str) -> str:
    """Control characters have no place in XML 1.0."""
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c < "\ufffe"))
