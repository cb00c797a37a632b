"""Dates for any calendar program: a small writer of iCalendar (RFC 5545), whole days and hours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

PRODUCT = "-//Fahrwasser//Kalender//DE"
LONGEST = 75  # octets of a line (RFC 5545 3.1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One date. `start` is a day or a moment with time zone; `end` (not included) only with a moment.

    `uid` stays the same for the same thing, so that a second import changes it instead of adding another one.
    """

    uid: str
    start: date | datetime
    title: str
    text: str = ""
    link: str = ""
    end: datetime | None = None


def write(entries: Iterable[Entry], *, name: str, made: datetime) -> str:
    """The calendar file; lines end with CR LF and are folded at 75 octets. `made` has a time zone."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{_text(name)}")
    for entry in entries:
        lines += ["BEGIN:VEVENT", f"UID:{_text(entry.uid)}", f"DTSTAMP:{_moment(made)}", *_times(entry)]
        lines.append(f"SUMMARY:{_text(entry.title)}")
        if entry.text:
            lines.append(f"DESCRIPTION:{_text(entry.text)}")
        if entry.link:
            lines.append(f"URL:{_plain(entry.link)}")
        lines.append("END:VEVENT")
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _times(entry: Entry) -> list[str]:
    if isinstance(entry.start, datetime):
        end = [] if entry.end is None else [f"DTEND:{_moment(entry.end)}"]
        return [f"DTSTART:{_moment(entry.start)}", *end]
    after = entry.start + timedelta(days=1)
    return [f"DTSTART;VALUE=DATE:{entry.start:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}", "TRANSP:TRANSPARENT"]


def _moment(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    """Escaped as TEXT (3.3.11); control characters would break the file and are left out."""
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r", "")
    return _plain(escaped.replace("\n", "\\n"))


def _plain(words: str) -> str:
    return "".join(c for c in words.replace("\N{NO-BREAK SPACE}", " ") if c.isprintable())


def _folded(line: str) -> str:
    """Continued on the next line with a space in front; a character is never cut in two."""
    parts, size = [""], 0
    for c in line:
        width = len(c.encode())
        if size + width > LONGEST:
            parts.append(" ")
            size = 1
        parts[-1] += c
        size += width
    return "\r\n".join(parts) + "\r\n"
