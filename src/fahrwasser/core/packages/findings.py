"""What a check found: always a stable code, a file, a place and one sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from fahrwasser.core.refused import Refused

Code = Literal[
    "P-FILES", "P-MANIFEST", "P-FORM", "P-PARAMETER", "P-RULES", "P-PROCESS", "P-LEVEL", "P-NAME", "P-LETTER",
    "P-MESSAGE", "P-EVENT", "P-PORT", "P-PRIVACY", "P-SCENARIO", "P-COVERAGE", "P-ENGLISH",
]  # fmt: skip
"""One per gate; docs/reference/package.md says what each looks at."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at a place inside one file; translate `msgid`, then fill in `values`."""

    place: str
    msgid: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a package must not have. `place`: path in JSON, id in BPMN and DMN, or line."""

    code: Code
    file: str
    place: str
    msgid: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.msgid % self.values

    def to_json(self) -> dict[str, str]:
        """As `fahrwasser package check --json` prints it."""
        return {"code": self.code, "file": self.file, "place": self.place, "message": self.message}


def from_refused(code: Code, file: str, refused: Refused) -> Finding:
    """The refusal of one file; its place, else its line."""
    place = refused.place.removeprefix(file).lstrip(" ,:")
    if refused.line is not None:
        place = f"line {refused.line}" + (f", column {refused.column}" if refused.column and refused.column > 1 else "")
    return Finding(code, file, place, refused.msgid, refused.values)


def from_problem(code: Code, file: str, problem: Problem) -> Finding:
    """The problem as finding of its file."""
    return Finding(code, file, problem.place, problem.msgid, problem.values)
