"""A finance system that takes records by file or REST, books each key once and answers with a receipt.

It types nothing: a field that it needs and did not get would have to be typed by a person, and is counted.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as Xml

from fahrwasser.web.ports.file_drop import RECEIPT, read_csv, write_whole


@dataclass(slots=True)
class FinanceDouble:
    """`bookings`: by key; `needed`: fields without which a record cannot be booked."""

    needed: frozenset[str] = frozenset()
    bookings: dict[str, Mapping[str, str]] = field(default_factory=dict)
    fields_retyped: int = 0
    repeated: int = 0

    def book(self, key: str, record: Mapping[str, str]) -> dict[str, object]:
        """The receipt. A key that is booked already is acknowledged again, not booked again."""
        if key in self.bookings:
            self.repeated += 1
        else:
            missing = sorted(name for name in self.needed if record.get(name) in (None, ""))
            self.fields_retyped += len(missing)
            if missing:
                return {"angenommen": False, "grund": f"Es fehlt: {', '.join(missing)}"}
            self.bookings[key] = dict(record)
        return {"angenommen": True, "buchung": f"B{list(self.bookings).index(key) + 1:06d}"}

    def read(self, folder: Path) -> int:
        """Books every new file of a folder and lays a receipt beside each; how many."""
        done = 0
        for path in sorted(folder.glob("*.csv")) + sorted(folder.glob("*.xml")):
            receipt = path.with_name(path.stem + RECEIPT)
            if receipt.exists():
                continue
            key, record = (_from_csv if path.suffix == ".csv" else _from_xml)(path.read_bytes())
            write_whole(receipt, json.dumps(self.book(key, record), ensure_ascii=False).encode())
            done += 1
        return done


def _from_csv(content: bytes) -> tuple[str, dict[str, str]]:
    values = read_csv(content)
    return values.pop("Schluessel"), values


def _from_xml(content: bytes) -> tuple[str, dict[str, str]]:
    root = Xml.fromstring(content)  # noqa: S314 our own files
    return root.attrib["schluessel"], {child.attrib["name"]: child.text or "" for child in root}
