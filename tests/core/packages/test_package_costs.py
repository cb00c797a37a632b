"""What a service costs, said with the values of the town."""

import json
from typing import Any

import pytest

from fahrwasser.core.packages.filling import filled
from fahrwasser.core.packages.parameter_schema import read_parameter_schema

AMT = {"title": "x", "x-fw-en": {"title": "x"}, "x-entscheidet": "amt"}
SCHEMA = read_parameter_schema(
    json.dumps(
        {
            "type": "object",
            "properties": {
                "gebuehr": {"type": "string", "x-fw-widget": "money", **AMT},
                "eigene": {"type": ["string", "null"], "x-fw-widget": "money", **AMT},
                "frei": {"type": "integer", **AMT},
                "tag": {"type": "string", "format": "date", **AMT},
                "satzung": {"type": "string", **AMT},
            },
            "required": ["gebuehr"],
        }
    ).encode()
)
TEXT = "{eigene|gebuehr} im Jahr"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"gebuehr": "30.00", "eigene": None}, "30,00\u00a0€ im Jahr"),
        ({"gebuehr": "30.00", "eigene": "1120.50"}, "1.120,50\u00a0€ im Jahr"),
        ({"gebuehr": "30.00"}, "30,00\u00a0€ im Jahr"),
        ({}, "… im Jahr"),
    ],
)
def test_the_first_value_that_is_set_stands_in_the_sentence(values: dict[str, Any], said: str) -> None:
    assert filled(TEXT, SCHEMA, values, "de") == said


def test_numbers_days_and_texts_read_as_people_write_them() -> None:
    values = {"gebuehr": "30.00", "frei": 1200, "tag": "2026-01-05", "satzung": "Satzung vom 5. Mai"}
    text = "{gebuehr} from {tag}, {frei} free ({satzung})"
    english = filled(text, SCHEMA, values, "en")
    assert english == "30.00\N{NO-BREAK SPACE}€ from 5 January 2026, 1,200 free (Satzung vom 5. Mai)"


def test_a_text_without_places_and_a_value_with_braces_stay_as_they_are() -> None:
    assert filled("Nichts.", SCHEMA, {}, "de") == "Nichts."
    assert filled("{satzung}", SCHEMA, {"satzung": "{gebuehr}", "gebuehr": "1.00"}, "de") == "{gebuehr}"
