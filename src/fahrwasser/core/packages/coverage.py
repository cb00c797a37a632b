"""What the scenarios reached: every rule, every sequence flow, every letter and message."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fahrwasser.core.packages.findings import Finding
from fahrwasser.core.packages.manifest import LETTERS, PROCESS_FILE, RULES_FILE, SCENARIOS
from fahrwasser.core.packages.release import Release
from fahrwasser.core.packages.scenarios import Run
from fahrwasser.core.refused import N_

LEAST_NEGATIVE = 5


@dataclass(frozen=True, slots=True)
class Part:
    """How many of one kind there are, and which were not reached."""

    total: int
    missed: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """{reached, total, missed}."""
        return {"reached": self.total - len(self.missed), "total": self.total, "missed": list(self.missed)}


@dataclass(frozen=True, slots=True)
class Coverage:
    """Reached by at least one scenario; `percent` over all kinds, rounded down."""

    rules: Part
    flows: Part
    letters: Part
    messages: Part
    scenarios: int
    negative: int

    @property
    def percent(self) -> int:
        """100 only when nothing is missed."""
        parts = (self.rules, self.flows, self.letters, self.messages)
        total = sum(part.total for part in parts)
        return 100 if not total else (total - sum(len(part.missed) for part in parts)) * 100 // total

    def to_json(self) -> dict[str, object]:
        """As `fahrwasser package check --json` prints it."""
        return {
            "percent": self.percent,
            "rules": self.rules.to_json(),
            "flows": self.flows.to_json(),
            "letters": self.letters.to_json(),
            "messages": self.messages.to_json(),
            "scenarios": self.scenarios,
            "negative": self.negative,
        }


def coverage_of(release: Release, runs: Iterable[Run]) -> Coverage:
    """What these runs reached together. Rules are named table/rule, flows process/flow."""
    done = list(runs)
    fired = {
        f"{fired.table}/{rule}"
        for run in done
        for made in run.decisions
        for fired in made.fired
        for rule in fired.rules
    }
    taken = {f"{story.graph.id}/{flow}" for run in done for story in run.stories for flow in story.flows}
    sent = {letter.template for run in done for letter in run.world.letters}
    told = {template for run in done for template, _ in run.world.messages}
    rules = [f"{table}/{rule}" for table, rules in release.decisions.tables().items() for rule in rules]
    flows = [f"{graph.id}/{flow}" for graph in release.processes.values() for flow in graph.flows]
    return Coverage(
        rules=_part(rules, fired),
        flows=_part(flows, taken),
        letters=_part(sorted(release.letter_names), sent),
        messages=_part(sorted(release.messages), told),
        scenarios=len(done),
        negative=sum(run.scenario.negative for run in done),
    )


def findings_of(coverage: Coverage) -> Iterator[Finding]:
    """One finding for everything that no scenario reaches, and for too few negative ones; one when there is none."""
    if not coverage.scenarios:
        yield Finding("P-COVERAGE", SCENARIOS, "", N_("There is no scenario yet; write the first story."))
        return
    for part, file, message in (
        (coverage.rules, RULES_FILE, N_("No scenario reaches this rule.")),
        (coverage.flows, PROCESS_FILE, N_("No scenario takes this sequence flow.")),
        (coverage.letters, f"{LETTERS}/%s.typ", N_("No scenario sends this letter.")),
        (coverage.messages, f"{LETTERS}/%s.json", N_("No scenario sends this message.")),
    ):
        for name in part.missed:
            yield Finding("P-COVERAGE", file % name if "%s" in file else file, name, message)
    if coverage.negative < LEAST_NEGATIVE:
        counts = {"least": LEAST_NEGATIVE, "found": coverage.negative}
        message = N_("At least %(least)s scenarios must be negative (“negativ”: true); there are %(found)s.")
        yield Finding("P-COVERAGE", SCENARIOS, "negativ", message, counts)


def _part(names: list[str], reached: set[str]) -> Part:
    return Part(len(names), tuple(name for name in names if name not in reached))
