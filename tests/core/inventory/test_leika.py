"""The service catalogue: read to the published counts, refused with line and column when damaged."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.inventory.leika import COLUMNS, CatalogueRow, read_catalogue
from fahrwasser.core.refused import Refused
from paths import shared_data

HEADER = ",".join(COLUMNS)
DOG = "99110009104000,Hund anmelden,4,10160,Hundesteuer,Hobby,,Kommune"


def read(*lines: str) -> list[CatalogueRow]:
    return list(read_catalogue(io.BytesIO(("\r\n".join([HEADER, *lines]) + "\r\n").encode())))


def refused(raw: bytes) -> tuple[int | None, int | None]:
    with pytest.raises(Refused) as caught:
        list(read_catalogue(io.BytesIO(raw)))
    return caught.value.line, caught.value.column


def test_official_catalogue_has_the_published_counts() -> None:
    with shared_data("catalogue/leika_ozg_services.csv").open("rb") as file:
        rows = list(read_catalogue(file))
    assert len(rows) == 5251
    assert len({row.leika_key for row in rows} - {""}) == 4813
    assert len({row.ozg_id for row in rows} - {""}) == 557
    assert sum(row.leika_text == "nicht im LeiKa" for row in rows) == 436


def test_row_keeps_its_text() -> None:
    [row] = read('nicht im LeiKa,"Prüfung ""klein"", einfach",2/3,,,Bauen,,Bund|Land')
    assert (row.row, row.leika_key, row.name) == (1, "", 'Prüfung "klein", einfach')
    assert (row.leika_type, row.ozg_id, row.jurisdiction) == ("2/3", "", "Bund|Land")


@pytest.mark.parametrize("cell", ["=1+1", "+49 341", "-1", "@SUM(A1)", '=HYPERLINK("x")'])
def test_cell_that_looks_like_a_formula_stays_text(cell: str) -> None:
    escaped = cell.replace('"', '""')
    [row] = read(f'99110009104000,"{escaped}",4,10160,,,,')
    assert row.name == cell


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        ([DOG, DOG + ",mehr"], (3, 64)),
        ([DOG, "99110009104000,Hund"], (3, 16)),
        (['99110009104000,"Hund,4,10160,,,,'], (2, 16)),
        (['99110009104000,Hu"nd,4,10160,,,,'], (2, 18)),
        (["99110009104000,Hund,4,1016,,,,"], (2, 23)),
        (["99110009104000,,4,10160,,,,"], (2, 16)),
        ([",Hund,4,10160,,,,"], (2, 1)),
        (["99110009104000,Hu\x00nd,4,10160,,,,"], (2, 18)),
        (["99110009104000," + "x" * 1001 + ",4,10160,,,,"], (2, 16)),
        ([""], (2, 1)),
        ([], (1, 1)),
    ],
    ids=[
        "more",
        "fewer",
        "open-quote",
        "inner-quote",
        "ozg",
        "no-name",
        "no-key",
        "control",
        "long",
        "empty-line",
        "nothing",
    ],
)
def test_damaged_copy_is_refused_with_line_and_column(lines: list[str], place: tuple[int, int]) -> None:
    assert refused(("\n".join([HEADER, *lines]) + "\n").encode()) == place


def test_other_file_is_refused_at_its_header() -> None:
    assert refused(b"leika_key;service_name\n") == (1, 1)
    assert refused(HEADER.replace("ozg_id", "ozg").encode()) == (1, 35)


def test_wrong_encoding_is_refused_where_it_breaks() -> None:
    assert refused(f"{HEADER}\n99110009104000,Gr".encode() + b"\xfcn") == (2, 18)


def test_endless_line_is_not_read_to_its_end() -> None:
    stream = io.BytesIO(b"x" * 10_000_000)
    with pytest.raises(Refused):
        list(read_catalogue(stream))
    assert stream.tell() < 30_000


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fahrwasser.core.inventory.leika.MAX_ROWS", 3)
    with pytest.raises(Refused) as caught:
        read(*[DOG] * 4)
    assert caught.value.line == 5


@given(st.binary(max_size=300))
def test_any_bytes_after_the_header_give_rows_or_one_clear_refusal(raw: bytes) -> None:
    try:
        rows = list(read_catalogue(io.BytesIO(HEADER.encode() + b"\n" + raw)))
    except Refused as error:
        assert error.line
    else:
        assert all(row.name for row in rows)
