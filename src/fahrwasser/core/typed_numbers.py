"""Numbers as people type them: one rule for every form, whoever fills it in and in whichever language.

German writing is 1.234,5, English writing 1,234.5. Groups count only where they are exact: one to three digits, then
groups of three, all with the same mark (a point or a comma, a space, an apostrophe).

* What only one of the two can write, or what both write alike, is read as it is meant, on every page: 12,5 and 12.5,
  1.234,50 and 1,234.50, 1 234, 1.234.567, 0,125.
* What remains is one mark with exactly three digits behind it: 1.234 or 1,234. Where a whole number is asked for it can
  only be a group. Elsewhere a page in German reads it as Germans write it. A page in English refuses it and shows both
  writings: in a German town hall nobody knows whether who reads English also types English, and a wrong guess is wrong
  by a factor of a thousand.
* Files for import (`core.tables.typed`) have no reader to ask and come from many programs. There both are refused, and
  so is what is English beyond doubt.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from fahrwasser.core.refused import N_, Refused

_LONGEST = 40
_CURRENCY = re.compile(r"^([-+]?)\s*(?:€|EUR\b)\s*|\s*(?:€|\bEUR|\bEuro)$", re.IGNORECASE)
_SIGNED = re.compile(r"([-+]?)\s*(.*\d)")


def _writing(group: str, decimal: str) -> re.Pattern[str]:
    """Without sign; a first group of nothing but zeros is none: 0.125 has decimals."""
    grouped = rf"(?!0+\D)\d{{1,3}}(?P<mark>[{group} \u00a0\u202f'])\d{{3}}(?:(?P=mark)\d{{3}})*"
    return re.compile(rf"(?P<whole>{grouped}|\d+)?(?:{decimal}(?P<decimals>\d+))?", re.ASCII)


_GERMAN, _ENGLISH = _writing(r"\.", ","), _writing(",", r"\.")


class TwoWays(Refused):
    """What stands there means one number in German and another one in English."""


@dataclass(frozen=True, slots=True)
class Readings:
    """The number in German and in English writing; None where it is none."""

    german: Decimal | None
    english: Decimal | None

    @property
    def both(self) -> tuple[Decimal, Decimal] | None:
        """The smaller and the larger one if both languages know it, as different numbers."""
        if self.german is None or self.english is None or self.german == self.english:
            return None
        small, large = sorted((self.german, self.english), key=abs)
        return small, large


def readings(text: str) -> Readings:
    """Of digits with marks and a sign, nothing else."""
    found = _SIGNED.fullmatch(text.strip().replace("\u2212", "-"))
    if found is None or len(text) > _LONGEST:
        return Readings(None, None)
    return Readings(*(_read(writing, found[1], found[2]) for writing in (_GERMAN, _ENGLISH)))


def _read(writing: re.Pattern[str], sign: str, digits: str) -> Decimal | None:
    found = writing.fullmatch(digits)
    if found is None:
        return None
    return Decimal(f"{sign}{re.sub(r'[^0-9]', '', found['whole'] or '0')}.{found['decimals'] or ''}")


def read_typed(text: str, language: str, *, is_whole: bool = False) -> Decimal:
    """The number that was typed on a page in this language; € or EUR may stand with it.

    `is_whole`: a whole number is asked for; whether it is one remains to be checked. Raises TwoWays, or Refused if it
    is no number.
    """
    bare = _CURRENCY.sub(lambda found: found[1] or "", text.strip().replace("\u2212", "-"), count=2)
    found = readings(bare)
    is_english = language.startswith("en")
    if found.both and is_whole:
        return found.both[1]
    if found.both and is_english:
        raise two_ways(bare, *found.both, ".")
    number = found.english if found.german is None else found.german
    if number is None:
        example = "12" if is_whole else "1,234.50" if is_english else "1.234,50"
        raise Refused(N_("This is no number. Please write it like this: %(example)s"), example=example)
    return number


def two_ways(text: str, small: Decimal, large: Decimal, decimal: str) -> TwoWays:
    """The sentence that shows both numbers in writings that mean only one thing; `decimal`: the mark they use."""
    return TwoWays(
        N_("“%(found)s” can mean %(large)s or %(small)s. Please write one of them so."),
        found=text, large=f"{large:f}", small=f"{small:f}0".replace(".", decimal),
    )  # fmt: skip


def typed_text(number: Decimal, language: str) -> str:
    """What stands in a box so that every page takes it back: 1234,5 (de), 1234.5 (en), never groups, 1,2340."""
    text = f"{number:f}"
    whole, mark, decimals = text.partition(".")
    if len(decimals) > 2:
        decimals = decimals.rstrip("0")
    text = f"{whole}{mark if decimals else ''}{decimals}"
    if readings(text).both:
        text += "0"
    return text if language.startswith("en") else text.replace(".", ",")
