"""The columns of the tables and what a sheet of them says: headings, rows, plans."""

from datetime import date
from decimal import Decimal

import pytest

from fahrwasser.core.inventory.tables.columns import TableKind, fixed_names, names_from, table_of, tables
from fahrwasser.core.inventory.tables.files import export, open_sheet, template
from fahrwasser.core.inventory.tables.plan import Current, Plan, compared
from fahrwasser.core.inventory.tables.rows import Found, read_rows
from fahrwasser.core.refused import Refused
from fahrwasser.core.tables.sheet import name_of

TODAY = date(2026, 11, 22)
TOWN = {
    "units": names_from({"1": "Bauamt"}),
    "systems": names_from({"2": "MESO"}),
    "services": names_from({"id-card": "Personalausweis"}, {"id-card": "id-card"}),
    "scales": names_from({"ozg/1.1": "OZG-Reifegrad 1.1"}),
}
NAMES = {language: {**fixed_names(language), **TOWN} for language in ("de", "en")}
every_table = pytest.mark.parametrize("table", tables(), ids=lambda table: table.key)


def named(slug: str) -> TableKind:
    found = table_of(slug)
    assert found is not None
    return found


def said(slug: str, text: str, language: str = "de") -> Found:
    table = named(slug)
    return read_rows(table, open_sheet(table, text.encode(), "x.csv"), NAMES[language], language)


def problems(found: Found | Plan) -> dict[str, str]:
    return {name_of(one.row, one.column): str(one.refused) for one in found.problems}


def planned(slug: str, text: str, *current: Current) -> Plan:
    found = said(slug, text)
    assert not found.problems, problems(found)
    return compared(named(slug), found.rows, current, TODAY)


@every_table
def test_headings_are_unique_and_in_both_languages(table: TableKind) -> None:
    for language in ("de", "en"):
        headings = [column.heading.in_language(language).casefold() for column in table.columns]
        assert len(set(headings)) == len(headings)
    assert all(column.heading.en and column.note.en for column in table.columns)
    assert not table.columns[0].example.de, "the first cell of the example row says that it is one"


@every_table
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_example_is_right_but_for_its_first_cell(table: TableKind, language: str, form: str) -> None:
    content = template(table, NAMES[language], language, form)
    sheet = open_sheet(table, content, f"x.{form}")
    assert len(sheet.rows) == 2
    cells = {place: cell for place, cell in sheet.cells.items() if place != (2, 1)}
    without_mark = type(sheet)(sheet.form, sheet.name, cells, sheet.problems, (), sheet.rows)
    wrong = problems(read_rows(table, without_mark, NAMES[language], language))
    assert set(wrong) <= {"A2"}, wrong


@every_table
def test_what_is_exported_in_one_language_is_read_in_the_other(table: TableKind) -> None:
    values = {
        "text": "Wort", "number": Decimal(3), "percent": Decimal(0), "date": TODAY, "yes_no": True,
    }  # fmt: skip
    row: dict[str, object] = {}
    for column in table.columns:
        choice = next(iter(NAMES["de"][column.list].labels)) if column.list else None
        row[column.key] = choice or ("99107001001000" if column.pattern else values[column.kind])
    current = Current("7", "Wort", row)  # type: ignore[arg-type]
    for form in ("xlsx", "csv"):
        sheet = open_sheet(table, export(table, [current], NAMES["en"], "en", form), f"x.{form}")
        found = read_rows(table, sheet, NAMES["de"], "de")
        assert not found.problems, problems(found)
        (line,) = compared(table, found.rows, [current], TODAY).lines
        assert (line.id, line.changes) == ("7", ())


@pytest.mark.parametrize(
    ("text", "cell", "words"),
    [
        ("", "A1", "is empty"),
        ("MESO;HSH\n", "A1", "headings are missing"),
        ("Hersteller;Betrieb\nHSH;selbst\n", "A1", "The column “System” is missing"),
        ("System;Hersteler\nMESO;HSH\n", "B1", "Do you mean “Hersteller”?"),
        ("System;Farbe\nMESO;rot\n", "B1", "is not known. Please delete the column"),
        ("System;System\nMESO;x\n", "B1", "stands in column A already"),
        ("System\n", "A1", "there is no row"),
        ("System;Hersteller\nMESO;HSH\nmeso;X\n", "A3", "stands in row 2 already"),
        ("System;Vertrag endet;Kündigung bis\nM;1.1.2027;1.2.2027\n", "C2", "after the end of the contract"),
        ("System\nMESO;HSH\n", "B2", "no heading"),
    ],
)
def test_what_is_wrong_with_a_table_is_said_at_its_cell(text: str, cell: str, words: str) -> None:
    if not text:
        with pytest.raises(Refused, match="is empty"):
            said("systeme", text)
        return
    found = said("systeme", text)
    wrong = problems(found) or problems(compared(named("systeme"), found.rows, (), TODAY))
    assert words in wrong[cell]


def test_headings_may_stand_below_a_title_and_in_any_order() -> None:
    found = said("systeme", "Unsere Systeme\n\nHersteller;System\nHSH;MESO\n")
    assert [(row.number, row.values) for row in found.rows] == [(4, {"vendor": "HSH", "name": "MESO"})]


def test_empty_cells_change_nothing_and_what_is_the_same_is_unchanged() -> None:
    now = Current("2", "MESO", {"name": "MESO", "vendor": "HSH", "operation": "own"})
    plan = planned("systeme", "System;Hersteller;Betrieb\nmeso;;selbst\nNeu;;\n", now)
    assert [(len(plan.of(state))) for state in ("new", "changed", "unchanged")] == [1, 1, 0]
    assert [(change.column.key, change.after) for change in plan.of("changed")[0].changes] == [("name", "meso")]


def test_a_new_value_is_exact_unless_its_row_says_otherwise() -> None:
    values = {
        "key": "id-card", "name": "P", "volume": Decimal(300), "volume_low": Decimal(200), "volume_high": Decimal(350),
        "volume_origin": "default", "volume_source": "S", "volume_as_of": date(2025, 1, 1),
    }  # fmt: skip
    text = "Kennung;Leistung;Fälle im Jahr;Fälle: wie sicher;Fälle: Quelle\nid-card;P;420;gezählt;Liste\n"
    (line,) = planned("leistungen", text, Current("1", "P", values)).lines  # type: ignore[arg-type]
    assert (line.after["volume_low"], line.after["volume_high"], line.after["volume_as_of"]) == (None, None, TODAY)


def test_the_fingerprint_changes_with_what_stands_before() -> None:
    text = "System;Hersteller\nMESO;HSH\n"
    plans = [planned("systeme", text, Current("2", "MESO", {"name": "MESO", "vendor": v})) for v in (None, "X", "X")]
    assert plans[0].fingerprint != plans[1].fingerprint == plans[2].fingerprint


def test_a_name_that_stands_for_two_is_asked_back() -> None:
    now = [Current(str(n), "Kasse", {"name": "Kasse"}) for n in (1, 2)]
    found = said("aufgaben", "Aufgabe;Amt\nKasse;Bauamt\n")
    assert "There are 2 of this name" in problems(compared(named("aufgaben"), found.rows, now, TODAY))["A2"]
