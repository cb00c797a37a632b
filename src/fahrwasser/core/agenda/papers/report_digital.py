"""How digital the services of the plan were and are, as the progress report says it: share online and maturity."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fahrwasser.core.agenda.papers.shapes import Column, Table
from fahrwasser.core.agenda.papers.tables import ORIGIN_WORDS
from fahrwasser.core.inventory.figures import Origin
from fahrwasser.core.words import NO_BREAK, day, number

NOTHING = "Bei keiner Leistung des Plans ist erfasst, wie viele Fälle online kommen oder welchen Reifegrad sie hat."


@dataclass(frozen=True, slots=True)
class Share:
    """Percent of all cases that come online or by themselves, with `origin`, source and day of the figure."""

    percent: float
    origin: Origin
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class ScaleLevel:
    """Level on one scale as assessed first, and as assessed last on `as_of` (None while there is no newer)."""

    scale: str
    before: int
    now: int | None
    as_of: date


@dataclass(frozen=True, slots=True)
class DigitalService:
    """One service; `before` and `now` None where nobody has entered anything (newer)."""

    service: str
    before: Share | None = None
    now: Share | None = None
    levels: tuple[ScaleLevel, ...] = ()

    @property
    def has_risen(self) -> bool:
        """More cases come online than at first."""
        return self.before is not None and self.now is not None and self.now.percent > self.before.percent


def digital_points(services: Sequence[DigitalService]) -> tuple[str, ...]:
    """In one sentence; what nobody has entered is said, not counted."""
    if not services:
        return (NOTHING,)
    known = [line for line in services if line.before]
    twice = sum(line.now is not None for line in known)
    if twice:
        risen = sum(line.has_risen for line in known) or "keiner"
        return (f"Von den Leistungen mit zwei Werten kommen bei {risen} von {twice} mehr Fälle online als zu Beginn.",)
    many = "einer Leistung" if len(known) == 1 else f"{len(known)} Leistungen"
    return (f"Wie viele Fälle online kommen, ist bei {many} erfasst, aber erst einmal.",) if known else ()


def digital_table(services: Sequence[DigitalService]) -> Table | None:
    """Before and now with source and day; None where nothing is known."""
    rows = tuple((line.service, _online(line), _levels(line), _sources(line)) for line in services)
    heads = ("Leistung", "kommt online", "Reifegrad", "Quelle und Tag")
    note = (
        "Links vom Pfeil steht, was zuerst erfasst wurde, rechts der neueste Wert. »Kommt online« ist der Anteil der "
        "Fälle, die online oder ganz ohne Antrag kommen. Ein Strich heißt: nicht erfasst, nicht null."
    )
    return Table("Wie digital die Leistungen sind", tuple(map(Column, heads)), rows, note=note) if rows else None


def _online(line: DigitalService) -> str:
    if line.before is None:
        return "–"
    return " → ".join(_share(share) for share in (line.before, line.now) if share)


def _share(share: Share) -> str:
    return f"{number(share.percent, 1)}{NO_BREAK}% ({ORIGIN_WORDS[share.origin]})"


def _levels(line: DigitalService) -> str:
    words = [
        f"{found.scale}: Stufe {found.before}" + ("" if found.now is None else f" → {found.now}")
        for found in line.levels
    ]
    return "; ".join(words) or "–"


def _sources(line: DigitalService) -> str:
    share = line.now or line.before
    words = [f"{share.source}, {day(share.as_of)}" if share.source else day(share.as_of)] if share else []
    if line.levels:
        words.append(f"Reifegrad: eingeschätzt am {day(max(found.as_of for found in line.levels))}")
    return "; ".join(words)
