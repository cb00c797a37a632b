"""The mandate of the Digital-Navigator as a letter ready for signature: values of the template `mandate`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fahrwasser.core.agenda.catalogue.adjustments import HOURS_PER_DAY, WEEKS_PER_QUARTER
from fahrwasser.core.agenda.papers.shapes import Fact, Letterhead, MandateLetter, Paragraph
from fahrwasser.core.agenda.papers.texts import text_parts, written
from fahrwasser.core.inventory.town import Town
from fahrwasser.core.words import counted, day, number

NO_SUBSTITUTE = "Wer Sie vertritt, legen wir in den nächsten vier Wochen fest."


@dataclass(frozen=True, slots=True)
class Mandate:
    """What the head appoints. `navigator`, `substitute` and `signer` as they are to be printed."""

    navigator: str
    hours_per_week: float
    start: date
    substitute: str = ""
    signer: str = ""
    salutation: str = "Guten Tag,"


def mandate_letter(
    given: Mandate,
    town: Town,
    letterhead: Letterhead,
    made_on: date,
    *,
    is_example: bool = False,
    edited: Mapping[str, str] | None = None,
) -> MandateLetter:
    """The letter; text parts with the town's own wording where it has one (keys "mandate.auftrag" …)."""
    days = number(given.hours_per_week * WEEKS_PER_QUARTER / HOURS_PER_DAY, 1)
    values = {
        "town": town.name,
        "council": town.council,
        "of_people": f"der {town.people}",
        "start": day(given.start),
        "hours_week": number(given.hours_per_week, 1),
        "days_quarter": days,
        "substitute": f"Ihre Vertretung übernimmt: {given.substitute}." if given.substitute else NO_SUBSTITUTE,
    }
    paragraphs = []
    for part in text_parts("mandate"):
        text, is_edited = written(part, edited or {}, values)
        paragraphs.append(Paragraph(part.key, part.title, text, is_edited))
    return MandateLetter(
        letterhead=letterhead,
        title="Benennung zum Digital-Navigator",
        date=made_on.isoformat(),
        is_example=is_example,
        navigator=given.navigator,
        salutation=given.salutation,
        facts=(
            Fact("Aufgabe", f"Digital-Navigator der {town.people} {town.name}"),
            Fact("Zeit", f"{counted(given.hours_per_week, 'Stunde', 'Stunden', 1)} je Woche ({days} Tage im Quartal)"),
            Fact("Beginn", day(given.start)),
            Fact("Vertretung", given.substitute or "wird benannt"),
        ),
        paragraphs=tuple(paragraphs),
        closing="Mit freundlichen Grüßen",
        signer=given.signer,
        data={
            "hours_per_week": given.hours_per_week,
            "start": given.start.isoformat(),
            "navigator": given.navigator,
            "substitute": given.substitute,
        },
    )
