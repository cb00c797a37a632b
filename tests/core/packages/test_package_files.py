"""A package travels as folder or ZIP; both are hostile until read."""

import io
import os
import stat
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.packages import files
from fahrwasser.core.packages.files import CHECKSUMS, Package, read_folder, read_zip, write_zip
from fahrwasser.core.refused import Refused
from packages.sample import FOLDER, example, with_file

NAMES = st.from_regex(r"[a-z]{1,8}(/[a-zäöü]{1,8})?\.(json|typ)", fullmatch=True)


def zipped(entries: dict[str, bytes] | list[tuple[str, bytes]], mode: int = stat.S_IFREG | 0o644) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items() if isinstance(entries, dict) else entries:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return target.getvalue()


def test_the_digest_is_the_same_in_folder_and_zip_and_changes_with_any_byte() -> None:
    package = example()
    assert read_zip(write_zip(package)).digest == package.digest
    assert with_file("CHANGELOG.md", b"neu").digest != package.digest
    assert with_file(CHECKSUMS, b"x").digest == package.digest


def test_the_zip_is_the_same_bytes_whatever_the_folder_looked_like() -> None:
    package = example()
    shuffled = Package(dict(reversed(package.files.items())))
    assert write_zip(package) == write_zip(shuffled) == write_zip(read_zip(write_zip(package)))


def test_names_are_composed_and_sorted(tmp_path: Path) -> None:
    (tmp_path / unicodedata.normalize("NFD", "übersicht.json")).write_text("{}")
    (tmp_path / "alt.json").write_text("{}")
    assert list(read_folder(tmp_path).files) == ["alt.json", "übersicht.json"]


@pytest.mark.parametrize(
    "name",
    [
        "../paket.json",
        "/etc/passwd",
        "vorlagen/../../x.typ",
        "vorlagen//x.typ",
        "a\\b.json",
        "C:/x.json",
        "x\n.json",
        ".git/config",
        "a" * 300,
    ],
)
def test_names_that_lead_out_or_work_only_here_are_refused(name: str) -> None:
    with pytest.raises(Refused):
        read_zip(zipped({name: b"{}"}))


def test_links_are_refused_in_folder_and_zip(tmp_path: Path) -> None:
    (tmp_path / "paket.json").symlink_to("/etc/passwd")
    with pytest.raises(Refused, match="link"):
        read_folder(tmp_path)
    with pytest.raises(Refused, match="link"):
        read_zip(zipped({"paket.json": b"/etc/passwd"}, stat.S_IFLNK | 0o777))


def test_pipes_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "paket.json")
    with pytest.raises(Refused, match="neither"):
        read_folder(tmp_path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_may_not_stand_twice_not_even_in_other_letters() -> None:
    decomposed = unicodedata.normalize("NFD", "ä.json")
    for first, twin in (("a.json", "a.json"), ("a.json", "A.json"), ("ä.json", decomposed)):
        with pytest.raises(Refused, match="twice"):
            read_zip(zipped([(first, b"1"), (twin, b"2")]))


def test_a_bomb_is_refused_while_it_is_unpacked() -> None:
    bomb = zipped({"paket.json": bytes(files.LARGEST + 1)})
    assert len(bomb) < 100_000
    with pytest.raises(Refused, match="20 MB"):
        read_zip(bomb)
    half = bytes(files.LARGEST // 2 + 1)
    with pytest.raises(Refused, match="20 MB"):
        read_zip(zipped({"a.json": half, "b.json": half}))


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no such folder"):
        read_folder(tmp_path / "nirgends")


@given(st.binary(max_size=400))
def test_bytes_that_are_no_zip_are_refused_and_nothing_else_happens(content: bytes) -> None:
    with pytest.raises(Refused):
        read_zip(content)


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
def test_a_zip_with_a_scratch_is_read_or_refused(place: int, scratch: bytes) -> None:
    content = bytearray(write_zip(example()))
    start = place * 7 % len(content)
    content[start : start + len(scratch)] = scratch
    try:
        assert read_zip(bytes(content)).files
    except Refused as refused:
        assert str(refused)


@given(st.dictionaries(NAMES, st.binary(max_size=50), min_size=1, max_size=6))
def test_export_and_import_give_the_same_package(found: dict[str, bytes]) -> None:
    package = Package(dict(sorted(found.items(), key=lambda file: file[0].encode())))
    again = read_zip(write_zip(package))
    assert {name: content for name, content in again.files.items() if name != CHECKSUMS} == dict(package.files)
    assert again.digest == package.digest


def test_the_example_lies_where_the_tests_look() -> None:
    assert (FOLDER / "paket.json").is_file()
