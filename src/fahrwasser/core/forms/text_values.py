"""Values that are text: cleaned, then tested against the limits of their field."""

import unicodedata

from fahrwasser.core.forms.iban import normal_iban
from fahrwasser.core.forms.model import Field, Json
from fahrwasser.core.forms.plate import normal_plate
from fahrwasser.core.refused import N_

LONGEST_LINE = 500
LONGEST_TEXT = 10_000
_LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3
_PHONE_SIGNS = frozenset("0123456789+-/() ")


class Wrong(Exception):
    """A value that cannot be taken; `msgid % values` is the English message."""

    def __init__(self, msgid: str, **values: object):
        super().__init__(msgid)
        self.msgid = msgid
        self.values = values


def clean(text: str, *, lines: bool = False) -> str:
    """NFC, every kind of space as a plain one, without control and invisible signs, without space at the ends.

    PostgreSQL cannot keep U+0000 in jsonb, and half surrogates cannot be written as UTF-8: both vanish here.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if lines:
        return "\n".join(_line(line).rstrip() for line in text.split("\n")).strip()
    return _line(text.replace("\n", " ")).strip()


def _line(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " for c in text if c.isprintable() or c.isspace())


def check_text(value: Json, field: Field) -> None:
    """Raises Wrong unless it is a clean text within length and pattern of the field."""
    if not isinstance(value, str) or not value:
        raise Wrong(N_("A text is expected."))
    if not value.isprintable() and value != clean(value, lines=field.widget == "textarea"):
        raise Wrong(N_("There are signs in it that cannot be printed; please type it anew."))
    limits = field.limits
    most = limits.max_length or (LONGEST_TEXT if field.widget == "textarea" else LONGEST_LINE)
    if len(value) > most:
        raise Wrong(N_("At most %(most)s characters fit here; there are %(found)s."), most=most, found=len(value))
    if len(value) < limits.min_length:
        raise Wrong(N_("At least %(least)s characters are needed here."), least=limits.min_length)
    if limits.pattern is not None and not _matches(limits.pattern, value):
        if field.example:
            raise Wrong(N_("Please write it like this: %(example)s"), example=field.example)
        raise Wrong(N_("This does not have the form that is expected here. Please check what you typed."))


def _matches(pattern: Json, value: str) -> bool:
    """Patterns come with packages: one that takes longer than 0.1 s does not match."""
    try:
        return pattern.fullmatch(value, timeout=0.1) is not None
    except TimeoutError:
        return False


def check_email(value: Json, field: Field) -> None:
    """One @, a domain with a dot, nothing that a mail program would read differently."""
    check_text(value, field)
    name, at, domain = value.rpartition("@")
    fine = at and name and "@" not in name and "." in domain.strip(".") and ".." not in domain
    if not fine or domain[0] in ".-" or domain[-1] in ".-" or any(c in ' ,;:<>()[]\\"' for c in value):
        raise Wrong(N_("This is no e-mail address. Please write it like this: name@example.org"))
    if len(value) > _LONGEST_EMAIL:
        raise Wrong(N_("An e-mail address has at most %(most)s characters."), most=_LONGEST_EMAIL)


def check_phone(value: Json, field: Field) -> None:
    """3 to 20 digits, with + - / ( ) and spaces between them."""
    check_text(value, field)
    digits = sum(c.isdigit() for c in value)
    if not set(value) <= _PHONE_SIGNS or not 3 <= digits <= 20 or "+" in value[1:]:
        raise Wrong(N_("This is no telephone number. Please write it like this: 03501 123456"))


def check_iban(value: Json, field: Field) -> None:
    """Stored without spaces in capitals."""
    check_text(value, field)
    if normal_iban(value) != value:
        raise Wrong(
            N_("This IBAN is not right. Please compare it with your bank card. German ones have 22 characters.")
        )


def check_plate(value: Json, field: Field) -> None:
    """Stored as "PIR-AB 123"."""
    check_text(value, field)
    if normal_plate(value) != value:
        raise Wrong(N_("This is no German licence plate. Please write it like this: PIR-AB 123"))
