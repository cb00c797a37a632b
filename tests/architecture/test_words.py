"""Identifiers are English; the German ones are listed in the glossary."""

import ast
import re

from paths import PROJECT

GERMAN_ENDING = re.compile(
    r"(ung|ungen|keit|heit|schaft|amt|aemter|steuer|bescheid|gesetz|antrag|akte|gemeinde|stadt|stelle|leistung|satzung"
    r"|pflicht|frist|rat|rathaus|buerger|vorgang|verfahren|ausweis|gebuehr|kasse|zeichen|schluessel)$"
)
ENGLISH_OF_THAT_SHAPE = {"rat", "young", "flung", "hung", "concentrat", "among", "lung", "rung", "sung", "swung"}
SOURCES = [path for path in (PROJECT / "src").rglob("*.py") if "migrations" not in path.parts]


def glossary() -> set[str]:
    text = (PROJECT / "docs/reference/glossary.md").read_text()
    rows = re.findall(r"^\| ([\w, ]+?) \|", text, re.MULTILINE)
    return {word.strip().lower() for row in rows for word in row.split(",")}


def names_in(code: str) -> set[str]:
    tree = ast.walk(ast.parse(code))
    found: set[str] = set()
    for node in tree:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return found


def test_german_identifiers_stand_in_the_glossary() -> None:
    known = glossary() | ENGLISH_OF_THAT_SHAPE
    unknown = {}
    for path in SOURCES:
        for name in names_in(path.read_text()):
            assert name.isascii(), f"{path}: {name}"
            for word in re.findall(r"[A-Z]?[a-z]+", name):
                if GERMAN_ENDING.search(word.lower()) and word.lower() not in known:
                    unknown.setdefault(word.lower(), path.name)
    assert unknown == {}


def test_the_glossary_has_the_words_the_house_uses() -> None:
    assert {"municipality", "service", "figure", "errand", "hold", "act", "lotse", "navigator"} <= glossary()
    assert {"package", "release", "adoption", "binding", "port", "case", "event", "task", "decision"} <= glossary()
    assert {"level", "scenario", "register", "entry", "draft", "press", "bekanntgabe", "antrag", "fall"} <= glossary()
