"""Duties on paper: how binding a norm is and how sure our reading of it, in German."""

from fahrwasser.core.agenda.catalogue.projects import LegalDuty
from fahrwasser.core.agenda.papers.shapes import Column, Table
from fahrwasser.core.agenda.plan import Plan
from fahrwasser.core.inventory.picture import CheckedDuty, Picture

_STATE = {"open": "offen", "planned": "geplant", "met": "erfüllt", "unknown": "noch zu prüfen"}
_MODALITY = {
    "must": "muss",
    "should": "soll",
    "must_conditional": "muss unter einer Bedingung",
    "must_partial": "muss zum Teil",
    "must_addressee_disputed": "muss; wen es bindet, ist umstritten",
    "optional": "freigestellt",
    "allowed": "erlaubt",
}
_CERTAINTY = {
    "text_read": "Wortlaut gelesen",
    "text_skimmed": "nur überflogen",
    "read_earlier": "früher gelesen",
    "known_not_reread": "nicht nachgelesen",
}


def modality_words(duty: LegalDuty) -> str:
    """How binding: muss, soll, freigestellt …"""
    return _MODALITY[duty.modality]


def certainty_words(duty: LegalDuty) -> str:
    """How sure our reading is."""
    return _CERTAINTY[duty.certainty]


def duties_table(plan: Plan, picture: Picture) -> Table:
    """Duties that bind or may bind: state, and whether the town confirmed them."""
    confirmed = plan.frame.confirmed_duties
    rows = tuple(
        (c.duty.title.de, c.duty.norm, _STATE[c.state], "ja" if c.duty.id in confirmed else "nein")
        for c in _shown(plan, picture)
    )
    columns = (Column("Pflicht"), Column("Norm"), Column("Stand"), Column("bestätigt"))
    note = "Eigene Lesart der Gesetze, keine Rechtsberatung. Bindend für den Plan ist nur, was bestätigt ist."
    return Table("Pflichten", columns, rows, note=note)


def certainty_table(plan: Plan, picture: Picture) -> Table:
    """How sure the reading of each of these duties is, and of which text."""
    known = plan.catalogue.duties
    rows = tuple(
        (f"{c.duty.title.de} ({c.duty.norm})", modality_words(duty), certainty_words(duty), duty.text_version)
        for c in _shown(plan, picture)
        if (duty := known.get(c.duty.id)) is not None
    )
    columns = (Column("Pflicht"), Column("verbindlich"), Column("Lesart"), Column("Textfassung"))
    note = "Vor einer Entscheidung ist jede Norm am geltenden Text zu prüfen."
    return Table("Wie sicher die Pflichten sind", columns, rows, note=note)


def open_duties(picture: Picture) -> int:
    """How many are open or planned, as far as known."""
    return len(picture.open_duties)


def _shown(plan: Plan, picture: Picture) -> list[CheckedDuty]:
    return [c for c in picture.duties if c.state != "unknown" or c.duty.id in plan.frame.confirmed_duties]
