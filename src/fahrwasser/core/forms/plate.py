"""German licence plates (§ 10, Anlage 2 FZV), normalised "PIR-AB 123"."""

import re

# One to three letters for the district, one or two for the row, up to four digits without leading zero, at most
# eight characters in all, E (electric) or H (historic) at the end. With a hyphen or space the parts are certain.
_PARTS = re.compile(r"([A-ZÄÖÜ]{1,3})[-\s]+([A-Z]{1,2})[-\s]*([1-9]\d{0,3})\s*([EH]?)")
_LONGEST = 8


def normal_plate(text: str) -> str | None:
    """ "pir ab 123" → "PIR-AB 123"; None if it is no German plate.

    District and row must be apart (hyphen or space): "PIRAB123" could be PIR-AB or PI-RAB and is not guessed.
    """
    found = _PARTS.fullmatch(text.strip().upper())
    if found is None:
        return None
    district, row, digits, mark = found.groups()
    if len(district + row + digits + mark) > _LONGEST:
        return None
    return f"{district}-{row} {digits}{mark}"
