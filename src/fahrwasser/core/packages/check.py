"""All gates of a package in one place. What passes may be published, nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fahrwasser.core.packages.compile import compile_parts
from fahrwasser.core.packages.coverage import Coverage, coverage_of, findings_of
from fahrwasser.core.packages.expectations import compare
from fahrwasser.core.packages.files import Package
from fahrwasser.core.packages.findings import Finding, from_problem
from fahrwasser.core.packages.gates import borders, english, files, letters, levels, names, rules
from fahrwasser.core.packages.gates.letters import Sets
from fahrwasser.core.packages.manifest import SCENARIOS
from fahrwasser.core.packages.release import Release
from fahrwasser.core.packages.scenarios import Run, run_scenario

_STOPS = frozenset({"P-NAME", "P-EVENT", "P-PROCESS", "P-PARAMETER"})
"""With these no scenario can run to its end; what they would find besides only follows from them."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the gates found, in their order. `coverage` is None when no scenario could run.

    `notes`: what became null in a scenario because it could not be worked out. Often meant so, sometimes a mistake.
    """

    digest: str
    findings: tuple[Finding, ...]
    coverage: Coverage | None
    notes: tuple[str, ...] = ()

    @property
    def passes(self) -> bool:
        """May be published."""
        return not self.findings

    def to_json(self) -> dict[str, object]:
        """As `fahrwasser package check --json` prints it."""
        return {
            "passes": self.passes,
            "digest": self.digest,
            "findings": [finding.to_json() for finding in self.findings],
            "coverage": self.coverage.to_json() if self.coverage else None,
            "notes": list(self.notes),
        }


def check(package: Package, *, press: Sets | None = None) -> Report:
    """All gates. Letters are really set when a press is given; without, only what they need is checked."""
    found = list(files.findings(package))
    release, refused = compile_parts(package)
    found += refused
    if release is None:
        return Report(package.digest, tuple(found), None)
    found += _still(package, release)
    if any(finding.code in _STOPS for finding in found):
        return Report(package.digest, tuple(found), None)
    runs: Mapping[str, Run] = {name: run_scenario(release, story) for name, story in release.scenarios.items()}
    found += levels.overstepped(runs)
    for name, run in runs.items():
        problems = run.problems or compare(run)
        found += [from_problem("P-SCENARIO", f"{SCENARIOS}/{name}.json", problem) for problem in problems]
    found += letters.findings(release, runs, press)
    coverage = coverage_of(release, runs.values())
    found += findings_of(coverage)
    return Report(package.digest, tuple(found), coverage, _notes(runs))


def _notes(runs: Mapping[str, Run]) -> tuple[str, ...]:
    """Each note once, with the first scenario in which it was made."""
    first: dict[str, str] = {}
    for name, run in runs.items():
        for note in (note for story in run.stories for note in story.evaluator.said):
            first.setdefault(note, name)
    return tuple(sorted(f"{note} ({SCENARIOS}/{name}.json)" for note, name in first.items()))


def _still(package: Package, release: Release) -> Iterator[Finding]:
    """What can be seen without running anything."""
    yield from names.findings(package, release)
    yield from levels.findings(package, release)
    yield from borders.findings(release)
    yield from rules.findings(release)
    yield from english.findings(package, release)
