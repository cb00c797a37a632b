"""Vendored front-end files are the ones their packages shipped, each with its licence."""

import hashlib
import json

import pytest

from paths import PROJECT

STATIC = PROJECT / "src/fahrwasser/web/ui/static/vendor"
MANIFEST = json.loads((STATIC / "manifest.json").read_text())
ALLOWED = {"MIT", "0BSD", "BSD-0-Clause", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Apache-2.0", "EUPL-1.2", "MPL-2.0"}


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["file"])
def test_file_is_unchanged_and_licensed(entry: dict[str, str]) -> None:
    data = (PROJECT / entry["file"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == entry["sha256"]
    assert entry["licence"] in ALLOWED
    name = entry["package"].replace("@", "").replace("/", "-")
    assert (STATIC / "licences" / f"{name}.txt").read_text().strip()


def test_nothing_is_vendored_without_a_line_in_the_manifest() -> None:
    listed = {entry["file"] for entry in MANIFEST}
    present = {
        path.relative_to(PROJECT).as_posix()
        for path in STATIC.rglob("*")
        if path.is_file() and "licences" not in path.parts and path.name != "manifest.json"
    }
    assert present <= listed
    versions = json.loads((PROJECT / "vendor/package.json").read_text())["dependencies"]
    assert {entry["package"]: entry["version"] for entry in MANIFEST}.items() <= versions.items()
