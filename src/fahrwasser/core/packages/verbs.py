"""What a service task or send task may ask of the world: a closed list of verbs with their parameters.

A call is done by a job after commit and comes back as one result; scenarios answer the same calls in memory.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Status = Literal["bestaetigt", "widerspricht", "schweigt", "gesperrt", "ungebunden"]
STATUSES: tuple[Status, ...] = ("bestaetigt", "widerspricht", "schweigt", "gesperrt", "ungebunden")
"""What a source can answer. `gesperrt` must look like `schweigt` on every paper (§ 34a (5) BMG)."""
CONFIRMED: Status = "bestaetigt"
UNBOUND: Status = "ungebunden"

Withdrawal = Literal["zurueckgezogen", "bezahlt", "keine"]
WITHDRAWN: Withdrawal = "zurueckgezogen"
PAID_ALREADY: Withdrawal = "bezahlt"
NONE_ASKED: Withdrawal = "keine"
"""What `withdraw_payment` finds: amounts that nobody has paid yet, only paid ones, or none at all."""


@dataclass(frozen=True, slots=True)
class Verb:
    """`required` and `optional` parameters, `results`: keys that the result has at least.

    `choices`: closed lists of words that a parameter may take; `names`: parameter → what it must name
    ("port", "letter", "message").
    """

    name: str
    required: frozenset[str]
    results: frozenset[str]
    optional: frozenset[str] = frozenset()
    choices: Mapping[str, tuple[str, ...]] | None = None
    names: Mapping[str, str] | None = None

    def missing(self, given: Iterable[str]) -> list[str]:
        """Required parameters that are not given, sorted."""
        return sorted(self.required - set(given))

    def unknown(self, given: Iterable[str]) -> list[str]:
        """Given parameters that the verb does not have, sorted."""
        return sorted(set(given) - self.required - self.optional)


def _verb(
    name: str,
    required: str,
    results: str,
    *,
    optional: str = "",
    choices: Mapping[str, tuple[str, ...]] | None = None,
    names: Mapping[str, str] | None = None,
) -> Verb:
    needed, given, extra = (frozenset(text.split()) for text in (required, results, optional))
    return Verb(name, needed, given, extra, choices, names)


ROUTES = ("letter", "email", "account", "portal_ao", "other_portal", "proven")
LETTER_KINDS = ("bescheid", "schreiben", "ausweis")
LAWS = ("VwVfG", "AO")
OPERATIONS = ("oeffnen", "aendern", "beenden", "wiederherstellen")

KINDS = {"anfrage": "context", "werte": "context", "daten": "context", "ab": "date", "bis": "date", "betrag": "number"}
"""FEEL kind of a parameter, the same in every verb; all others are texts."""

VERBS: Mapping[str, Verb] = {
    verb.name: verb
    for verb in (
        _verb("query", "port anfrage", "status", names={"port": "source"}),
        _verb(
            "letter",
            "vorlage werte art recht",
            "dokument bekanntgabe frist",
            optional="bekanntgabe",
            choices={"art": LETTER_KINDS, "recht": LAWS, "bekanntgabe": ROUTES},
            names={"vorlage": "letter"},
        ),
        _verb(
            "register",
            "register vorgang schluessel ab daten",
            "schluessel",
            optional="bis",
            choices={"vorgang": OPERATIONS},
        ),
        _verb("message", "vorlage werte", "", names={"vorlage": "message"}),
        _verb("hand_over", "port werte", "beleg", names={"port": "target"}),
        _verb("number", "kreis", "nummer"),
        _verb("payment", "betrag zweck", "status"),
        _verb("withdraw_payment", "", "status"),
    )
}
