"""Values that are counted or dated: German and ISO writing in, one stored form, Decimal or date for rules."""

import re
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from fahrwasser.core import words
from fahrwasser.core.forms.model import Field, Json
from fahrwasser.core.forms.text_values import Wrong
from fahrwasser.core.refused import N_, Refused
from fahrwasser.core.typed_numbers import read_typed, typed_text

MOST_DIGITS = 15  # a JSON number of 15 digits survives every reader; longer ones may be rounded on the way
EARLIEST, LATEST = date(1800, 1, 1), date(2200, 12, 31)
_CENTS = re.compile(r"-?\d{1,13}(\.\d{1,2})?")
_GERMAN_DATE = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::00)?(?:\s*Uhr)?", re.IGNORECASE)


def read_decimal(text: str, language: str, *, is_whole: bool = False) -> Decimal:
    """By the one rule of `core.typed_numbers`, at most MOST_DIGITS digits. Raises Wrong."""
    try:
        number = read_typed(text, language, is_whole=is_whole)
    except Refused as refused:
        raise Wrong(refused.msgid, **refused.values) from None
    if len(number.as_tuple().digits) > MOST_DIGITS:
        raise Wrong(N_("The number has more than %(most)s digits."), most=MOST_DIGITS)
    return number


def parse_number(text: str, field: Field, language: str) -> Json:
    """Whole numbers as int, others as float of at most 15 digits (exact again as text)."""
    number = read_decimal(text, language, is_whole=field.limits.is_integer)
    if number == number.to_integral_value():
        return int(number)
    return float(number)


def check_number(value: Json, field: Field) -> None:
    """Raises Wrong unless int or float within the limits."""
    if type(value) not in (int, float) or not abs(value) < 10**MOST_DIGITS:
        raise Wrong(N_("A number is expected."))
    if field.limits.is_integer and type(value) is not int:
        raise Wrong(N_("A whole number is expected, like 12."))
    _check_limits(number_fact(value), field)


def number_fact(value: Json) -> Decimal:
    """Exact: a float is taken by its shortest text."""
    return Decimal(value) if type(value) is int else Decimal(str(value))


def parse_money(text: str, field: Field, language: str) -> Json:
    """Euros as text with two decimals: "1.234,5" → "1234.50"."""
    amount = read_decimal(text, language)
    if amount != amount.quantize(Decimal("0.01")):
        raise Wrong(N_("An amount of money has at most two digits behind the comma."))
    return f"{amount:.2f}" if amount else "0.00"


def check_money(value: Json, field: Field) -> None:
    """Raises Wrong unless text of euros and cents within the limits."""
    if not isinstance(value, str) or not _CENTS.fullmatch(value):
        raise Wrong(N_("An amount of money is expected, like 12,50."))
    _check_limits(Decimal(value), field)


def _check_limits(number: Decimal, field: Field) -> None:
    least, most = field.limits.least, field.limits.most
    if isinstance(least, Decimal) and number < least:
        raise Wrong(N_("The smallest number possible here is %(least)s."), least=typed_text(least, "de"))
    if isinstance(most, Decimal) and number > most:
        raise Wrong(N_("The largest number possible here is %(most)s."), most=typed_text(most, "de"))


def parse_date(text: str, field: Field, language: str) -> Json:
    """ "3.10.2026" or "2026-10-03" → "2026-10-03"."""
    german, iso = _GERMAN_DATE.fullmatch(text), _ISO_DATE.fullmatch(text)
    if german is None and iso is None:
        raise Wrong(N_("This is no date. Please write it like this: 3.10.2026"))
    year, month, day = reversed(german.groups()) if german else iso.groups()  # type: ignore[union-attr]
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        raise Wrong(N_("This day does not exist in the calendar. Please check day and month.")) from None


def check_date(value: Json, field: Field) -> None:
    """Raises Wrong unless ISO text of a day from 1800 to 2200 within the limits."""
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        day = None
    if day is None:
        raise Wrong(N_("A date is expected."))
    limits = field.limits
    least = date.fromisoformat(limits.least) if isinstance(limits.least, str) else EARLIEST
    most = date.fromisoformat(limits.most) if isinstance(limits.most, str) else LATEST
    if not least <= day <= most:
        raise Wrong(
            N_("A day from %(least)s to %(most)s is expected."), least=date_text(least), most=date_text(most)
        )  # fmt: skip


def parse_time(text: str, field: Field, language: str) -> Json:
    """ "9:05", "9.05 Uhr", "14 Uhr" → "09:05"."""
    found = _TIME.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise Wrong(N_("This is no time of day. Please write it like this: 14:30"))
    return f"{int(found[1]):02}:{int(found[2] or 0):02}"


def check_time(value: Json, field: Field) -> None:
    """Raises Wrong unless "HH:MM"."""
    if not isinstance(value, str) or len(value) != 5 or parse_time(value, field, "de") != value:
        raise Wrong(N_("A time of day is expected, like 14:30."))


def parse_datetime(text: str, field: Field, language: str) -> Json:
    """ "3.10.2026 14:30" → "2026-10-03T14:30"; the time is the one of Germany."""
    day, _, clock = text.replace("T", " ").partition(" ")
    return f"{parse_date(day, field, language)}T{parse_time(clock.strip(', '), field, language)}"


def check_datetime(value: Json, field: Field) -> None:
    """Raises Wrong unless "YYYY-MM-DDTHH:MM"."""
    if not isinstance(value, str) or value[10:11] != "T":
        raise Wrong(N_("A date with a time of day is expected, like 3.10.2026 14:30."))
    check_date(value[:10], field)
    check_time(value[11:], field)


def date_text(day: date) -> str:
    """ "3.10.2026", the writing that every reader here takes back."""
    return f"{day.day}.{day.month}.{day.year}"


def datetime_words(value: str, language: str) -> str:
    """ "3. Oktober 2026, 14:30 Uhr"."""
    moment = datetime.fromisoformat(value)
    return f"{words.day(moment.date(), language)}, {time_words(f'{moment:%H:%M}', language)}"


def time_words(value: str, language: str) -> str:
    """ "14:30 Uhr"."""
    return value if language.startswith("en") else f"{value}{words.NO_BREAK}Uhr"


def time_fact(value: str) -> time:
    """For rules."""
    return time.fromisoformat(value)


def as_decimal(text: object) -> Decimal | None:
    """A limit written in a form; None if it is no plain number."""
    try:
        number = Decimal(str(text))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
