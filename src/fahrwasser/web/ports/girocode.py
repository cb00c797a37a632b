"""GiroCode (EPC069-12): the payload of the QR code that a banking app reads; segno itself checks no IBAN."""

import io

import segno

from fahrwasser.core.forms.iban import normal_iban
from fahrwasser.core.refused import N_, Refused

from .payments import remainder_97

LARGEST_VERSION = 13
LONGEST_NAME, LONGEST_TEXT = 70, 140
UTF8 = "1"


def payload(*, name: str, iban: str, amount_cents: int, reference: str = "", text: str = "", bic: str = "") -> str:
    """The lines BCD … of a transfer of 0.01 to 999,999,999.99 EUR, with an RF reference or a text, not both.

    Raises Refused for what a bank would not take.
    """
    account = normal_iban(iban)
    if account is None:
        raise Refused(N_("The IBAN %(iban)s is wrong; please check it."), iban=iban)
    if not 1 <= amount_cents <= 99_999_999_999:
        raise Refused(N_("The amount cannot be paid by GiroCode."))
    if reference and (text or not is_reference(reference)):
        raise Refused(N_("The payment reference %(reference)s is wrong."), reference=reference)
    lines = (
        "BCD", "002", UTF8, "SCT", bic, _line(name)[:LONGEST_NAME], account,
        f"EUR{amount_cents // 100}.{amount_cents % 100:02d}", "", reference, _line(text)[:LONGEST_TEXT],
    )  # fmt: skip
    return "\n".join(lines).rstrip("\n")


def svg(content: str) -> str:
    """The code as SVG without XML head; error correction M, at most version 13."""
    code = segno.make(content, error="m", boost_error=False, micro=False, encoding="utf-8")
    if int(code.version) > LARGEST_VERSION:
        raise Refused(N_("The text for the GiroCode is too long."))
    out = io.BytesIO()
    code.save(out, kind="svg", xmldecl=False, svgns=True, border=4, omitsize=True)
    return out.getvalue().decode()


def is_reference(reference: str) -> bool:
    """A creditor reference (ISO 11649) with right check digits."""
    if not (reference.isascii() and reference.isalnum() and 5 <= len(reference) <= 25 and reference.startswith("RF")):
        return False
    return remainder_97(reference[4:] + reference[:4]) == 1


def _line(words: str) -> str:
    """One line; the payload is parted by line breaks."""
    return " ".join(words.split())
