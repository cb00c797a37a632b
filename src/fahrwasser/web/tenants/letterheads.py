"""How a town presents itself on paper, as the letters take it."""

from typing import Any

from fahrwasser.core.letters.picture import Picture

from .models import Letterhead, Municipality


def coat_of_arms(town: Municipality, head: Letterhead) -> Picture | None:
    """The picture of the letterhead, if the town has given one."""
    if not head.coat_of_arms:
        return None
    return Picture(bytes(head.coat_of_arms), f"Wappen von {town.name}")


def authority(town: Municipality, head: Letterhead) -> dict[str, Any]:
    """`behoerde` of a letter of a service (core/letters/templates/README.md)."""
    return {
        "art": town.kind,
        "name": town.name,
        "anschrift": ", ".join(part for part in (head.street, place_line(town, head)) if part),
        "telefon": head.phone,
        "email": head.email,
        "web": head.website,
        "landkreis": town.district,
        "land": town.state_name,
        "leitung": {"amt": head.head_title, "name": head.head_name},
    }


def contact(head: Letterhead, office: str = "") -> dict[str, Any]:
    """`kontakt` of a letter of a service."""
    return {"amt": office, "name": "", "telefon": head.phone, "email": head.email, "zimmer": ""}


def place_line(town: Municipality, head: Letterhead) -> str:
    """Postcode and place."""
    return f"{head.postcode} {head.city or town.name}".strip()
