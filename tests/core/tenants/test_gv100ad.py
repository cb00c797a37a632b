"""The official register: read to the published counts, and refused with line and column when it is not that
file."""

import io
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.refused import Refused
from fahrwasser.core.tenants.gv100ad import LINE_LENGTH, Municipality, read_register
from paths import shared_data

DAY = "20231130"


def line(
    kind: str, key: str, name: str = "", seat: str = "", mark: str = "", *, numbers: str = "", day: str = DAY
) -> str:
    text = kind + day + key.ljust(12) + name.ljust(50) + seat.ljust(50) + mark.ljust(6) + numbers
    return text.ljust(LINE_LENGTH)


def numbers(population: int = 3900, male: int = 1950, area: int = 2500, postcode: str = "04999") -> str:
    return f"{area:011d}{population:011d}{male:011d}    {postcode}"


def town(
    name: str = "Lindenau an der Mulde, Stadt", ags: str = "14999010", association: str = "0010", **figures
) -> str:
    return line("60", ags + association, name, mark="63", numbers=numbers(**figures))


def register(*towns: str) -> list[str]:
    head = [
        line("10", "14", "Sachsen", "Dresden"),
        line("40", "14999", "Landkreis Musterland", "Musterstadt", "43"),
        line("50", "14999   0010", "Lindenau an der Mulde, Stadt", mark="50"),
        line("50", "14999   5101", "Mulde-Auen", "Grünhain", "53"),
    ]
    return head + list(towns or [town()])


def read(lines: list[str], encoding: str = "utf-8", newline: str = "\n") -> list[Municipality]:
    return list(read_register(io.BytesIO((newline.join(lines) + newline).encode(encoding))))


def refused(lines: list[str], encoding: str = "utf-8") -> Refused:
    with pytest.raises(Refused) as caught:
        read(lines, encoding)
    return caught.value


def test_official_register_has_the_published_counts() -> None:
    with shared_data("municipalities/GV100AD_301123.txt").open("rb") as file:
        opened = read_register(file)
        towns = list(opened)
    saxon = [t for t in towns if t.state == "Sachsen"]
    assert opened.day.isoformat() == "2023-11-30"
    assert (len(towns), sum(t.population for t in towns)) == (10_981, 84_358_845)
    assert (len(saxon), sum(t.population for t in saxon)) == (418, 4_086_152)
    assert sum(t.population < 10_000 for t in saxon) == 351
    assert Counter(t.kind for t in saxon) == {"Gemeinde": 249, "Stadt": 166, "Kreisfreie Stadt": 3}
    assert sum(t.population == 0 for t in towns) == 206
    assert sum(t.postcode == "" for t in towns) == 202


def test_town_is_read_with_its_keys_and_without_its_title() -> None:
    [read_town] = read(register())
    assert (read_town.ags, read_town.ars) == ("14999010", "149990010010")
    assert (read_town.name, read_town.official_name) == (
        "Lindenau an der Mulde",
        "Lindenau an der Mulde, Stadt",
    )
    assert (read_town.district, read_town.state, read_town.kind) == (
        "Landkreis Musterland",
        "Sachsen",
        "Stadt",
    )
    assert (read_town.population, read_town.area_ha, read_town.postcode) == (3900, 2500, "04999")
    assert (read_town.association, read_town.seat) == ("", "")


def test_town_in_an_association_says_who_works_for_it() -> None:
    [read_town] = read(register(town(association="5101")))
    assert (read_town.association, read_town.seat) == ("Mulde-Auen", "Grünhain")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encoding_is_found_from_the_text(encoding: str, newline: str) -> None:
    [read_town] = read(register(town("Grünhain-Süd")), encoding, newline)
    assert read_town.name == "Grünhain-Süd"


def test_empty_file_is_refused() -> None:
    with pytest.raises(Refused, match="empty"):
        read_register(io.BytesIO(b""))


@pytest.mark.parametrize(
    ("damage", "place"),
    [
        (lambda ls: [*ls[:2], ls[2][:-5], *ls[3:]], (3, 216)),
        (lambda ls: [*ls[:2], ls[2] + "x", *ls[3:]], (3, 221)),
        (lambda ls: [*ls[:4], ls[4].replace("00000003900", "0000000x900", 1)], (5, 147)),
        (lambda ls: [*ls[:4], "61" + ls[4][2:]], (5, 1)),
        (lambda ls: [*ls[:4], ls[4][:2] + "20221231" + ls[4][10:]], (5, 3)),
        (lambda ls: [*ls, ls[4]], (6, 11)),
        (lambda ls: [ls[0], *ls[2:]], (4, 11)),
        (lambda ls: [*ls[:2], *ls[3:]], (4, 19)),
        (lambda ls: [*ls[:4], ls[4][:30] + "\x00" + ls[4][31:]], (5, 31)),
        (lambda ls: [*ls[:4], ls[4][:122] + "99" + ls[4][124:]], (5, 123)),
        (lambda ls: [*ls[:4], town("")], (5, 23)),
        (lambda ls: [*ls[:4], town(male=4000)], (5, 151)),
        (lambda ls: [*ls[:4], town(postcode="0499A")], (5, 170)),
        (lambda ls: ls[:4], (4, 1)),
    ],
)
def test_damaged_copy_is_refused_with_line_and_column(damage, place) -> None:
    error = refused(damage(register()))
    assert (error.line, error.column) == place


def test_edition_with_an_impossible_date_is_refused() -> None:
    error = refused([ls.replace(DAY, "20231399") for ls in register()])
    assert (error.line, error.column) == (1, 3)
    error = refused([ls.replace(DAY, "18991231") for ls in register()])
    assert "1990" in str(error)


def test_broken_utf8_is_refused_where_it_breaks() -> None:
    good = "\n".join(register(town("Grünhain"))).encode()
    with pytest.raises(Refused) as caught:
        list(read_register(io.BytesIO(good + b"\n60" + DAY.encode() + b"\xff" * 300)))
    assert caught.value.line == 6


def test_endless_line_is_not_read_to_its_end() -> None:
    stream = io.BytesIO(b"1" * 50_000_000)
    with pytest.raises(Refused):
        read_register(stream)
    assert stream.tell() < 1000


def test_message_quotes_no_control_characters() -> None:
    error = refused(["6\x1b" + ls[2:] if ls.startswith("60") else ls for ls in register()])
    assert "\x1b" not in str(error)


def outcome(raw: bytes) -> tuple[Refused | None, list[Municipality]]:
    try:
        return None, list(read_register(io.BytesIO(raw)))
    except Refused as error:
        return error, []


@given(st.binary(max_size=2000))
def test_any_bytes_give_towns_or_one_clear_refusal(raw: bytes) -> None:
    refusal, towns = outcome(raw)
    assert towns or (refusal and refusal.line and refusal.column)


@given(st.integers(0, 4), st.integers(0, LINE_LENGTH - 1), st.characters(codec="cp1252"))
def test_one_changed_character_never_crashes(row: int, column: int, letter: str) -> None:
    lines = register()
    lines[row] = lines[row][:column] + letter + lines[row][column + 1 :]
    refusal, towns = outcome("\n".join(lines).encode())
    assert len(towns) == 1 or (refusal and refusal.line)
