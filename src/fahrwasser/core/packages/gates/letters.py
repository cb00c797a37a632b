"""P-LETTER: every letter of every scenario is really set, and a Bescheid has all that the law demands."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Protocol

from fahrwasser.core.letters.bescheid import check_bescheid, check_pdf
from fahrwasser.core.letters.errors import LetterError
from fahrwasser.core.letters.press import Letter
from fahrwasser.core.packages.findings import Finding
from fahrwasser.core.packages.manifest import LETTERS
from fahrwasser.core.packages.release import Release
from fahrwasser.core.packages.run import Surroundings, letter_values
from fahrwasser.core.packages.scenarios import NUMBER, Run
from fahrwasser.core.packages.world import SentLetter
from fahrwasser.core.refused import N_

SAMPLE_TOWN: Mapping[str, Any] = {
    "art": "Stadt", "name": "Beispielstadt", "anschrift": "Markt 1, 01999 Beispielstadt", "telefon": "03000 123-0",
    "email": "stadt@beispielstadt.example", "web": "www.beispielstadt.example", "landkreis": "Landkreis Beispiel",
    "land": "Freistaat Sachsen",
}  # fmt: skip
SAMPLE_PERSON: Mapping[str, Any] = {"name": "Erika Beispiel", "anschrift": ["Gartenweg 2", "01999 Beispielstadt"]}
"""As in a town: what the form says about the person. Whether they are of age only the process can know (B02)."""
SAMPLE_CONTACT: Mapping[str, Any] = {"amt": "Bürgeramt", "name": "Petra Beispiel", "telefon": "03000 123-45"}
_ROOM = re.compile(r"\b[0-9a-f]{32}/")
"""The folder of one letter inside the press."""


class Sets(Protocol):
    """What sets a letter: core.letters.press.Press, or a double."""

    def set(self, template: str, values: Mapping[str, Any], *, made: date, files: Mapping[str, bytes] | None) -> Letter:
        """The letter; raises LetterError."""
        ...


def findings(release: Release, runs: Mapping[str, Run], press: Sets | None) -> Iterator[Finding]:
    """What a letter lacks (each point once), and the first scenario in which it cannot be set.

    A template that failed is not set again: with an endless loop each try would take all the time it is given.
    """
    told: set[tuple[str, str]] = set()
    failed: set[str] = set()
    for name, run in runs.items():
        for letter in run.world.letters:
            values = letter_values(release, letter.given, surroundings(letter.day))
            for found in _checklist(name, letter, values):
                if (found.file, found.place) not in told:
                    told.add((found.file, found.place))
                    yield found
            if letter.template not in failed and press is not None:
                unset = list(_set(release, name, letter, values, press))
                failed.update(letter.template for _ in unset)
                yield from unset


def _checklist(scenario: str, letter: SentLetter, values: Mapping[str, Any]) -> Iterator[Finding]:
    """Errors of the checklist B01 to B19; warnings do not stop a package."""
    for found in check_bescheid(values) if letter.given["art"] == "bescheid" else ():
        if found.severity == "E":
            words = {"scenario": scenario, "reason": found.message}
            message = N_("In the scenario “%(scenario)s” the Bescheid is incomplete: %(reason)s")
            yield Finding("P-LETTER", _file(letter), f"{found.code} {found.place}".strip(), message, words)


def _file(letter: SentLetter) -> str:
    return f"{LETTERS}/{letter.template}.typ"


def surroundings(day: date) -> Surroundings:
    """An invented town and person around the letters of scenarios."""
    return Surroundings(SAMPLE_TOWN, SAMPLE_PERSON, SAMPLE_CONTACT, NUMBER, day, "Postausgangsbuch")


def _set(
    release: Release, scenario: str, letter: SentLetter, values: Mapping[str, Any], press: Sets
) -> Iterator[Finding]:
    try:
        made = press.set(letter.template, values, made=letter.day, files=release.letters)
        for found in check_pdf(made.pdf):
            yield Finding("P-LETTER", _file(letter), found.code, found.message)
    except LetterError as error:
        words = {"scenario": scenario, "reason": _ROOM.sub("", " ".join(str(error).split()))}
        message = N_("In the scenario “%(scenario)s” the letter cannot be set: %(reason)s")
        yield Finding("P-LETTER", _file(letter), scenario, message, words)
