"""The docs name what exists, and what exists is documented."""

import importlib.util
import re
import tomllib

import pytest

from fahrwasser.cli import COMMANDS
from paths import PROJECT

DOCS = [PROJECT / "README.md", PROJECT / "README.de.md", *sorted((PROJECT / "docs").rglob("*.md"))]


def test_every_command_is_documented_and_has_its_module() -> None:
    text = (PROJECT / "docs/reference/command-line.md").read_text()
    documented = set(re.findall(r"^\| `fahrwasser (\w+)", text, re.MULTILINE))
    assert documented == set(COMMANDS)
    assert all(importlib.util.find_spec(f"fahrwasser.commands.{name}") for name in COMMANDS)


@pytest.mark.parametrize("document", DOCS, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_links_and_pictures_lead_somewhere(document) -> None:
    targets = re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", document.read_text())
    for target in ("".join(found) for found in targets):
        if "://" not in target:
            assert (document.parent / target).resolve().exists(), f"{document.name}: {target}"


def test_every_environment_variable_that_is_read_is_documented() -> None:
    text = (PROJECT / "docs/how-to/run.md").read_text()
    settings = (PROJECT / "src/fahrwasser/web/settings.py").read_text()
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", settings))
    assert {name for name in read if f"`{name}`" not in text} == set()


def test_every_dependency_has_its_line_of_reason() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    names = {re.split(r"[=<>~\[]", entry)[0] for entry in project["project"]["dependencies"]}
    names |= {re.split(r"[=<>~\[]", entry)[0] for entry in project["dependency-groups"]["dev"]}
    text = (PROJECT / "docs/dependencies.md").read_text()
    assert {name for name in names if not re.search(rf"\b{re.escape(name)}\b", text)} == set()


@pytest.mark.parametrize("record", sorted((PROJECT / "docs/decisions").glob("*.md")), ids=lambda path: path.name)
def test_decision_records_fit_on_a_page(record) -> None:
    text = record.read_text()
    assert len(text.split()) <= 700
    for part in ("Context", "Decision", "Consequences"):
        assert part in text, f"{record.name} has no part {part}"


def test_pictures_of_the_docs_are_small() -> None:
    pictures = sorted((PROJECT / "docs/pictures").rglob("*.png"))
    heads = {path.name: path.read_bytes()[:26] for path in pictures}
    palette = 3  # the colour type in the head of a PNG
    assert {name for name, head in heads.items() if head[25] != palette} == set(), "run docs/pictures/small.py"
    assert sum(path.stat().st_size for path in pictures) < 5_000_000
