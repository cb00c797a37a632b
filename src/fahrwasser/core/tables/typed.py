"""What stands in a cell as a value of the wished kind, by German rules; else one message: what stands there, what may.

Numbers as text follow German writing (1.234,5). What could mean two things is refused with both readings: nobody can
ask a file (`core.typed_numbers`).
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from fahrwasser.core.refused import N_, Refused
from fahrwasser.core.typed_numbers import readings, two_ways

from .sheet import Cell, Value
from .writing import text_of

_SPACES = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3})")
_SPAN = re.compile(r"\d[\d.,]*\s*(-|–|bis|to)\s*\d[\d.,]*")
_POWER = re.compile(r"[-+]?[\d.,]+[eE][-+]?\d+")  # 1,2E+05: a spreadsheet has shortened it
_UNIT = re.compile(r"(?P<number>[\d.,]*\d)\s*(?P<unit>[^\d\s.,+-].*)")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_SHORT_YEAR = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2}")
_SLASHES = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}")
YES = frozenset({"ja", "yes", "j", "y", "wahr", "true", "x"})
NO = frozenset({"nein", "no", "n", "falsch", "false"})


def shown(value: Value) -> str:
    """What stands in the cell, for messages."""
    if isinstance(value, bool):
        return "WAHR" if value else "FALSCH"
    return text_of(value)


def read_text(cell: Cell, longest: int) -> str:
    """One line of text; numbers as they stand. Raises Refused."""
    if isinstance(cell.value, date):
        raise Refused(
            N_("The spreadsheet has made the date %(found)s of it. Please format the cell as text and write it again."),
            found=shown(cell.value),
        )
    text = " ".join(shown(cell.value).split())
    if len(text) > longest:
        raise Refused(
            N_("The text has %(length)s characters. Allowed are %(longest)s."), length=len(text), longest=longest
        )
    if not text.isprintable():
        raise Refused(N_("There is a character that cannot be shown. Please write the text again."))
    return text


def read_number(cell: Cell, *, least: int, most: int, places: int, is_percent: bool = False) -> Decimal:
    """A number within its limits with at most so many digits after the comma. Raises Refused."""
    number = _number(cell, is_percent=is_percent)
    if not least <= number <= most:
        raise Refused(
            N_("%(found)s is not possible. Allowed is %(least)s to %(most)s."),
            found=shown(number), least=str(least), most=str(most),
        )  # fmt: skip
    if number != round(number, places):
        if places == 0:
            raise Refused(N_("%(found)s is no whole number."), found=shown(number))
        raise Refused(
            N_("%(found)s has too many digits. Allowed are %(places)s after the comma."),
            found=shown(number), places=places,
        )  # fmt: skip
    return round(number, places).normalize() + 0


def _number(cell: Cell, *, is_percent: bool) -> Decimal:
    value = cell.value
    if isinstance(value, bool) or value is None:
        raise Refused(N_("“%(found)s” is no number. Please write a number, for example 12,5."), found=shown(value))
    if isinstance(value, date):
        raise Refused(
            N_(
                "The spreadsheet has made the date %(found)s of it. Please format the cell as number and write it anew."
            ),
            found=shown(value),
        )
    if isinstance(value, Decimal):
        if cell.is_percent and not is_percent:
            raise Refused(
                N_("There is a percentage (%(found)s %%). Please format the cell as number."),
                found=shown((value * 100).normalize() + 0),
            )
        return (value * 100).normalize() + 0 if cell.is_percent else value
    return _from_text(value, is_percent=is_percent)


def _from_text(raw: str, *, is_percent: bool) -> Decimal:
    text = raw.strip()
    if is_percent:
        text = text.removesuffix("%").rstrip()
    read, text = readings(text), _SPACES.sub("", text.replace("\u2212", "-"))
    if read.both:
        raise two_ways(text, *read.both, ",")
    if read.german is not None:
        return read.german
    if read.english is not None:
        better = text.replace(",", "").replace(".", ",")
        raise Refused(
            N_("“%(found)s” has a point before the decimals. Please write %(better)s."), found=text, better=better
        )
    if _SPAN.fullmatch(text):
        raise Refused(
            N_("“%(found)s” is a range. Please write one number; the range has columns of its own."), found=text
        )
    unit = _UNIT.fullmatch(text)
    if unit and not _POWER.fullmatch(text):
        raise Refused(
            N_("“%(found)s” is a number with words. Please write only %(number)s."), found=text, number=unit["number"]
        )
    raise Refused(N_("“%(found)s” is no number. Please write a number, for example 12,5."), found=text)


def read_day(cell: Cell) -> date:
    """A day between 1900 and 2100. Raises Refused."""
    value = cell.value
    if isinstance(value, date):
        return _possible(value)
    if isinstance(value, Decimal):
        raise Refused(
            N_("%(found)s is a number. Please format the cell as a date, or write it like 31.12.2026."),
            found=shown(value),
        )
    text = shown(value)
    match, iso = _DAY.fullmatch(text), _ISO.fullmatch(text)
    try:
        if match:
            return _possible(date(int(match[3]), int(match[2]), int(match[1])))
        if iso:
            return _possible(date(int(iso[1]), int(iso[2]), int(iso[3])))
    except ValueError as wrong:
        if isinstance(wrong, Refused):
            raise
        raise Refused(N_("The day %(found)s does not exist."), found=text) from None
    if _SHORT_YEAR.fullmatch(text):
        raise Refused(N_("“%(found)s” has a short year. Please write all four digits, like 31.12.2026."), found=text)
    if _SLASHES.fullmatch(text):
        raise Refused(
            N_("“%(found)s” can be read in two ways. Please write day, month, year, like 31.12.2026."), found=text
        )
    raise Refused(N_("“%(found)s” is no date. Please write it like 31.12.2026."), found=text)


def _possible(day: date) -> date:
    if not 1900 <= day.year <= 2100:
        raise Refused(N_("%(found)s is not possible. Please write a date between 1900 and 2100."), found=shown(day))
    return day


def read_yes_no(cell: Cell) -> bool:
    """Yes or no in German or English. Raises Refused."""
    if isinstance(cell.value, bool):
        return cell.value
    word = shown(cell.value).strip().casefold()
    if word in YES or word in NO:
        return word in YES
    raise Refused(N_("“%(found)s” is not allowed. Allowed are: yes, no."), found=shown(cell.value))


def read_choice(cell: Cell, known: Mapping[str, str], shown_names: Iterable[str]) -> str:
    """The key of what stands there; `known`: casefolded word → key. Raises Refused with the nearest, or with all."""
    word = " ".join(shown(cell.value).split())
    key = known.get(word.casefold())
    if key is not None:
        return key
    names = list(shown_names)
    near = nearest(word, names)
    if near:
        raise Refused(N_("“%(found)s” is not known. Do you mean “%(near)s”?"), found=word, near=near)
    if not names:
        raise Refused(N_("“%(found)s” is not known; there is none yet. Please add it on its page first."), found=word)
    if len(names) > 8:
        raise Refused(
            N_("“%(found)s” is not known. Please choose from the list (%(count)s entries)."),
            found=word, count=len(names),
        )  # fmt: skip
    refused = Refused(N_("“%(found)s” is not allowed. Allowed are: %(allowed)s."), found=word, allowed="")
    refused.values["allowed"] = ", ".join(names)
    raise refused


def nearest(word: str, names: Iterable[str]) -> str:
    """The name that is most like the word; "" when none is near."""
    by_fold = {name.casefold(): name for name in names}
    found = get_close_matches(word.casefold()[:200], by_fold, n=1, cutoff=0.72)
    return by_fold[found[0]] if found else ""
