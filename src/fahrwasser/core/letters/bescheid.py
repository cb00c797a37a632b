"""The checklist of a Bescheid, B01 to B20: what must be there before the letter goes out.

Pure: structured values in, findings out. Their shape is in docs/reference/letters.md; norms without a law are those
of the VwVfG, `recht` = "AO" reads §§ 118 to 133 AO instead.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from fahrwasser.core.letters.errors import LetterError
from fahrwasser.core.letters.placeholders import placeholders_left
from fahrwasser.core.refused import N_

Severity = Literal["E", "W"]
Values = Mapping[str, Any]

OBJECTION_FORMS = ("schriftlich", "elektronisch", "zur Niederschrift")  # § 70 (1) VwGO
OBJECTION_PERIOD = "eines Monats"  # § 70 (1) VwGO
CONDITIONS = ("Befristung", "Bedingung", "Widerrufsvorbehalt", "Auflage", "Auflagenvorbehalt")  # § 36 (2) VwVfG
LONGEST_SENTENCE = 30
"""Words; our reading of plain language (B19)."""
ARCHIVE_MARKS = (b"<pdfaid:part>3</pdfaid:part>", b"<pdfuaid:part>1</pdfuaid:part>", b"/StructTreeRoot")

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ])")


@dataclass(frozen=True, slots=True)
class Finding:
    """One point of the checklist that is not met. `severity` E stops the letter; `place` is the path of the value."""

    code: str
    severity: Severity
    message: str
    place: str


class IncompleteBescheid(LetterError):
    """The Bescheid may not go out; `findings` say why."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("; ".join(f"{found.code} {found.place}: {found.message}" for found in findings))


def check_bescheid(values: Values) -> tuple[Finding, ...]:
    """What is missing or wrong, in the order of the checklist; () = it may go out. B20 is `check_pdf`."""
    return tuple(finding for check in CHECKS for finding in check(values))


def check_pdf(pdf: bytes) -> tuple[Finding, ...]:
    """B20: the file declares PDF/A-3 and PDF/UA-1 and has tags."""
    if all(mark in pdf for mark in ARCHIVE_MARKS):
        return ()
    return (Finding("B20", "E", N_("The letter is not a tagged PDF/A; make it with the press."), ""),)


def require_complete(values: Values) -> tuple[Finding, ...]:
    """The warnings of a Bescheid that may go out. Raises IncompleteBescheid with the findings that stop it."""
    findings = check_bescheid(values)
    stopping = tuple(found for found in findings if found.severity == "E")
    if stopping:
        raise IncompleteBescheid(stopping)
    return findings


# --- the points --------------------------------------------------------------------------------------------


def _authority(values: Values) -> Iterator[Finding]:
    """§ 37 (3) VwVfG, § 119 (3) AO."""
    if not (_text(values, "behoerde.name") and _text(values, "behoerde.anschrift")):
        yield _error("B01", N_("The issuing authority and its seat are missing."), "behoerde")


def _addressee(values: Values) -> Iterator[Finding]:
    """§ 41 (1) VwVfG: the party itself, alive, of age or represented."""
    if not _text(values, "adressat.name") or not _get(values, "adressat.anschrift"):
        yield _error("B02", N_("Name or address of the addressee is missing."), "adressat")
    if _get(values, "adressat.verstorben"):
        yield _error("B02", N_("The addressee has died; a person decides how to go on."), "adressat.verstorben")
    if _get(values, "adressat.volljaehrig") is not True and not _text(values, "adressat.vertreten_durch"):
        yield _error(
            "B02", N_("The addressee is not known to be of age and nobody represents them."), "adressat.vertreten_durch"
        )


def _operative_part(values: Values) -> Iterator[Finding]:
    """§ 37 (1) VwVfG: what is decided, for what, from when to when, what it costs and until when."""
    tenor = _list(values, "tenor")
    if not tenor or not all(str(sentence or "").strip() for sentence in tenor):
        yield _error("B03", N_("The operative part is empty; say in whole sentences what is decided."), "tenor")
    for number, fact in enumerate(_rows(values, "angaben")):
        if fact.get("wert") in (None, "") and fact.get("betrag") in (None, ""):
            yield _error("B03", N_("A fact of the operative part has no value."), f"angaben.{number}")
    if _amount(_get(values, "gebuehr.betrag")) and not _text(values, "gebuehr.faellig"):
        yield _error("B03", N_("The day on which the fee is due is missing."), "gebuehr.faellig")


def _name(values: Values) -> Iterator[Finding]:
    """§ 37 (3), (5) VwVfG: only a written act by machine may do without a name."""
    if values.get("form") not in ("schriftlich", "elektronisch"):
        yield _error("B04", N_("It is not said whether the act is written or electronic."), "form")
    by_machine = bool(_get(values, "automatisch.vollstaendig")) and values.get("form") == "schriftlich"
    if not _text(values, "zeichnung.name") and not by_machine:
        yield _error("B04", N_("The name of the person who signs is missing."), "zeichnung.name")


def _no_placeholder(values: Values) -> Iterator[Finding]:
    for place in dict(placeholders_left(values)):
        yield _error("B05", N_("A placeholder has not been filled in."), place)


def _reasons(values: Values) -> Iterator[Finding]:
    """§ 39 VwVfG, § 121 AO."""
    if _text(values, "ohne_gruende"):
        if not re.search(r"§ (39 Abs\. 2 Nr\. [1-5] VwVfG|121 Abs\. 2 Nr\. [1-5] AO)", _text(values, "ohne_gruende")):
            yield _error("B06", N_("Reasons may be left out only with the number of § 39 (2) VwVfG."), "ohne_gruende")
        return
    for key in ("sachverhalt", "recht"):
        if not _text(values, f"gruende.{key}"):
            yield _error("B06", N_("The reasons lack the facts or the law."), f"gruende.{key}")
    if values.get("ist_ermessen") and not _text(values, "gruende.ermessen"):
        yield _error("B06", N_("The reasons do not say how discretion was used."), "gruende.ermessen")


def _norms(values: Values) -> Iterator[Finding]:
    norms = _rows(values, "normen")
    if not norms:
        yield _error("B07", N_("No norm is cited."), "normen")
    for number, norm in enumerate(norms):
        if not (str(norm.get("norm") or "").strip() and str(norm.get("stand") or "").strip()):
            yield _error("B07", N_("A norm is cited without its version."), f"normen.{number}")


def _conditions(values: Values) -> Iterator[Finding]:
    """§ 36 VwVfG, § 120 AO."""
    for number, rule in enumerate(_rows(values, "nebenbestimmungen")):
        if rule.get("art") not in CONDITIONS or not rule.get("text") or not rule.get("norm"):
            yield _error(
                "B08", N_("A condition is not named as § 36 (2) VwVfG names it, or lacks text or norm."),
                f"nebenbestimmungen.{number}",
            )  # fmt: skip


def _fee(values: Values) -> Iterator[Finding]:
    if _get(values, "gebuehr") is None:
        return
    amount, decided = _amount(_get(values, "gebuehr.betrag")), _amount(_get(values, "gebuehr.parameter_wert"))
    if amount is None or amount < 0:
        yield _error("B09", N_("The amount of the fee is no amount of euros."), "gebuehr.betrag")
    elif amount != decided:
        yield _error("B09", N_("The fee is not the one that was decided on (parameter)."), "gebuehr.parameter_wert")
    if amount and not _text(values, "gebuehr.norm"):
        yield _error("B09", N_("The norm of the fee is missing."), "gebuehr.norm")


def _remedy(values: Values) -> Iterator[Finding]:
    """§ 37 (6) VwVfG, § 58 VwGO (else the period is a year), § 70 VwGO."""
    for key in ("art", "stelle", "anschrift"):
        if not _text(values, f"rechtsbehelf.{key}"):
            yield _error("B10", N_("The instruction on remedies lacks remedy, body or seat."), f"rechtsbehelf.{key}")
    if _get(values, "rechtsbehelf.frist") != OBJECTION_PERIOD:
        yield _error("B10", N_('The period of the remedy must read "eines Monats".'), "rechtsbehelf.frist")
    if _text(values, "rechtsbehelf.art") == "Widerspruch":
        forms = _list(values, "rechtsbehelf.formen")
        if sorted(map(str, forms)) != sorted(OBJECTION_FORMS):
            yield _error(
                "B11", N_("Name the three forms of § 70 VwGO: in writing, electronically, on record."),
                "rechtsbehelf.formen",
            )  # fmt: skip


def _hearing(values: Values) -> Iterator[Finding]:
    """§ 28 VwVfG, § 91 AO."""
    burdensome = _get(values, "anhoerung.belastend")
    if burdensome is None:
        yield _error("B12", N_("It is not said whether the act is a burden."), "anhoerung.belastend")
    if burdensome and not _text(values, "anhoerung.erfolgt_am"):
        dropped = _text(values, "anhoerung.entfallen")
        if not re.search(r"§ (28|91) Abs\. (2 Nr\. [1-5]|3)", dropped):
            yield _error(
                "B12",
                N_("The party was not heard, and no number of § 28 (2) VwVfG says why not."),
                "anhoerung.entfallen",
            )


def _earlier_act(values: Values) -> Iterator[Finding]:
    if _get(values, "frueherer.vorhanden") is None:
        yield _error("B13", N_("It is not said whether there is an earlier permit or notice."), "frueherer.vorhanden")
    elif _get(values, "frueherer.vorhanden") and not _text(values, "frueherer.regelung"):
        yield _error("B13", N_("It is not said what becomes of the earlier permit or notice."), "frueherer.regelung")


def _machine(values: Values) -> Iterator[Finding]:
    """§ 35a VwVfG, § 155 (4) AO, Art. 22 GDPR."""
    if not _get(values, "automatisch.vollstaendig"):
        return
    if not _text(values, "automatisch.norm") or not _text(values, "automatisch.kontakt"):
        yield _error("B14", N_("The note on the decision by machine lacks its norm or a person to ask."), "automatisch")
    if not (_text(values, "abmelden.link") and _text(values, "abmelden.bis")):
        yield Finding("B16", "W", N_("No link and deadline to opt out is given."), "abmelden")


def _privacy(values: Values) -> Iterator[Finding]:
    if not _text(values, "datenschutz"):
        yield _error("B15", N_("The information of Art. 13 and 14 GDPR is missing."), "datenschutz")


def _notification(values: Values) -> Iterator[Finding]:
    for key in ("route", "aufgabe", "nachweis"):
        if not _text(values, f"bekanntgabe.{key}"):
            yield _error("B17", N_("Route, day or proof of the notification is missing."), f"bekanntgabe.{key}")


def _written_form(values: Values) -> Iterator[Finding]:
    """§ 3a (3) Nr. 3 VwVfG, § 9a (6) OZG, § 87a (4) AO."""
    if values.get("schriftform") and values.get("form") == "elektronisch" and not values.get("siegel"):
        yield _error("B18", N_("The law demands written form; an electronic act needs the qualified seal."), "siegel")


def _plain_language(values: Values) -> Iterator[Finding]:
    texts = {f"tenor.{number}": sentence for number, sentence in enumerate(_list(values, "tenor"))}
    texts |= {f"gruende.{key}": _text(values, f"gruende.{key}") for key in ("sachverhalt", "recht", "ermessen")}
    for place, text in texts.items():
        if any(len(sentence.split()) > LONGEST_SENTENCE for sentence in _SENTENCE_END.split(str(text or ""))):
            yield Finding("B19", "W", N_("A sentence has more than thirty words; make two of it."), place)


def _correction(values: Values) -> Iterator[Finding]:
    """§ 42 VwVfG, § 129 AO: the correction names what it corrects (operative part, B03)."""
    if not _get(values, "berichtigung"):
        return
    for key in ("datum", "aktenzeichen", "norm", "was"):
        if not _text(values, f"berichtigung.{key}"):
            yield _error("B03", N_("The correction does not say which Bescheid it corrects, how and why."),
                         f"berichtigung.{key}")  # fmt: skip


CHECKS: tuple[Callable[[Values], Iterator[Finding]], ...] = (
    _authority, _addressee, _operative_part, _correction, _name, _no_placeholder, _reasons, _norms, _conditions, _fee,
    _remedy, _hearing, _earlier_act, _machine, _privacy, _notification, _written_form, _plain_language,
)  # fmt: skip


# --- reading -----------------------------------------------------------------------------------------------


def _error(code: str, message: str, place: str) -> Finding:
    return Finding(code, "E", message, place)


def _get(values: Values, path: str) -> Any:
    """The value at a.b, or None where something on the way is missing."""
    found: Any = values
    for key in path.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _list(values: Values, path: str) -> list[Any]:
    found = _get(values, path)
    return list(found) if isinstance(found, (list, tuple)) else []


def _rows(values: Values, path: str) -> list[Mapping[str, Any]]:
    """The rows of a list; what is no row counts as one without anything in it."""
    return [row if isinstance(row, Mapping) else {} for row in _list(values, path)]


def _text(values: Values, path: str) -> str:
    found = _get(values, path)
    return "" if found is None else str(found).strip()


def _amount(value: object) -> Decimal | None:
    """EUR as JSON carries it: a number or "30.70"."""
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None
