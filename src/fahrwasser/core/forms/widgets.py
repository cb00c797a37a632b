"""The kinds of values, one row each: raw text → JSON, JSON tested, JSON as a fact for rules, in a box, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from zoneinfo import ZoneInfo

from fahrwasser.core import words
from fahrwasser.core.feel.values import Value
from fahrwasser.core.forms import number_values as numbers
from fahrwasser.core.forms import text_values as texts
from fahrwasser.core.forms.iban import normal_iban, spaced_iban
from fahrwasser.core.forms.model import Field, Json
from fahrwasser.core.forms.plate import normal_plate
from fahrwasser.core.forms.text_values import Wrong
from fahrwasser.core.refused import N_
from fahrwasser.core.typed_numbers import typed_text

GERMANY = ZoneInfo("Europe/Berlin")
FILE_KEYS = ("ref", "filename", "mediaType", "size", "sha512")
YES, NO = "ja", "nein"  # raw form values
_YES_NO_WORDS = {"de": ("Ja", "Nein"), "en": ("Yes", "No")}


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of value is read, tested and shown.

    `parse(cleaned text, field, language)` → JSON and `check(JSON, field)` raise Wrong; `fact` gives the FEEL value,
    `typed` the text of an input box (read back by `parse`), `said` words for people. `json_type` is the type in
    the schema.
    """

    json_type: str
    check: Callable[[Json, Field], None]
    parse: Callable[[str, Field, str], Json] = lambda text, field, language: text
    fact: Callable[[Json], Value] = lambda value: value
    typed: Callable[[Json, str], str] = lambda value, language: str(value)
    said: Callable[[Json, Field, str], str] = lambda value, field, language: str(value)
    autocomplete: str = ""
    inputmode: str = ""


def _yes_no(text: str, field: Field, language: str) -> Json:
    if text not in (YES, NO):
        raise Wrong(N_("Please choose yes or no."))
    return text == YES


def _check_yes_no(value: Json, field: Field) -> None:
    if type(value) is not bool:
        raise Wrong(N_("Please choose yes or no."))


def _say_yes_no(value: Json, field: Field, language: str) -> str:
    return _YES_NO_WORDS["en" if language.startswith("en") else "de"][0 if value else 1]


def _check_choice(value: Json, field: Field) -> None:
    if not isinstance(value, str) or field.codelist is None or value not in field.codelist.codes:
        raise Wrong(N_("Please choose one of the answers of the list."))


def _check_multichoice(value: Json, field: Field) -> None:
    codes: Mapping[str, object] = field.codelist.codes if field.codelist else {}
    fine = isinstance(value, list) and all(isinstance(code, str) and code in codes for code in value)
    if not fine or len(set(value)) != len(value):
        raise Wrong(N_("Please choose answers of the list."))


def _say_choice(value: Json, field: Field, language: str) -> str:
    code = field.codelist.codes.get(value) if field.codelist else None
    return code.label.in_language(language) if code else str(value)


def _say_choices(value: Json, field: Field, language: str) -> str:
    return ", ".join(_say_choice(code, field, language) for code in value)


def _check_file(value: Json, field: Field) -> None:
    """{ref, filename, mediaType, size, sha512} as the upload made it; size and kind within the limits."""
    if not isinstance(value, dict) or set(value) != set(FILE_KEYS) or type(value["size"]) is not int:
        raise Wrong(N_("A stored file is expected. Please upload it again."))
    if not all(isinstance(value[key], str) and 0 < len(value[key]) <= 255 for key in FILE_KEYS if key != "size"):
        raise Wrong(N_("A stored file is expected. Please upload it again."))
    if not 0 < value["size"] <= field.limits.max_bytes:
        most = f"{field.limits.max_bytes / 2**20:.3g}"
        raise Wrong(N_("The file is larger than %(most)s MB or empty. Please choose another one."), most=most)
    if field.limits.media_types and value["mediaType"] not in field.limits.media_types:
        kinds = ", ".join(kind.rpartition("/")[2].upper() for kind in field.limits.media_types)
        raise Wrong(N_("This kind of file cannot be used here. Possible are: %(kinds)s."), kinds=kinds)


def _say_file(value: Json, field: Field, language: str) -> str:
    size = words.number(max(value["size"] / 2**20, 0.1), 1, language)
    return f"{value['filename']} ({size}{words.NO_BREAK}MB)"


def _date_typed(value: Json, language: str) -> str:
    return str(value) if language.startswith("en") else numbers.date_text(date.fromisoformat(value))


def _datetime_typed(value: Json, language: str) -> str:
    return f"{_date_typed(value[:10], language)} {value[11:]}"


def _number_words(value: Json, field: Field, language: str) -> str:
    number = numbers.number_fact(value)
    places = max(-int(number.as_tuple().exponent), 0)
    text = f"{number:,.{places}f}"
    return text if language.startswith("en") else text.translate(str.maketrans(",.", ".,"))


def _money_words(value: Json, field: Field, language: str) -> str:
    text = f"{Decimal(value):,.2f}"
    if language.startswith("en"):
        return f"-€{text[1:]}" if text.startswith("-") else f"€{text}"
    return text.translate(str.maketrans(",.", ".,")) + f"{words.NO_BREAK}€"


_LINE = Kind("string", texts.check_text)
KINDS: Mapping[str, Kind] = MappingProxyType({
    "text": _LINE,
    "textarea": _LINE,
    "number": Kind(
        "number", numbers.check_number, numbers.parse_number, numbers.number_fact,
        typed=lambda value, language: typed_text(numbers.number_fact(value), language),
        said=_number_words, inputmode="decimal",
    ),
    "money": Kind(
        "string", numbers.check_money, numbers.parse_money, Decimal,
        typed=lambda value, language: typed_text(Decimal(value), language),
        said=_money_words, inputmode="decimal",
    ),
    "date": Kind(
        "string", numbers.check_date, numbers.parse_date, date.fromisoformat, typed=_date_typed,
        said=lambda value, field, language: words.day(date.fromisoformat(value), language),
    ),
    "time": Kind(
        "string", numbers.check_time, numbers.parse_time, numbers.time_fact,
        said=lambda value, field, language: numbers.time_words(value, language),
    ),
    "datetime": Kind(
        "string", numbers.check_datetime, numbers.parse_datetime,
        lambda value: datetime.fromisoformat(value).replace(tzinfo=GERMANY), typed=_datetime_typed,
        said=lambda value, field, language: numbers.datetime_words(value, language),
    ),
    "yesno": Kind(
        "boolean", _check_yes_no, _yes_no, typed=lambda value, language: YES if value else NO, said=_say_yes_no,
    ),
    "choice": Kind("string", _check_choice, said=_say_choice),
    "multichoice": Kind("array", _check_multichoice, fact=list, said=_say_choices),
    "file": Kind(
        "object", _check_file, fact=lambda value: {**value, "size": Decimal(value["size"])},
        typed=lambda value, language: str(value["filename"]), said=_say_file,
    ),
    "email": Kind("string", texts.check_email, autocomplete="email", inputmode="email"),
    "phone": Kind("string", texts.check_phone, autocomplete="tel", inputmode="tel"),
    "iban": Kind(
        "string", texts.check_iban, lambda text, field, language: normal_iban(text) or text,
        typed=lambda value, language: spaced_iban(value),
        said=lambda value, field, language: spaced_iban(value), autocomplete="off",
    ),
    "plate": Kind(
        "string", texts.check_plate, lambda text, field, language: normal_plate(text) or text, autocomplete="off",
    ),
})  # fmt: skip


def checked(value: Json, field: Field) -> Json:
    """The value itself if the field takes it. Raises Wrong."""
    KINDS[field.widget].check(value, field)
    return value


def read_text(raw: str, field: Field, language: str) -> Json:
    """The typed JSON value of what a person typed, None for nothing. Raises Wrong."""
    text = texts.clean(raw, lines=field.widget == "textarea")
    if not text:
        return None
    return checked(KINDS[field.widget].parse(text, field, language), field)


def fact(value: Json, field: Field) -> Value:
    """The FEEL value of an answer that was checked."""
    return KINDS[field.widget].fact(value)
