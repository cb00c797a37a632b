"""Every key, verb, word and gate of a package stands in the reference."""

from typing import get_args

from fahrwasser.core.packages import manifest
from fahrwasser.core.packages.findings import Code
from fahrwasser.core.packages.keys import GERMAN, SCHEMA
from fahrwasser.core.packages.levels import FLAGS
from fahrwasser.core.packages.values import LEVELS
from fahrwasser.core.packages.verbs import VERBS
from paths import PROJECT

REFERENCE = (PROJECT / "docs/reference/package.md").read_text()
UNSEEN = {"$schema", "$id", "additionalProperties"}  # of JSON Schema itself


def unmentioned(words: object) -> list[str]:
    assert isinstance(words, (list, set, tuple, frozenset))
    return sorted(word for word in words if f"`{word}`" not in REFERENCE)


def test_every_key_of_the_json_files_is_documented() -> None:
    loose = [key for key in {*GERMAN.values(), *SCHEMA.values()} - UNSEEN if key not in REFERENCE]
    assert loose == []


def test_every_verb_with_its_parameters_and_words_is_documented() -> None:
    words = set(VERBS)
    for verb in VERBS.values():
        words |= verb.required | verb.optional | verb.results
        words |= {word for options in (verb.choices or {}).values() for word in options}
    assert unmentioned(words) == []


def test_every_gate_level_flag_and_file_is_documented() -> None:
    assert unmentioned([*get_args(Code), *LEVELS, "update", *FLAGS]) == []
    assert [name for name in manifest.REQUIRED if name not in REFERENCE] == []
