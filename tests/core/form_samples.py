"""Invented forms for the tests: registering a dog, with every widget."""

from datetime import UTC, datetime
from typing import Any

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
STORED = {"ref": "r1", "filename": "nachweis.pdf", "mediaType": "application/pdf", "size": 1200000, "sha512": "ab" * 64}


def field(widget: str, title: str, **more: Any) -> dict[str, Any]:
    """One field; `more` keys as in the schema, with _ for -."""
    kinds = {"number": "number", "yesno": "boolean", "file": "object", "label": None, "multichoice": "array"}
    kind = kinds.get(widget, "string")
    base = {"title": title, "x-fw-widget": widget} | ({"type": kind} if kind else {})
    return base | {key.replace("_", "-"): value for key, value in more.items()}


def group(title: str, properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A group."""
    return {"type": "object", "title": title, "properties": properties} | {
        key.replace("_", "-"): value for key, value in more.items()
    }


def schema(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A whole form of these properties."""
    about = {"id": "hund", "version": "1.0", "name": "Hund anmelden"} | more.pop("about", {})
    return {"type": "object", "title": "Hund anmelden", "x-fw-form": about, "properties": properties} | more


COLOURS = {"labels": {"braun": "braun", "weiss": "weiß", "schwarz": "schwarz"}}
REASONS = {"labels": {"blind": "Blindenführhund", "rettung": "Rettungshund"}}


def dog_schema() -> dict[str, Any]:
    """Person, address, dog with a conditional proof, further dogs in rows, payment; every widget once at least."""
    dog = group(
        "Hund",
        {
            "name": field("text", "Rufname", maxLength=20, x_fw_legal=[{"text": "§ 9 Satzung", "link": "https://x.de"}]),
            "seit": field(
                "date", "Gehalten seit", format="date",
                x_fw_checks=[{"feel": "hund.seit <= heute", "de": "Das liegt in der Zukunft.", "en": "In the future."}],
            ),
            "grund": field(
                "choice", "Ermäßigung", x_fw_codelist=REASONS,
                x_fw_en={"title": "Reduction", "enum": {"blind": "guide dog"}}
            ),
            "nachweis": field(
                "file", "Nachweis", x_fw_visible_if='hund.grund = "rettung"', x_fw_required_if='hund.grund = "rettung"',
                x_fw_upload={"maxBytes": 2000000, "mediaTypes": ["application/pdf", "image/jpeg"]},
            ),
            "farben": field("multichoice", "Farben", x_fw_codelist=COLOURS, maxItems=2),
            "hoehe": field("number", "Höhe in cm", type="integer", minimum=5, maximum=120),
            "gewicht": field("number", "Gewicht in kg"),
            "wert": field("money", "Wert", x_fw_min="0", x_fw_max="10000"),
            "gassi": field("time", "Wann gehen Sie Gassi?"),
            "termin": field("datetime", "Termin"),
            "hinweis": field("label", "Hinweis", description="Jeden Hund bitte einzeln.", readOnly=True),
        },
        required=["name", "seit"],
    )  # fmt: skip
    further = {
        "type": "array", "title": "Weitere Hunde", "maxItems": 3,
        "items": {
            "type": "object", "required": ["name"],
            "properties": {
                "name": field("text", "Rufname"),
                "alter": field("number", "Alter", type="integer", minimum=0),
                "krank": field("yesno", "Ist er krank?", x_fw_visible_if="alter > 10"),
            },
        },
    }  # fmt: skip
    contact = {
        "email": field("email", "E-Mail"), "telefon": field("phone", "Telefon"), "iban": field("iban", "IBAN"),
        "auto": field("plate", "Kennzeichen"), "text": field("textarea", "Bemerkung"),
    }  # fmt: skip
    properties = {
        "halter": field("person", "Ihre Angaben", type="object", required=["vorname", "familienname"]),
        "anschrift": field("address", "Anschrift", type="object", required=["plz", "ort"]),
        "zweiter": field("yesno", "Haben Sie weitere Hunde?"),
        "hund": dog,
        "weitere": further | {"x-fw-visible-if": "zweiter = true", "x-fw-required-if": "zweiter = true"},
        "kontakt": group("Kontakt", contact),
    }
    return schema(properties, required=["halter", "anschrift", "hund", "zweiter"])


def dog_ui() -> dict[str, Any]:
    """Four pages; the further dogs only if there are some."""
    return {
        "seiten": [
            {"id": "person", "titel": {"de": "Zu Ihnen", "en": "About you"}, "felder": ["halter", "anschrift"]},
            {"id": "hund", "titel": {"de": "Ihr Hund"}, "felder": ["hund", "zweiter"]},
            {"id": "weitere", "titel": {"de": "Weitere Hunde"}, "felder": ["weitere"]},
            {"id": "kontakt", "titel": {"de": "Kontakt"}, "felder": ["kontakt"]},
        ]
    }  # fmt: skip


def dog_answers() -> dict[str, Any]:
    """A complete application."""
    return {
        "halter": {"vorname": "Erika", "familienname": "Muster"},
        "anschrift": {"strasse": "Markt", "hausnummer": "1", "plz": "01796", "ort": "Pirna"},
        "hund": {"name": "Rex", "seit": "2026-10-03", "grund": "rettung", "nachweis": STORED, "wert": "1234.50"},
        "zweiter": False,
    }
