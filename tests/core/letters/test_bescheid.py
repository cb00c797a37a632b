"""A complete Bescheid goes out; with one thing missing it is stopped at that point, and only there."""

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fahrwasser.core.letters.bescheid import (
    Finding,
    IncompleteBescheid,
    check_bescheid,
    check_pdf,
    require_complete,
)
from fahrwasser.core.letters.placeholders import placeholders_left
from fahrwasser.core.letters.render import render

HERE = Path(__file__).parent


def sample(name: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads((HERE / f"{name}-sample.json").read_text())
    return values


def changed(path: str, value: object, name: str = "permit") -> dict[str, Any]:
    values = copy.deepcopy(sample(name))
    *way, last = path.split(".")
    found: Any = values
    for key in way:
        found = found[int(key)] if isinstance(found, list) else found[key]
    if isinstance(found, list):
        found[int(last)] = value
    else:
        found[last] = value
    return values


def codes(values: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(found.code, found.severity, found.place) for found in check_bescheid(values)]


def test_a_complete_permit_goes_out() -> None:
    assert check_bescheid(sample("permit")) == ()


def test_a_complete_tax_notice_goes_out_with_a_hint_that_it_has_no_opt_out() -> None:
    assert [(found.code, found.severity) for found in require_complete(sample("notice"))] == [("B16", "W")]


ONE_THING_WRONG = [
    ("B01", "behoerde.name", " ", "behoerde"),
    ("B01", "behoerde.anschrift", "", "behoerde"),
    ("B02", "adressat.name", "", "adressat"),
    ("B02", "adressat.anschrift", [], "adressat"),
    ("B02", "adressat.verstorben", True, "adressat.verstorben"),
    ("B02", "adressat.volljaehrig", False, "adressat.vertreten_durch"),
    ("B02", "adressat.volljaehrig", None, "adressat.vertreten_durch"),
    ("B03", "tenor", [], "tenor"),
    ("B03", "tenor.0", "", "tenor"),
    ("B03", "angaben.0.wert", "", "angaben.0"),
    ("B03", "gebuehr.faellig", "", "gebuehr.faellig"),
    ("B03", "berichtigung", {"datum": "2026-11-01", "norm": "§ 42 VwVfG", "was": "Name"}, "berichtigung.aktenzeichen"),
    ("B04", "automatisch", None, "zeichnung.name"),
    ("B04", "form", "elektronisch", "zeichnung.name"),
    ("B05", "anrede", "Sehr geehrte {person.name},", "anrede"),
    ("B05", "tenor.0", "Sie erhalten TODO.", "tenor.0"),
    ("B05", "ausweis.wichtig.0.wert", "___-__ ___", "ausweis.wichtig.0.wert"),
    ("B06", "gruende.sachverhalt", "", "gruende.sachverhalt"),
    ("B06", "gruende.recht", None, "gruende.recht"),
    ("B06", "ist_ermessen", True, "gruende.ermessen"),
    ("B06", "ohne_gruende", "weil es eilt", "ohne_gruende"),
    ("B07", "normen", [], "normen"),
    ("B07", "normen.1.stand", "", "normen.1"),
    ("B08", "nebenbestimmungen.0.art", "Wunsch", "nebenbestimmungen.0"),
    ("B08", "nebenbestimmungen.1.norm", "", "nebenbestimmungen.1"),
    ("B09", "gebuehr.betrag", "30.71", "gebuehr.parameter_wert"),
    ("B09", "gebuehr.betrag", "viel", "gebuehr.betrag"),
    ("B09", "gebuehr.betrag", "NaN", "gebuehr.betrag"),
    ("B09", "gebuehr.norm", "", "gebuehr.norm"),
    ("B10", "rechtsbehelf.stelle", "", "rechtsbehelf.stelle"),
    ("B10", "rechtsbehelf.anschrift", "", "rechtsbehelf.anschrift"),
    ("B10", "rechtsbehelf.frist", "zwei Wochen", "rechtsbehelf.frist"),
    ("B11", "rechtsbehelf.formen", ["schriftlich"], "rechtsbehelf.formen"),
    ("B12", "anhoerung.belastend", True, "anhoerung.entfallen"),
    ("B12", "anhoerung", {}, "anhoerung.belastend"),
    ("B13", "frueherer", {"vorhanden": True}, "frueherer.regelung"),
    ("B13", "frueherer", None, "frueherer.vorhanden"),
    ("B14", "automatisch.kontakt", "", "automatisch"),
    ("B14", "automatisch.norm", "", "automatisch"),
    ("B15", "datenschutz", "", "datenschutz"),
    ("B17", "bekanntgabe.nachweis", "", "bekanntgabe.nachweis"),
    ("B17", "bekanntgabe.aufgabe", None, "bekanntgabe.aufgabe"),
]


@pytest.mark.parametrize(("code", "path", "value", "place"), ONE_THING_WRONG)
def test_one_thing_wrong_stops_the_letter_at_that_point(code: str, path: str, value: object, place: str) -> None:
    values = changed(path, value)
    assert codes(values) == [(code, "E", place)]
    with pytest.raises(IncompleteBescheid, match=code):
        require_complete(values)


def test_written_form_by_electronic_way_needs_the_seal() -> None:
    values = sample("permit") | {"form": "elektronisch", "schriftform": True, "zeichnung": {"name": "Weber"}}
    assert codes(values) == [("B18", "E", "siegel")]
    assert codes(values | {"siegel": True}) == []


def test_opt_out_and_long_sentences_are_only_warnings() -> None:
    assert codes(changed("abmelden", None)) == [("B16", "W", "abmelden")]
    long = changed("gruende.recht", "Weil " + "und weil " * 20 + "es so ist.")
    assert codes(long) == [("B19", "W", "gruende.recht")]
    assert [found.code for found in require_complete(long)] == ["B19"]


def test_a_notice_without_reasons_is_lawful_with_its_number() -> None:
    values = changed("gruende", {}) | {"ohne_gruende": "§ 39 Abs. 2 Nr. 1 VwVfG"}
    assert codes(values) == []


def test_a_minor_with_a_representative_and_a_free_act_are_complete() -> None:
    values = changed("adressat.volljaehrig", False)
    values["adressat"]["vertreten_durch"] = "Jana Vogel"
    assert codes(values) == []
    assert codes(changed("gebuehr", None)) == []
    assert codes(changed("gebuehr", {"betrag": 0, "parameter_wert": "0.00"})) == []


def test_empty_values_miss_every_part_and_break_nothing() -> None:
    found = {code for code, _, _ in codes({})}
    assert found == {"B01", "B02", "B03", "B04", "B06", "B07", "B10", "B12", "B13", "B15", "B17"}


@pytest.mark.parametrize("text", ["{name}", "{{ x }}", "[Datum]", "<<Name>>", "____", "XXX", "TODO", "None", "null"])
def test_placeholders_are_found_in_text_and_in_values(text: str) -> None:
    assert placeholders_left(f"Sehr geehrte {text}, guten Tag")
    assert placeholders_left({"a": [{"b": text}]})[0][0] == "a.0.b"


@pytest.mark.parametrize(
    "text", ["§ 6 Abs. 1 Buchst. e DSGVO", "1–12/2027", "BZ-JV 214", "Nullmeldung (keine)", "…", "er schrieb […]"]
)
def test_ordinary_words_are_no_placeholders(text: str) -> None:
    assert placeholders_left(text) == ()


def test_drawings_and_random_links_are_not_searched() -> None:
    assert placeholders_left({"girocode": "<svg d='[x]'/>", "abmelden": {"link": "example.org/a___b"}}) == ()


@pytest.mark.parametrize("value", ["", "x", 7, [1, "x", None], {"a": 1}, True])
@pytest.mark.parametrize("key", sorted(sample("permit")))
def test_values_of_the_wrong_shape_break_nothing(key: str, value: object) -> None:
    check_bescheid(sample("permit") | {key: value})


def test_the_press_makes_tagged_archive_files_and_others_are_noticed() -> None:
    files = {"brief.typ": b'#import "/fahrwasser/bescheid.typ": *\n#show: brief\n#bescheid()'}
    pdf = render("brief", sample("permit"), made=date(2026, 11, 22), files=files).pdf
    assert check_pdf(pdf) == ()
    assert [found.code for found in check_pdf(b"%PDF-1.7 nothing of the kind")] == ["B20"]


def test_a_finding_says_where_it_is() -> None:
    assert check_bescheid(changed("datenschutz", ""))[0] == Finding(
        "B15", "E", "The information of Art. 13 and 14 GDPR is missing.", "datenschutz"
    )
