"""Dates, times and durations between text and value (ISO 8601 as XML Schema narrows it; DMN 1.5, 10.3.4.1).

`datetime` carries the years 1 to 9999 and six digits of a second; everything outside is no value here (None).
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_TIME = re.compile(r"(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d(?::\d\d)?|@[\w/+\-]+)?")
_DAYS = re.compile(r"(-)?P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,9}))?S)?)?")
_MONTHS = re.compile(r"(-)?P(?:(\d+)Y)?(?:(\d+)M)?")
_MOST_MONTHS = 12 * 999_999_999


def read_date(text: str) -> date | None:
    """`2026-11-22`."""
    found = _DATE.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """`10:00:00`, with fraction, `Z` or an offset. A zone id needs a day and is no value here."""
    found = _TIME.fullmatch(text)
    if not found or (found[5] or "").startswith("@"):
        return None
    try:
        micro = int((found[4] or "").ljust(6, "0")[:6])
        return time(int(found[1]), int(found[2]), int(found[3]), micro, tzinfo=read_zone(found[5]))
    except ValueError:
        return None


def read_date_time(text: str) -> datetime | None:
    """`2026-11-22T10:00:00`, local, with offset or `@Europe/Berlin`; a date alone is its midnight."""
    day_text, mark, time_text = text.partition("T")
    day = read_date(day_text)
    if day is None or not mark:
        return datetime(day.year, day.month, day.day) if day is not None else None
    found = _TIME.fullmatch(time_text)
    if not found:
        return None
    try:
        micro = int((found[4] or "").ljust(6, "0")[:6])
        clock = time(int(found[1]), int(found[2]), int(found[3]), micro)
        return datetime.combine(day, clock, tzinfo=read_zone(found[5]))
    except ValueError:
        return None


def read_zone(text: str | None) -> tzinfo | None:
    """`Z`, `+01:00`, `@Europe/Berlin`; None for no zone. Raises ValueError for an unknown one."""
    if not text:
        return None
    if text == "Z":
        return UTC
    if text.startswith("@"):
        try:
            return ZoneInfo(text[1:])
        except (ZoneInfoNotFoundError, OSError) as error:
            raise ValueError(text) from error
    hours, minutes, seconds = (*map(int, text[1:].split(":")), 0)[:3]
    if hours > 14 or minutes > 59 or seconds > 59:
        raise ValueError(text)
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return timezone(-offset if text[0] == "-" else offset)


def read_days(text: str) -> timedelta | None:
    """`P3DT4H`, `-PT0.5S`."""
    found = _DAYS.fullmatch(text)
    if not found or text.endswith(("P", "T")):
        return None
    sign, days, hours, minutes, seconds, fraction = found.groups()
    micro = int((fraction or "").ljust(6, "0")[:6])
    try:
        length = timedelta(
            days=int(days or 0), hours=int(hours or 0), minutes=int(minutes or 0), seconds=int(seconds or 0),
            microseconds=micro,
        )  # fmt: skip
        return -length if sign else length
    except (OverflowError, ValueError):
        return None


def read_months(text: str) -> int | None:
    """`P1Y2M` in months."""
    found = _MONTHS.fullmatch(text)
    if not found or text.endswith("P") or len(text) > 30:
        return None
    months = int(found[2] or 0) * 12 + int(found[3] or 0)
    if months > _MOST_MONTHS:
        return None
    return -months if found[1] else months


def days_text(length: timedelta) -> str:
    """Normalised: PT24H is P1D, zero is PT0S."""
    sign, length = ("-", -length) if length < timedelta(0) else ("", length)
    minutes, seconds = divmod(length.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{length.microseconds:06d}".rstrip("0") if length.microseconds else ""
    parts = ((str(hours), "H"), (str(minutes), "M"), (f"{seconds}{fraction}", "S"))
    clock = "".join(f"{number}{unit}" for number, unit in parts if number != "0")
    day_text = f"{length.days}D" if length.days else ""
    if not day_text and not clock:
        return "PT0S"
    return f"{sign}P{day_text}" + (f"T{clock}" if clock else "")


def months_text(count: int) -> str:
    """Normalised: P26M is P2Y2M, zero is P0M."""
    years, months = divmod(abs(count), 12)
    body = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
    return ("-" if count < 0 else "") + "P" + (body or "0M")


def zone_text(zone: tzinfo | None, moment: datetime | None = None) -> str:
    """As FEEL prints it: ``, `Z`, `+01:00`, `@Europe/Berlin`."""
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo):
        return f"@{zone.key}"
    offset = zone.utcoffset(moment) or timedelta(0)
    if not offset:
        return "Z"
    seconds = int(abs(offset).total_seconds())
    tail = f":{seconds % 60:02d}" if seconds % 60 else ""
    return f"{'-' if offset < timedelta(0) else '+'}{seconds // 3600:02d}:{seconds // 60 % 60:02d}{tail}"


def time_text(value: time | datetime) -> str:
    """The clock part with its zone, without a needless fraction."""
    fraction = f".{value.microsecond:06d}".rstrip("0") if value.microsecond else ""
    moment = value if isinstance(value, datetime) else None
    return f"{value.hour:02d}:{value.minute:02d}:{value.second:02d}{fraction}{zone_text(value.tzinfo, moment)}"
