"""P-LEVEL: how far the machine may go is lawful and names what exists."""

import re
from collections.abc import Iterator, Mapping

from fahrwasser.core.bpmn import graph as g
from fahrwasser.core.packages.files import Package
from fahrwasser.core.packages.findings import Finding
from fahrwasser.core.packages.manifest import MANIFEST_FILE, PROCESS_FILE, RULES_FILE
from fahrwasser.core.packages.release import Release
from fahrwasser.core.packages.scenarios import Run
from fahrwasser.core.packages.values import Automation
from fahrwasser.core.refused import N_
from fahrwasser.core.xml_files import parse_xml

_LAW = re.compile(r"\b\w*[A-ZÄÖÜ]\w*[A-ZÄÖÜ]\w*\b")
"""Abbreviation of a law: StVO, AO, VwVfG, SächsKAG."""


def findings(package: Package, release: Release) -> Iterator[Finding]:
    """`decide` needs a norm of a law that is among the legal bases (§ 35a VwVfG)."""
    outcomes = _texts_of_rules(package)
    used = {
        work.decision
        for graph in release.processes.values()
        for kind, work in zip(graph.kind, graph.work, strict=True)
        if kind == g.RULE
    }
    seen: set[tuple[str, str]] = set()
    for number, entry in enumerate(release.manifest.automation, start=1):
        place = f"automatisierung[{number}]"
        if (entry.decision, entry.outcome) in seen:
            yield _finding(place, N_("This decision and outcome stand twice; keep one."))
        seen.add((entry.decision, entry.outcome))
        if entry.decision not in used:
            yield _finding(f"{place}.entscheidung", N_("No process makes the decision “%(name)s”."), entry.decision)
        elif f'"{entry.outcome}"' not in outcomes:
            yield _finding(f"{place}.ausgang", N_("No rule has the outcome “%(name)s”."), entry.outcome)
        for index, port in enumerate(entry.ports, start=1):
            if port not in release.ports:
                yield _finding(f"{place}.ports[{index}]", N_("There is no port “%(name)s”."), port)
        yield from _norm(entry, place, release)


def overstepped(runs: Mapping[str, Run]) -> Iterator[Finding]:
    """A Bescheid that leaves after a decision the machine may only propose, before anybody has looked at it."""
    told: set[str] = set()
    for name, run in runs.items():
        for story in run.stories:
            for node, decision in story.overstepped:
                if node not in told:
                    told.add(node)
                    yield Finding("P-LEVEL", PROCESS_FILE, node,
                                  N_("In the scenario “%(scenario)s” this Bescheid leaves although an officer must"
                                     " decide “%(name)s” first; ask for its stufe before."),
                                  {"scenario": name, "name": decision})  # fmt: skip


def _norm(entry: Automation, place: str, release: Release) -> Iterator[Finding]:
    if entry.level != "decide":
        return
    if not entry.norm:
        yield _finding(f"{place}.norm", N_("The machine may decide only by a norm; name it or set “propose”."))
        return
    bases = " ".join(basis.norm for basis in release.manifest.legal_bases)
    if not any(law in _LAW.findall(bases) for law in _LAW.findall(entry.norm)):
        yield _finding(f"{place}.norm", N_("The law of “%(name)s” is not among the rechtsgrundlagen."), entry.norm)


def _texts_of_rules(package: Package) -> str:
    root = parse_xml(package.files[RULES_FILE], what=RULES_FILE)
    return "\n".join(root.itertext())


def _finding(place: str, message: str, name: str = "") -> Finding:
    return Finding("P-LEVEL", MANIFEST_FILE, place, message, {"name": name})
