"""Every gate refuses what is broken by exactly one change, with code, file and place; the unbroken package passes."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from fahrwasser.core.bpmn.soundness import Flaw, Verdict
from fahrwasser.core.letters.press import Press
from fahrwasser.core.letters.process import Limits
from fahrwasser.core.packages.check import check
from fahrwasser.core.packages.compile import compile_package
from fahrwasser.core.packages.files import CHECKSUMS, Package, checksums
from fahrwasser.core.packages.findings import Code
from fahrwasser.core.packages.gates import rules
from packages.sample import changed, example, with_file, without

BROKEN = json.loads((Path(__file__).parent / "broken.json").read_text())


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press() as press:
        yield press


def test_the_example_passes_every_gate_with_full_coverage(press: Press) -> None:
    report = check(example(), press=press)
    assert [str(finding.to_json()) for finding in report.findings] == []
    assert report.coverage is not None
    assert report.coverage.percent == 100
    assert report.coverage.negative >= 5


def test_every_gate_has_at_least_three_broken_variants() -> None:
    counts = Counter(variant["code"] for variant in BROKEN)
    assert {code: counts[code] for code in get_args(Code) if counts[code] < 3} == {}


@pytest.mark.parametrize("variant", BROKEN, ids=lambda variant: f"{variant['code']} {variant['why']}")
def test_one_broken_thing_is_refused_by_its_gate(variant: dict[str, Any], press: Press) -> None:
    report = check(broken(variant), press=press if variant["code"] == "P-LETTER" else None)
    assert not report.passes
    first = report.findings[0].to_json()
    assert {key: first[key] for key in ("code", "file", "place")} == {
        key: variant[key] for key in ("code", "file", "place")
    }, first["message"]
    assert first["message"]


def broken(variant: dict[str, Any]) -> Package:
    name = variant.get("change", variant["file"])
    if "content" in variant:
        return with_file(name, variant["content"].encode())
    if "remove" in variant:
        return without(name)
    if "checksums" in variant:
        lines = checksums(example().files).replace(checksums(example().files)[:64], "0" * 64, 1)
        return with_file(CHECKSUMS, lines.encode())
    package = changed(name, variant["old"], variant["new"])
    for old, new in variant.get("also", ()):
        package = changed(name, old, new, package)
    return package


def test_a_letter_that_never_ends_costs_its_limit_once() -> None:
    package = changed("vorlagen/absage.typ", "#show: brief", "#show: brief\n#while true { }")
    with Press(Limits(seconds=1)) as press:
        report = check(package, press=press)
    assert [(found.code, found.file) for found in report.findings] == [("P-LETTER", "vorlagen/absage.typ")]


FLOW = re.compile(r'<sequenceFlow (id="f_privat"[^>]*?)/>')
BY = {"wer": "Karin Beispiel", "warum": "von Hand geprüft", "am": "2026-11-22"}


def process_findings(package: Package) -> list[tuple[str, str]]:
    return [(found.file, found.place) for found in check(package).findings if found.code == "P-PROCESS"]


def signed_off(**more: str) -> Package:
    """Every process of the package."""
    signs = [{"prozess": name, **BY, **more} for name in compile_package(example()).processes]
    return changed("paket.json", '"format"', f'"freigaben": {json.dumps(signs)}, "format"')


@pytest.fixture
def unproved(monkeypatch: pytest.MonkeyPatch) -> None:
    verdict = Verdict("not provable", (Flaw("“%(node)s” has too many branches.", "x", 1),))
    monkeypatch.setattr(rules, "check", lambda graph: verdict)


def test_what_is_too_large_to_be_proved_needs_somebody_who_signs(unproved: None) -> None:
    assert ("paket.json", "freigaben") in process_findings(example())
    assert process_findings(signed_off()) == []


def test_what_is_unsound_is_never_signed_off(monkeypatch: pytest.MonkeyPatch) -> None:
    verdict = Verdict("unsound", (Flaw("“%(node)s” can never be reached.", "x", 1),))
    monkeypatch.setattr(rules, "check", lambda graph: verdict)

    assert ("prozess.bpmn", "x") in process_findings(signed_off())


def test_a_sign_off_that_nobody_needs_is_a_finding() -> None:
    assert set(process_findings(signed_off())) == {("paket.json", "freigaben")}


def test_a_sign_off_without_a_name_is_none() -> None:
    assert not check(signed_off(wer=" ")).passes


def test_a_split_without_default_is_said_once() -> None:
    without_default = changed("prozess.bpmn", 'id="ist_verein" default="f_privat"', 'id="ist_verein"')
    flow = FLOW.search(without_default.files["prozess.bpmn"].decode())
    assert flow is not None
    always = f"<sequenceFlow {flow[1]}><conditionExpression>true</conditionExpression></sequenceFlow>"

    found = process_findings(changed("prozess.bpmn", flow[0], always, without_default))

    assert found == [("prozess.bpmn", "ist_verein")]
