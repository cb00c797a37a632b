"""Files from outside: what is in a cell, where, and what is refused; hostile ones cost nothing."""

import io
import random
import time
import zipfile
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from fahrwasser.core.refused import Refused
from fahrwasser.core.tables.reading import LARGEST_FILE, read_sheet
from fahrwasser.core.tables.sheet import column_letters, column_number

WANTED = ("IT-Systeme",)
PADDING = random.Random(7).randbytes(2_000_000)  # makes the whole file look ordinarily packed


def workbook(*rows: tuple[object, ...], title: str = "IT-Systeme") -> Workbook:
    book = Workbook()
    book.worksheets[0].title = title
    for row in rows:
        book.worksheets[0].append(row)
    return book


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_sheet(change: tuple[bytes, bytes]) -> bytes:
    """A small right workbook with one thing replaced in its sheet."""
    files = parts(saved(workbook(("System",), ("MESO",))))
    name = "xl/worksheets/sheet1.xml"
    assert change[0] in files[name], files[name]
    files[name] = files[name].replace(*change, 1)
    return packed(files)


def with_shared(strings: bytes) -> bytes:
    """A workbook in which a cell shows the first of these shared strings."""
    files = parts(with_sheet((b't="inlineStr"><is><t>MESO</t></is>', b't="s"><v>0</v>')))
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    files["xl/sharedStrings.xml"] = b'<sst xmlns="%s">%s</sst>' % (space, strings)
    link = (
        b'<Relationship Id="s" Type="http://x/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    rels = "xl/_rels/workbook.xml.rels"
    files[rels] = files[rels].replace(b"</Relationships>", link)
    return packed({**files, "xl/media/image1.png": PADDING})


def refusal(content: bytes, name: str = "liste.xlsx") -> str:
    with pytest.raises(Refused) as caught:
        read_sheet(content, name, WANTED)
    return caught.value.msgid


def test_cells_keep_their_kind_and_place() -> None:
    book = workbook(("System", None, "Tag"), ("MESO", 12.5, date(2026, 12, 31)), (True, 0.25, "  Text "))
    book.worksheets[0]["B3"].number_format = "0.0%"
    sheet = read_sheet(saved(book), "liste.xlsx", WANTED)
    assert sheet.rows == (1, 2, 3)
    assert [sheet.value(2, column) for column in (1, 2, 3)] == ["MESO", Decimal("12.5"), date(2026, 12, 31)]
    assert sheet.value(3, 1) is True
    assert (sheet.cells[3, 2].value, sheet.cells[3, 2].is_percent) == (Decimal("0.25"), True)
    assert sheet.value(3, 3) == "Text"
    assert sheet.value(1, 2) is None


def test_text_that_excel_shares_between_cells_is_read_with_its_rich_parts() -> None:
    strings = b'<si><r><t>ME</t></r><r><t>SO</t></r><rPh sb="0" eb="1"><t>?</t></rPh></si><si><t>x</t></si>'
    assert read_sheet(with_shared(strings), "x.xlsx", WANTED).value(2, 1) == "MESO"


def test_a_time_of_day_is_no_number() -> None:
    book = workbook(("Minuten",), (0.0208333333,))
    book.worksheets[0]["A2"].number_format = "h:mm"
    assert read_sheet(saved(book), "x.xlsx", WANTED).value(2, 1) == "0:30"


def test_days_of_old_macs_are_counted_from_1904() -> None:
    book = workbook((date(2026, 3, 1),))
    files = parts(saved(book))
    files["xl/workbook.xml"] = files["xl/workbook.xml"].replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>')
    assert read_sheet(packed(files), "x.xlsx", WANTED).value(1, 1) == date(2030, 3, 2)


def test_a_formula_is_named_and_never_calculated() -> None:
    sheet = read_sheet(saved(workbook(("System",), ("=1+1",))), "x.xlsx", WANTED)
    assert [(p.row, p.column) for p in sheet.problems] == [(2, 1)]
    assert "formula" in sheet.problems[0].refused.msgid


def test_the_only_sheet_is_taken_whatever_its_name_else_the_one_of_the_table() -> None:
    assert read_sheet(saved(workbook(("a",), title="Tabelle1")), "x.xlsx", WANTED).name == "Tabelle1"
    book = workbook(("a",), title="Tabelle1")
    book.create_sheet("it-systeme").append(("b",))
    assert read_sheet(saved(book), "x.xlsx", WANTED).value(1, 1) == "b"
    book = workbook(("a",), title="Tabelle1")
    book.create_sheet("Tabelle2").append(("b",))
    assert "sheets, and none is called" in refusal(saved(book))


def test_a_merged_range_over_the_whole_sheet_costs_nothing() -> None:
    content = with_sheet((b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'))
    began = time.process_time()
    sheet = read_sheet(content, "x.xlsx", WANTED)
    assert time.process_time() - began < 5
    assert sheet.problems[0].refused.values["cells"] == "A1:XFD1048576"
    assert len(sheet.cells) == 2


@pytest.mark.parametrize(
    "change",
    [
        (b'r="2"', b'r="0"'),
        (b'r="2"', b'r="99999999"'),
        (b'r="A2"', b'r="A7"'),
        (b'r="A2"', b'r="AAAA2"'),
        (b't="inlineStr"><is><t>MESO</t></is>', b't="s"><v>77</v>'),
        (b"</sheetData>", b""),
    ],
)
def test_a_sheet_that_does_not_hold_together_is_damaged(change: tuple[bytes, bytes]) -> None:
    assert "is damaged" in refusal(with_sheet(change))


def test_entities_and_document_types_are_refused() -> None:
    files = parts(saved(workbook(("System",))))
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"):
        head, _found, rest = files[name].partition(b"<")
        assert "is damaged" in refusal(packed({**files, name: head + bomb + b"<" + rest})), name


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    files = parts(saved(workbook(("System",))))
    huge = {**files, "xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * 30_000_000}
    assert "far too large" in refusal(packed(huge))
    many = {**files, **{f"xl/media/{n}.png": b"x" for n in range(600)}}
    assert "far too large" in refusal(packed(many))


def test_one_text_of_megabytes_in_every_cell_is_refused() -> None:
    assert "far too long" in refusal(with_shared(b"<si><t>" + b"a " * 3_000_000 + b"</t></si>"))


def test_a_part_of_millions_of_tags_is_refused_before_it_is_taken_apart() -> None:
    assert "far too large" in refusal(with_shared(b"<si><t>MESO</t></si>" + b"<si/>" * 3_000_000))


def test_a_part_that_lies_about_its_size_is_damaged() -> None:
    content = bytearray(packed({**parts(saved(workbook(("System",)))), "xl/styles.xml": b" " * 5000}))
    at = content.rindex(b"xl/styles.xml") - 46 + 24  # uncompressed size in the central directory
    content[at : at + 4] = (10).to_bytes(4, "little")
    assert refusal(bytes(content))


def test_macros_are_refused_by_their_content_too() -> None:
    files = parts(saved(workbook(("System",))))
    assert "macros" in refusal(packed({**files, "xl/vbaProject.bin": b"x"}))
    types = files["[Content_Types].xml"].replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")
    assert "macros" in refusal(packed({**files, "[Content_Types].xml": types}))


def test_a_hundred_thousand_rows_are_refused_quickly() -> None:
    rows = b"".join(b'<row><c t="inlineStr"><is><t>%d</t></is></c></row>' % (n * 7919) for n in range(100_000))
    content = with_sheet((b"<sheetData>", b"<sheetData>" + rows))
    began = time.process_time()
    assert "rows" in refusal(content)
    assert time.process_time() - began < 5


def test_a_file_beyond_the_limit_is_refused_unread() -> None:
    assert "larger than 5 MB" in refusal(b"PK\x03\x04" + b"0" * LARGEST_FILE)


@given(st.binary(max_size=200), st.integers(0, 6000), st.integers(1, 8))
def test_no_damage_makes_reading_fail_in_another_way(noise: bytes, at: int, length: int) -> None:
    content = bytearray(SAMPLE)
    place = at % len(content)
    content[place : place + length] = noise
    with suppress(Refused):
        read_sheet(bytes(content), "x.xlsx", WANTED)


@given(
    st.binary(max_size=120),
    st.integers(0, 3000),
    st.sampled_from(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"]),
)
def test_no_damage_within_a_part_does_either(noise: bytes, at: int, name: str) -> None:
    files = parts(SAMPLE)
    place = at % len(files[name])
    files[name] = files[name][:place] + noise + files[name][place + len(noise) :]
    with suppress(Refused):
        read_sheet(packed(files, compression=zipfile.ZIP_STORED), "x.xlsx", WANTED)


SAMPLE = saved(workbook(("System", "Tag"), ("MESO", date(2026, 1, 1)), (1.5, True)))


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_refused(content: bytes) -> None:
    try:
        sheet = read_sheet(content, "x.csv", WANTED)
    except Refused:
        return
    assert all(row >= 1 and column >= 1 for row, column in sheet.cells)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_of_every_office(separator: str, encoding: str) -> None:
    lines = (separator.join(("System", "Hersteller", "Euro")), separator.join(("Löschen", '"a ""b""\nc"', "1")))
    sheet = read_sheet("\r\n".join(lines).encode(encoding), "x.csv", WANTED)
    assert [sheet.value(2, column) for column in (1, 2, 3)] == ["Löschen", 'a "b"\nc', "1"]
    assert bool(sheet.notes) == (encoding == "cp1252")


def test_the_line_that_names_the_separator_counts_as_a_row() -> None:
    sheet = read_sheet(b"sep=,\r\na;b,c\r\n", "x.csv", WANTED)
    assert (sheet.value(2, 1), sheet.value(2, 2)) == ("a;b", "c")


def test_csv_formulas_are_named_and_escaped_text_is_read_as_it_was() -> None:
    sheet = read_sheet(b"System;x\r\n=1+1;'=1+1\r\n-5;'@b\r\n", "x.csv", WANTED)
    assert [(p.row, p.column) for p in sheet.problems] == [(2, 1)]
    assert (sheet.value(2, 2), sheet.value(3, 1), sheet.value(3, 2)) == ("=1+1", "-5", "@b")


def test_quotation_marks_that_do_not_fit_are_named_by_row() -> None:
    with pytest.raises(Refused) as caught:
        read_sheet(b'a;b\r\n"x"y;c\r\n', "x.csv", WANTED)
    assert caught.value.values == {"row": 2}


@given(st.integers(1, 16384))
def test_columns_are_named_as_a_spreadsheet_does(number: int) -> None:
    assert column_number(column_letters(number)) == number


def test_the_first_and_last_letters() -> None:
    assert [column_letters(n) for n in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
