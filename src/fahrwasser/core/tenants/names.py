"""Names of places: address part (slug) and German sorting."""

import re
import unicodedata

_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
_OTHERS = {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
_SLUG_LETTERS = str.maketrans(_UMLAUTS | _OTHERS)
_SORT_LETTERS = str.maketrans({"ß": "ss"} | _OTHERS)


def slug(text: str) -> str:
    """Address part of a name: lower case a-z, 0-9 and single hyphens; German letters written out.

    "Lindenau an der Mulde" → "lindenau-an-der-mulde". A text without any letter or digit gives "".
    """
    return "-".join(_words(text, _SLUG_LETTERS))


def sort_key(text: str) -> tuple[str, str]:
    """Key for sorting by DIN 5007-1 (dictionaries): ä as a, ß as ss, case and hyphens do not matter.

    The second part only decides between texts that are otherwise equal.
    """
    return " ".join(_words(text, _SORT_LETTERS)), text


def _words(text: str, letters: dict[int, str]) -> list[str]:
    composed = unicodedata.normalize("NFC", text).lower().translate(letters)
    plain = "".join(c for c in unicodedata.normalize("NFD", composed) if not unicodedata.combining(c))
    return re.findall(r"[a-z0-9]+", plain)
