"""What other registers report in the invented months: moves, the tax year, overdue payments, permits that run out."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from fahrwasser.web.cases.facts import BERLIN
from fahrwasser.web.registers.actions import Report
from fahrwasser.web.registers.models import Entry

from .applications import HUNDESTEUER, PARKEN, SPAN, ZONES, Registers

SOURCE = "beispiel"
MOVES_A_YEAR = 0.2
"""Of the people with a permit."""
OVERDUE = 0.03
"""Of the dogs, in August."""
YEAR_RUN, OVERDUE_RUN, DUE = (1, 12), (8, 3), (7, 1)
"""Month and day of the yearly notices, of the reminders, and when the tax is due."""
DANGEROUS, CORRECTION = 16, 24
REMINDED_BEFORE = timedelta(days=42)


def reports(number: int, begin: datetime, known: Registers, dice: Random) -> Iterator[tuple[datetime, Report]]:
    """When and what, for the two weeks with this number that begin then."""
    if HUNDESTEUER in known.packages:
        yield from _about_dogs(number, begin, known, dice)
    if PARKEN in known.packages:
        yield from _about_permits(number, begin, known, dice)


def _about_dogs(number: int, begin: datetime, known: Registers, dice: Random) -> Iterator[tuple[datetime, Report]]:
    day = begin.date()
    if run := _falls(day, YEAR_RUN):
        yield _at(run), _report("tax.year", "jahr", run.year, date(run.year, 1, 1), {"jahr": run.year})
    if run := _falls(day, OVERDUE_RUN):
        for dog in known.dogs:
            if dice.random() < OVERDUE and dog.data["steuer_cent"]:
                due = date(day.year, *DUE)
                data = {"kassenzeichen": dog.data["kassenzeichen"], "jahr": day.year,
                        "offen_cent": dog.data["steuer_cent"], "faellig": due.isoformat()}  # fmt: skip
                yield _at(run), _report("payment.overdue", dog.data["kassenzeichen"], day.year, due, data)
    if number in (DANGEROUS, CORRECTION) and known.dogs:
        dog = dice.choice(known.dogs)
        if number == DANGEROUS:
            data = {"marke": dog.key, "festgestellt_am": day.isoformat(), "aktenzeichen": "Beispiel 32/1"}
            yield _at(day + timedelta(days=3)), _report("dog.dangerous", dog.key, number, day, data)
        else:
            yield _at(day + timedelta(days=3)), _report("notice.correct", dog.key, number, day, _correction(dog))


def _correction(dog: Entry) -> dict[str, Any]:
    return {
        "marke": dog.key,
        "grund": "schreibfehler",
        "betrag_cent": dog.data["steuer_cent"],
        "bescheid_vom": dog.data["bescheid_vom"],
        "angehoert_am": None,
        "begruendung": "Der Name des Hundes war falsch geschrieben.",
    }


def _about_permits(number: int, begin: datetime, known: Registers, dice: Random) -> Iterator[tuple[datetime, Report]]:
    day = begin.date()
    for permit in known.permits:
        ends = permit.valid_until
        if ends and timedelta(0) <= ends - day - REMINDED_BEFORE < SPAN:
            data = {"schluessel": permit.key, "bis": ends.isoformat()}
            yield _at(ends - REMINDED_BEFORE), _report("permit.expires", permit.key, ends.toordinal(), ends, data)
        elif permit.data.get("person_kennung") and dice.random() < MOVES_A_YEAR * SPAN.days / 365:
            yield _at(day + timedelta(days=dice.randrange(SPAN.days))), _move(permit, day, number, dice)


def _move(permit: Entry, day: date, number: int, dice: Random) -> Report:
    person = {**permit.data["person"], "kennung": permit.data["person_kennung"]}
    here = permit.data["anschrift"]
    if dice.random() < 0.35:
        home = {"strasse": "Seeweg", "hausnummer": dice.randint(1, 30), "plz": "99999", "ort": "Anderswo"}
    else:
        street = dice.choice(ZONES)
        home = {"strasse": street, "hausnummer": dice.randint(1, 20), "plz": here["plz"], "ort": here["ort"]}
    data = {"person": person, "anschrift": home, "ab": day.isoformat(), "sperre": False}
    return _report("resident.moved", person["kennung"], number, day, data)


def _report(kind: str, person: object, number: int, day: date, data: dict[str, Any]) -> Report:
    return Report(kind, SOURCE, f"{kind}/{person}"[:60], number, day, data)


def _falls(day: date, wanted: tuple[int, int]) -> date | None:
    """The day of the year, if it is one of the two weeks that begin on `day`."""
    candidates = (date(year, *wanted) for year in (day.year, day.year + 1))
    return next((found for found in candidates if timedelta(0) <= found - day < SPAN), None)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9), BERLIN)
