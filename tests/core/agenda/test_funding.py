"""Funding programmes: read strictly, matched by project, Land and size, expired after their day."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from fahrwasser.core.agenda.catalogue.projects import catalogue
from fahrwasser.core.agenda.funding import Programme, programme_from, read_funding
from fahrwasser.core.agenda.procurement import checklist
from fahrwasser.core.refused import Refused
from paths import PROJECT

TODAY = date(2026, 11, 22)
ENTRY: dict[str, Any] = {
    "id": "beispiel",
    "name": "Beispiel",
    "giver": "Beispielstelle",
    "what": "Datensicherung",
    "percent": 80,
    "most_eur": 20_000,
    "deadline": "2027-01-15",
    "link": "https://example.org/x",
    "as_of": "2026-11-20",
    "projects": ["P05"],
    "states": ["14"],
    "population": {"from": 1000, "to": 10_000},
}
LIST: dict[str, Any] = {
    "format": "fahrwasser-funding/1",
    "collection": "test",
    "title": "Test",
    "source": "erfunden",
    "as_of": "2026-11-22",
    "programmes": [ENTRY],
}


def programme(**changed: Any) -> Programme:
    return programme_from({**ENTRY, **changed}, catalogue())


def refusal(content: dict[str, Any]) -> str:
    with pytest.raises(Refused) as found:
        read_funding(json.dumps(content).encode(), catalogue())
    return str(found.value)


def test_programme_fits_by_land_size_and_project() -> None:
    one = programme()
    assert one.fits_town("14", 3900)
    assert not one.fits_town("15", 3900)
    assert not one.fits_town("14", 999)
    assert one.fits_town("14", 10_000)
    assert not one.fits_town("14", 10_001)
    assert one.fits_project(catalogue(), "P05-central")
    assert not one.fits_project(catalogue(), "P04")
    assert not one.fits_project(catalogue(), "P99")


def test_programme_that_names_nothing_fits_everything() -> None:
    one = programme(projects=[], states=[], population={})
    assert one.fits_town("01", 5_000_000)
    assert one.fits_project(catalogue(), "P32")


def test_programme_fits_the_whole_field() -> None:
    one = programme(projects=[], fields=["safety"])
    assert one.fits_project(catalogue(), "P04")
    assert not one.fits_project(catalogue(), "P32")


def test_last_day_still_counts_and_the_next_one_is_too_late() -> None:
    last = date(2027, 1, 15)
    assert programme().state_on(last) == "soon"
    assert programme().state_on(last + timedelta(days=1)) == "expired"
    assert programme().state_on(last - timedelta(days=61)) == "open"
    assert programme(deadline=None).state_on(date(2099, 1, 1)) == "open"


def test_grant_is_a_share_up_to_the_most_that_is_paid() -> None:
    assert programme().grant(5_000) == 4_000
    assert programme().grant(100_000) == 20_000
    assert programme(most_eur=None).grant(100_000) == 80_000


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"deadline": "31.12.2027"}, "programmes[1].deadline"),
        ({"deadline": "2027-02-30"}, "programmes[1].deadline"),
        ({"as_of": None}, "programmes[1].as_of"),
        ({"link": "http://example.org"}, "programmes[1].link"),
        ({"link": "javascript:alert(1)"}, "programmes[1].link"),
        ({"percent": 120}, "programmes[1].percent"),
        ({"projects": ["P99"]}, "programmes[1].projects[1]"),
        ({"fields": ["x"]}, "programmes[1].fields[1]"),
        ({"states": ["17"]}, "programmes[1].states[1]"),
        ({"population": {"from": 10, "to": 5}}, "programmes[1].population.to"),
        ({"giver": ""}, "programmes[1].giver"),
        ({"rate": 80}, "programmes[1]"),
        ({"most_eur": "viel"}, "programmes[1].most_eur"),
    ],
)
def test_unusable_entry_is_refused_with_its_place(changed: dict[str, Any], place: str) -> None:
    assert refusal({**LIST, "programmes": [{**ENTRY, **changed}]}).startswith(f"{place}: ")


def test_unusable_lists_are_refused() -> None:
    assert refusal({**LIST, "format": "x"}).startswith("format: ")
    assert refusal({**LIST, "programmes": [ENTRY, ENTRY]}).startswith("programmes[2].id: ")
    assert refusal({**LIST, "as_of": "heute"}).startswith("as_of: ")
    with pytest.raises(Refused, match="line 1"):
        read_funding(b"{", catalogue())


def test_demo_list_is_readable_and_says_that_it_is_invented() -> None:
    found = read_funding((PROJECT / "src/fahrwasser/web/demo/funding.json").read_bytes(), catalogue())
    assert found.is_sample
    assert all("Beispiel" in programme.name.de for programme in found.programmes)
    assert {programme.state_on(TODAY) for programme in found.programmes} == {"soon", "open", "expired"}


def test_checklist_names_a_norm_only_where_the_text_was_read() -> None:
    found = checklist("14")
    assert len({step.id for step in found.steps}) == len(found.steps) > 10
    for step in found.steps:
        assert bool(step.norm) == bool(step.text_version) == (step.certainty == "text_read"), step.id
        assert step.title.en
        assert step.hint.en


def test_no_threshold_has_an_amount_without_a_date() -> None:
    for limit in checklist("14").thresholds:
        assert (limit.eur is None) == (limit.as_of is None)
        assert limit.source.de


def test_saxon_laws_are_not_named_elsewhere() -> None:
    assert not any("Sächs" in step.norm or "Sachsen" in step.norm for step in checklist("09").steps)
    assert len(checklist("09").steps) == len(checklist("14").steps)
