"""P-RULES, P-PROCESS: tables without gaps and contradictions, processes that always come to an end."""

import json
from collections.abc import Iterator

from fahrwasser.core.bpmn import graph as g
from fahrwasser.core.bpmn.graph import Graph
from fahrwasser.core.bpmn.soundness import check
from fahrwasser.core.dmn import analyse
from fahrwasser.core.feel.values import to_json
from fahrwasser.core.packages.compile import rule_names
from fahrwasser.core.packages.findings import Finding
from fahrwasser.core.packages.manifest import PROCESS_FILE, RULES_FILE
from fahrwasser.core.packages.release import Release
from fahrwasser.core.refused import N_

_TABLES = {
    "gap": N_("The table has no rule for this case: %(sample)s."),
    "overlap": N_("The rules %(rules)s contradict each other in this case: %(sample)s."),
    "dead": N_("The rules %(rules)s are never reached."),
    "unchecked": N_("The table could not be checked fully; make it smaller or split it."),
}


def findings(release: Release) -> Iterator[Finding]:
    """What dmn and bpmn find, and splits without a default flow (data are ignored there, so it is needed)."""
    for found in analyse(release.model, rule_names(release.processes)):
        if found.is_error:
            cells = ((name, json.dumps(to_json(value), ensure_ascii=False)) for name, value in found.sample.items())
            sample = ", ".join(f"{name} = {value}" for name, value in cells)
            words = {"rules": ", ".join(found.rules), "sample": sample or "–"}
            yield Finding("P-RULES", RULES_FILE, found.decision, _TABLES[found.kind], words)
    for graph in release.processes.values():
        yield from _defaults(graph)
        verdict = check(graph)
        for flaw in verdict.flaws:
            yield Finding("P-PROCESS", PROCESS_FILE, flaw.node, flaw.reason, {"node": flaw.node})


def _defaults(graph: Graph) -> Iterator[Finding]:
    for node, kind, out, default in zip(graph.nodes, graph.kind, graph.out, graph.default, strict=True):
        if kind == g.XOR and len(out) > 1 and default < 0:
            yield Finding("P-PROCESS", PROCESS_FILE, node, N_("The split has no default flow; name one."))
