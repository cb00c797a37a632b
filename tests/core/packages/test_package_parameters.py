"""What a town decides: kinds, legal bounds, and the body that decides."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from fahrwasser.core.packages.parameter_schema import read_parameter_schema
from fahrwasser.core.packages.parameters import ParameterSchema, Resolution, check, feel_values
from fahrwasser.core.refused import Refused

EN = {"x-fw-en": {"title": "x"}, "title": "x"}
AMT = {**EN, "x-entscheidet": "amt"}


def schema(required: tuple[str, ...] = (), **properties: Any) -> ParameterSchema:
    return read_parameter_schema(
        json.dumps({"type": "object", "properties": properties, "required": list(required)}).encode()
    )


MONEY = {"type": "string", "x-fw-widget": "money", **AMT}
FEE = {
    **MONEY,
    "x-entscheidet": "gemeinderat",
    "x-rechtsrahmen": {"min": "10.20", "max": "30.70", "norm": "GebOSt Nr. 265"},
}
ZONES = {
    "type": "array", "minItems": 1, **AMT,
    "items": {
        "type": "object", "required": ["strasse", "von"],
        "properties": {"strasse": {"type": "string", **EN}, "von": {"type": "integer", "minimum": 1, **EN}},
    },
}  # fmt: skip


def places(found: ParameterSchema, values: dict[str, Any], **more: Any) -> list[str]:
    return [problem.place for problem in check(found, values, **more)]


def test_money_is_text_with_at_most_two_places_within_the_law() -> None:
    found = schema(gebuehr=FEE)
    assert places(found, {"gebuehr": "30.70"}) == []
    for wrong in ("30.71", "10.19", "12,50", "12.505", 12, None, "1e3", "٣٠"):
        assert places(found, {"gebuehr": wrong}) == ["gebuehr"]
    problem = check(found, {"gebuehr": "99"})[0]
    assert problem.msgid % problem.values == "The law allows 10.20 to 30.70 (GebOSt Nr. 265)."


def test_a_value_of_the_council_needs_its_resolution() -> None:
    found = schema(gebuehr=FEE, frist={"type": "integer", **AMT})
    values = {"gebuehr": "20.00", "frist": 7}
    assert places(found, values, decisions={}) == ["gebuehr"]
    resolution = Resolution("12/2026", date(2026, 10, 1), date(2027, 1, 1))
    assert places(found, values, decisions={"gebuehr": resolution}) == []


def test_a_value_of_the_council_that_is_not_used_needs_no_resolution() -> None:
    found = schema(gebuehr={**FEE, "type": ["string", "null"]})
    assert places(found, {"gebuehr": None}, decisions={}) == []


def test_rows_of_a_table_are_checked_one_by_one() -> None:
    found = schema(zonen=ZONES)
    assert places(found, {"zonen": [{"strasse": "Am Markt", "von": 1}]}) == []
    rows = [{"strasse": "Am Markt"}, {"strasse": "", "von": 0, "bis": 3}, 7]
    assert places(found, {"zonen": rows}) == [
        "zonen[1].von", "zonen[2].bis", "zonen[2].strasse", "zonen[2].von", "zonen[3]",
    ]  # fmt: skip
    assert places(found, {"zonen": []}) == ["zonen"]


def test_lists_choices_dates_and_switches() -> None:
    found = schema(
        rassen={"type": "array", "items": {"type": "string", "enum": ["bull", "pit"], **EN}, **AMT},
        beginn={"type": "string", "format": "date", **AMT},
        faellig={"type": "string", "enum": ["jahr", "quartal"], **AMT},
        abgleich={"type": "boolean", **AMT},
        konto={"type": ["string", "null"], "maxLength": 4, **AMT},
    )
    good = {"rassen": ["pit"], "beginn": "2027-01-01", "faellig": "jahr", "abgleich": False, "konto": None}
    assert places(found, good) == []
    bad = {"rassen": ["dackel"], "beginn": "2027-02-30", "faellig": "monat", "abgleich": 1, "konto": "12345"}
    assert places(found, bad) == ["rassen[1]", "beginn", "faellig", "abgleich", "konto"]


def test_missing_values_count_only_when_the_set_should_be_complete() -> None:
    found = schema(("frist",), frist={"type": "integer", **AMT})
    assert places(found, {}) == ["frist"]
    assert places(found, {}, complete=False) == []
    assert places(found, {"fristen": 3}, complete=False) == ["fristen"]


def test_rules_see_numbers_and_dates_and_null_for_what_is_missing() -> None:
    found = schema(gebuehr=FEE, beginn={"type": "string", "format": "date", **AMT}, zonen=ZONES)
    values = feel_values(found, {"gebuehr": "12.50", "zonen": [{"strasse": "Am Markt", "von": 3}]})
    assert values == {
        "gebuehr": Decimal("12.50"), "beginn": None, "zonen": [{"strasse": "Am Markt", "von": Decimal(3)}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"type": "number"}, "properties.frist.type"),
        ({"x-entscheidet": "kreistag"}, "properties.frist.x-entscheidet"),
        ({"multipleOf": 5}, "properties.frist.multipleOf"),
        ({"x-rechtsrahmen": {"min": "viel", "norm": "x"}}, "properties.frist.x-rechtsrahmen.min"),
        ({"x-rechtsrahmen": {"min": 1}}, "properties.frist.x-rechtsrahmen.norm"),
        ({"x-fw-en": {}}, "properties.frist.x-fw-en.title"),
    ],
)
def test_a_schema_that_we_cannot_honour_is_refused_with_its_place(change: dict[str, Any], place: str) -> None:
    with pytest.raises(Refused) as refused:
        schema(frist={"type": "integer", **AMT, **change})
    assert refused.value.place == place
