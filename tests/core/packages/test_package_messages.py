"""What a check says to a person who writes a package: where it is wrong and what to do."""

import pytest

from fahrwasser.core.letters.press import Press
from fahrwasser.core.packages.check import check
from fahrwasser.core.packages.files import Package
from fahrwasser.core.packages.levels import FLAGS
from packages.sample import changed, example, with_file

STORY = "szenarien/zu-viele.json"
NAME = "de.beispielstadt.hallenschluessel"
DECIDED = "szenarien/privat-erinnert.json"


def said(package: Package, code: str) -> list[str]:
    """place: message of the findings of one gate."""
    return [f"{found.place}: {found.message}" for found in check(package).findings if found.code == code]


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "expected"),
    [
        (STORY, '"task": "pruefen"', '"task": "prüfen"', "P-SCENARIO",
         "schritte[1]: No case waits for this step; the case stands at: task pruefen."),
        (DECIDED, '"warte_auf": "timer"', '"warte_auf": "task", "task": "pruefen"', "P-SCENARIO",
         "schritte[1]: No case waits for this step; the case stands at: message rueckgabe, timer 2026-12-19T00:00."),
        (DECIDED, '"35,50"', '"36,50"', "P-SCENARIO",
         "erwartet.bescheid_enthaelt[1]: No letter says “36,50”; nearest: “35,50”."),
        ("szenarien/minderjaehrig.json", '"minderjaehrig"', '"minderjährig"', "P-SCENARIO",
         f"merkmale[1]: “minderjährig” is no flag of a case; possible: {', '.join(FLAGS)}."),
        ("parameter.default.json", '"35.50"', '"90.00"', "P-PARAMETER",
         "gebuehr: The law allows 0.00 to 80.00 (§ 3 HallenO)."),
        ("paket.json", '"de.beispielstadt.hallenschluessel"', '"hallenschlüssel"', "P-MANIFEST",
         f"id: “hallenschlüssel” has not the form that is expected here; write it like “{NAME}”."),
        ("formular.schema.json", '"required": ["name",', '"required": ["nahme",', "P-FORM",
         "$.required: “nahme” is required but is no property here; there are: name, verein, gaeste, tag."),
        ("regeln.dmn", '<inputEntry><text>false</text></inputEntry><inputEntry><text>-</text></inputEntry>',
         '<inputEntry><text>false</text></inputEntry><inputEntry><text>true</text></inputEntry>', "P-RULES",
         "vergabe: The table has no rule for this case: Reicht der Platz? = false, Verein? = false."),
    ],
)  # fmt: skip
def test_a_finding_says_what_stands_there_and_what_is_expected(
    file: str, old: str, new: str, code: str, expected: str
) -> None:
    assert said(changed(file, old, new), code) == [expected]


def test_without_a_story_there_is_one_finding_not_one_for_each_flow() -> None:
    files = {name: content for name, content in example().files.items() if not name.startswith("szenarien/")}
    assert said(Package(files), "P-COVERAGE") == [": There is no scenario yet; write the first story."]


def test_an_amount_is_found_as_the_letter_prints_it() -> None:
    whole = changed("parameter.default.json", '"35.50"', '"35.00"')
    told = changed(DECIDED, '"35,50"', '"35,00\\u00a0€"', whole)
    assert said(changed(DECIDED, '"betrag": "35.50"', '"betrag": "35.00"', told), "P-SCENARIO") == []


def test_a_note_names_the_story_in_which_something_became_null() -> None:
    report = check(changed("prozess.bpmn", 'feel="{name: antrag.name}"', 'feel="{name: antrag.name, plz: heute.plz}"'))
    assert [note.rpartition(" ")[2] for note in report.notes] == ["(szenarien/verein-erteilt.json)"]


def test_a_bescheid_to_somebody_who_is_not_known_to_be_of_age_is_found_before_a_town_has_it() -> None:
    package = changed("prozess.bpmn", "{name: antrag.name, volljaehrig: true}", "{name: antrag.name}")
    assert [line.partition(":")[0] for line in said(package, "P-LETTER")] == ["B02 adressat.vertreten_durch"]


def test_a_letter_that_cannot_be_set_names_its_line_and_no_room_of_ours() -> None:
    with Press() as press:
        report = check(
            with_file("vorlagen/absage.typ", b'#import "/fahrwasser/bescheid.typ": *\n#brif()\n'), press=press
        )
    (found,) = report.findings
    assert "unknown variable: brif" in found.message
    assert " absage.typ:2:1" in found.message
