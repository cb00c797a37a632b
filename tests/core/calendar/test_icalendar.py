"""Calendar files as RFC 5545 asks for: lines, folding, escapes, whole days and moments."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.calendar.icalendar import Entry, write

MADE = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def lines(*entries: Entry, name: str = "Verträge") -> list[str]:
    """Unfolded, as a calendar program reads them."""
    return write(entries, name=name, made=MADE).replace("\r\n ", "").split("\r\n")


def test_whole_day_ends_on_the_next_day() -> None:
    found = lines(Entry("a@fahrwasser", date(2026, 12, 31), "Kündigen"))
    assert found[0] == "BEGIN:VCALENDAR"
    assert found[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART;VALUE=DATE:20261231" in found
    assert "DTEND;VALUE=DATE:20270101" in found
    assert "DTSTAMP:20261122T093000Z" in found
    assert "UID:a@fahrwasser" in found


def test_moment_is_written_in_universal_time() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    found = lines(
        Entry("b", datetime(2026, 12, 18, 9, tzinfo=berlin), "Frühstück", end=datetime(2026, 12, 18, 10, tzinfo=berlin))
    )
    assert "DTSTART:20261218T080000Z" in found
    assert "DTEND:20261218T090000Z" in found


def test_special_characters_are_escaped_and_cannot_begin_a_line() -> None:
    found = lines(Entry("c", date(2026, 1, 1), "a,b;c\\d\nEND:VEVENT", text="x\r\nBEGIN:VALARM\x00"))
    assert "SUMMARY:a\\,b\\;c\\\\d\\nEND:VEVENT" in found
    assert "DESCRIPTION:x\\nBEGIN:VALARM" in found
    assert found.count("END:VEVENT") == 1


@given(st.text(max_size=300))
def test_no_line_is_longer_than_75_octets_and_nothing_is_lost(words: str) -> None:
    raw = write([Entry("d", date(2026, 1, 1), words)], name="x", made=MADE)
    assert all(len(line.encode()) <= 75 for line in raw.split("\r\n"))
    assert raw.encode().decode() == raw
    kept = "".join(c for c in words if c.isprintable() and c not in ",;\\")
    summary = next(line for line in raw.replace("\r\n ", "").split("\r\n") if line.startswith("SUMMARY:"))
    for c in set(kept):
        assert summary.count(c) >= kept.count(c)
