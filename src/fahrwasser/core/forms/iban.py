"""IBAN: check digits by ISO 7064 mod 97-10 (ISO 13616) and the German length of 22."""

LENGTHS = {
    "DE": 22, "AT": 20, "CH": 21, "LI": 21, "LU": 20, "NL": 18, "BE": 16, "FR": 27, "IT": 27, "ES": 24,
    "PL": 28, "CZ": 24, "DK": 18, "SE": 24, "NO": 15, "FI": 18, "GB": 22, "IE": 22, "PT": 25, "SK": 24,
    "HU": 28, "SI": 19, "HR": 21, "RO": 24, "BG": 22, "GR": 27, "EE": 20, "LV": 21, "LT": 20, "MT": 31, "CY": 28,
}  # fmt: skip
SHORTEST, LONGEST = 15, 34


def normal_iban(text: str) -> str | None:
    """The IBAN without spaces in capitals, or None if length, characters or check digits are wrong."""
    iban = "".join(text.split()).upper()
    if not (SHORTEST <= len(iban) <= LONGEST and iban.isascii() and iban.isalnum()):
        return None
    if not (iban[:2].isalpha() and iban[2:4].isdigit()) or len(iban) != LENGTHS.get(iban[:2], len(iban)):
        return None
    if iban[:2] == "DE" and not iban[2:].isdigit():
        return None
    digits = "".join(str(int(c, 36)) for c in iban[4:] + iban[:4])
    return iban if int(digits) % 97 == 1 else None


def spaced_iban(iban: str) -> str:
    """In groups of four, as on the bank card."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))
