"""The packages that come with the program pass every gate, letters and all, with nothing left out."""

import html
import re
from collections.abc import Iterator

import pytest

from fahrwasser.core.letters.press import Press
from fahrwasser.core.packages.check import check
from fahrwasser.core.packages.compile import compile_package
from fahrwasser.core.packages.files import read_folder, read_zip, write_zip
from paths import PROJECT

CITED = re.compile("(§|VwV-StVO|GebOSt)[^:;]*")
"""Names of laws are the same in every language."""
SHIPPED = sorted(path.parent for path in (PROJECT / "src/fahrwasser/services").glob("*/paket.json"))


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press() as press:
        yield press


def test_there_are_packages_to_look_at() -> None:
    assert {"hundesteuer", "bewohnerparkausweis"} <= {path.name for path in SHIPPED}


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda path: path.name)
def test_a_shipped_package_passes_with_full_coverage(folder, press: Press) -> None:
    report = check(read_folder(folder), press=press)
    assert [str(finding.to_json()) for finding in report.findings] == []
    assert report.coverage is not None
    assert report.coverage.percent == 100


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda path: path.name)
def test_the_office_reads_every_reason_in_english_as_well(folder) -> None:
    rules = html.unescape((folder / "regeln.dmn").read_text())
    remarks = re.findall("<annotationEntry><text>(.*?)</text>", rules)
    reasons = re.findall('<outputEntry><text>"([^"]* [^"]*[.])"</text>', rules)
    said = {text for text in (*remarks, *reasons) if not CITED.fullmatch(text)}
    assert len(said) > 20
    assert said - compile_package(read_folder(folder)).english.keys() == set()


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda path: path.name)
def test_a_shipped_package_travels_unchanged(folder) -> None:
    package = read_folder(folder)
    assert read_zip(write_zip(package)).digest == package.digest
