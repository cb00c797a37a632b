"""What the pages for package writers show is what runs: snippets stand in the example, labels on the screens."""

import re
from collections.abc import Iterator

import pytest

from fahrwasser.core.bpmn.dialect import ATTRIBUTES, OWN, SCOPE_NAMES
from fahrwasser.core.forms.blocks import BLOCKS, _all_parts
from fahrwasser.core.letters.bescheid import CHECKS
from paths import PROJECT

DOCS = PROJECT / "docs"
PAGES = ("how-to/write-a-package.md", "reference/process.md", "reference/letters.md")
INSIDE = {"script", "incoming", "outgoing", "documentation", "extensionElements", "definitions"}
EXAMPLES = r"\(\.\./\.\./(tests/(?:packages/sperrmuell|core/packages/beispiel)/[^)]+)\)"
BLOCK = re.compile(rf"{EXAMPLES}|^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def snippets() -> Iterator[tuple[str, str, str]]:
    """Page, file of the example linked last before the snippet, and the snippet."""
    for page in PAGES:
        file = ""
        for link, _language, text in BLOCK.findall((DOCS / page).read_text()):
            if link:
                file = link
            else:
                yield page, file, text


def plain(text: str) -> str:
    """Without indentation."""
    return "\n".join(line.strip() for line in text.strip().splitlines())


@pytest.mark.parametrize(("page", "file", "text"), list(snippets()))
def test_every_snippet_stands_in_the_example(page: str, file: str, text: str) -> None:
    assert plain(text) in plain((PROJECT / file).read_text()), f"{page}, {file}"


def test_every_element_of_a_process_is_explained() -> None:
    text = (DOCS / "reference/process.md").read_text()
    words = [name for name in ATTRIBUTES if name not in INSIDE]
    words += [f"fw:{name}" for name in OWN] + [name for own in OWN.values() for name in own] + list(SCOPE_NAMES)
    assert [word for word in words if not re.search(rf"\b{re.escape(word)}\b", text)] == []


def test_every_part_of_a_person_and_an_address_is_named() -> None:
    text = (DOCS / "reference/form-schema.md").read_text()
    assert [part for block in BLOCKS for part in _all_parts(block) if f"`{part}`" not in text] == []


def test_every_point_of_the_checklist_is_explained() -> None:
    text = (DOCS / "reference/letters.md").read_text()
    code = (PROJECT / "src/fahrwasser/core/letters/bescheid.py").read_text()
    points = set(re.findall(r'"(B\d\d)"', code))
    assert len(points) >= len(CHECKS)
    assert {point for point in points if point not in text} == set()


def test_every_label_for_the_navigator_stands_on_a_screen() -> None:
    """Labels in quotation marks; what follows "…" is filled in."""
    text = (DOCS / "how-to/take-over-a-service.md").read_text()
    catalogue = PROJECT / "src/fahrwasser/web/catalogue"
    screens = "\n".join(path.read_text() for path in catalogue.rglob("*") if path.suffix in (".py", ".html"))
    labels = [label.removesuffix(" …") for label in re.findall(r'"([^"]+)"', text)]
    assert len(labels) > 15
    assert [label for label in labels if label not in screens] == []
