"""Numbers and dates as people read them, in German and English, without any locale of the machine."""

from datetime import date

MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)
_ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NO_BREAK = "\u00a0"


def number(value: float, decimals: int = 0, language: str = "de") -> str:
    """1234.5 → "1.234,5" (de), "1,234.5" (en); trailing zeros of the decimals are left out."""
    text = f"{value:,.{decimals}f}"
    if decimals:
        text = text.rstrip("0").rstrip(".")
    if text in ("-0", ""):
        text = "0"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def fixed(value: float, decimals: int = 1, language: str = "de") -> str:
    """Like `number`, but every value of a column with the same decimals: 13 → "13,0"."""
    text = f"{value:,.{decimals}f}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def euros(value: float, language: str = "de", decimals: int = 0) -> str:
    """2800 → "2.800 €" with a space that does not break; in English, too, the sign stands behind as on every page."""
    return f"{fixed(value + 0.0, decimals, language)}{NO_BREAK}€"


def span(low: float, high: float, decimals: int = 0, language: str = "de") -> str:
    """ "740 bis 1.120", "740 to 1,120"; one number where both read alike."""
    one, other = number(low, decimals, language), number(high, decimals, language)
    return one if one == other else f"{one} {'to' if language == 'en' else 'bis'} {other}"


def rough(value: float) -> float:
    """Two leading digits, so that an estimate does not look exact: 1144 → 1100, 29 → 29, 4986 → 5000."""
    if abs(value) < 100:
        return float(round(value))
    return float(f"{value:.1e}")


def rough_span(low: float, high: float, language: str = "de") -> str:
    """A range of estimates: rough numbers with "bis"."""
    return span(rough(low), rough(high), language=language)


def day(when: date, language: str = "de") -> str:
    """ "1. Dezember 2026", "1 December 2026"."""
    if language == "en":
        return f"{when.day} {_ENGLISH_MONTHS[when.month - 1]} {when.year}"
    return f"{when.day}. {MONTHS[when.month - 1]} {when.year}"


def counted(value: float, one: str, many: str, decimals: int = 0) -> str:
    """ "1 Tag", "2,5 Tage"."""
    text = number(value, decimals)
    return f"{text}{NO_BREAK}{one if text == '1' else many}"
