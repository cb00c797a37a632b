"""What a number in an Excel cell means: a number, a percentage, a day, a time of day (ECMA-376 part 1, 18.8.30)."""

import math
import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from lxml import etree

from .sheet import Cell

Kind = Literal["number", "percent", "day", "time"]

_DAYS = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
_TIMES = frozenset({18, 19, 20, 21, 45, 46, 47})
_PERCENT = frozenset({9, 10})
_NO_CODE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_LAST_DAY = 2_958_465  # 31.12.9999
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Formats:
    """The kind of each cell style; `is_1904`: days are counted from 1904, as old Macs did."""

    kinds: tuple[Kind, ...]
    is_1904: bool

    def of(self, style: str | None) -> Kind:
        """The kind of the style with this number; a plain number for everything unknown."""
        if style and style.isascii() and style.isdigit() and int(style[:6]) < len(self.kinds):
            return self.kinds[int(style[:6])]
        return "number"


def formats_of(styles: etree._Element | None, *, is_1904: bool) -> Formats:
    """From the styles part; None: nothing is formatted."""
    if styles is None:
        return Formats((), is_1904)
    codes = {
        entry.get("numFmtId", ""): entry.get("formatCode", "") for entry in styles.iterfind("{*}numFmts/{*}numFmt")
    }
    chosen = (entry.get("numFmtId", "0") for entry in styles.iterfind("{*}cellXfs/{*}xf"))
    return Formats(tuple(_kind(number, codes) for number in chosen), is_1904)


def _kind(number: str, codes: dict[str, str]) -> Kind:
    if number in codes:
        code = _NO_CODE.sub("", codes[number].partition(";")[0]).lower()
        if "%" in code:
            return "percent"
        if any(letter in code for letter in "yd"):
            return "day"
        if any(letter in code for letter in "hs"):
            return "time"
        return "day" if "m" in code else "number"
    known = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0
    if known in _PERCENT:
        return "percent"
    return "day" if known in _DAYS else "time" if known in _TIMES else "number"


def cell_value(kind: str, raw: str, meaning: Kind, formats: Formats) -> Cell:
    """The value of a cell of this type (`t` of ECMA-376). What cannot be a number or day stays text."""
    if kind == "b":
        return Cell(raw == "1")
    if kind == "d":
        found = _ISO_DAY.match(raw)
        return Cell(_checked_day(*map(int, found.groups())) if found else raw)
    if kind != "n":
        return Cell(raw)
    try:
        number = float(raw)
    except ValueError:
        return Cell(raw)
    if not math.isfinite(number) or abs(number) >= 1e15:
        return Cell(raw)
    if meaning == "day":
        return Cell(_day(number, is_1904=formats.is_1904) or raw)
    if meaning == "time":
        minutes = round(number * 24 * 60)
        return Cell(f"{minutes // 60}:{minutes % 60:02}")
    exact = Decimal(int(number)) if number == int(number) else Decimal(str(round(number, 9)))
    return Cell(exact, is_percent=meaning == "percent")


def _day(number: float, *, is_1904: bool) -> date | None:
    whole = int(number)
    if not 0 < whole <= _LAST_DAY - 1462:
        return None
    if is_1904:
        return date(1904, 1, 1) + timedelta(days=whole)
    return date(1899, 12, 31 if whole < 60 else 30) + timedelta(days=whole)  # Excel knows a 29.2.1900


def _checked_day(year: int, month: int, day: int) -> date | str:
    try:
        return date(year, month, day)
    except ValueError:
        return f"{year}-{month:02}-{day:02}"
