"""P-RULES, P-PROCESS: tables without gaps and contradictions, processes that always come to an end."""

import json
from collections.abc import Iterator

from fahrwasser.core.bpmn.soundness import check
from fahrwasser.core.dmn import analyse
from fahrwasser.core.feel.values import to_json
from fahrwasser.core.packages.compile import rule_names
from fahrwasser.core.packages.findings import Finding
from fahrwasser.core.packages.manifest import MANIFEST_FILE, PROCESS_FILE, RULES_FILE
from fahrwasser.core.packages.release import Release
from fahrwasser.core.refused import N_

_TABLES = {
    "gap": N_("The table has no rule for this case: %(sample)s."),
    "overlap": N_("The rules %(rules)s contradict each other in this case: %(sample)s."),
    "dead": N_("The rules %(rules)s are never reached."),
    "unchecked": N_("The table could not be checked fully; make it smaller or split it."),
}


def findings(release: Release) -> Iterator[Finding]:
    """What dmn and bpmn find."""
    for found in analyse(release.model, rule_names(release.processes)):
        if found.is_error:
            cells = ((name, json.dumps(to_json(value), ensure_ascii=False)) for name, value in found.sample.items())
            sample = ", ".join(f"{name} = {value}" for name, value in cells)
            words = {"rules": ", ".join(found.rules), "sample": sample or "–"}
            yield Finding("P-RULES", RULES_FILE, found.decision, _TABLES[found.kind], words)
    yield from _sound(release)


def _sound(release: Release) -> Iterator[Finding]:
    """Unsound is never signed off; what is too large to be proved needs a person's name, reason and day."""
    signed = {entry.process for entry in release.manifest.sign_offs}
    for name in sorted(signed - release.processes.keys()):
        yield Finding("P-PROCESS", MANIFEST_FILE, "freigaben", N_("There is no process “%(name)s”."), {"name": name})
    for name, graph in release.processes.items():
        verdict = check(graph)
        if verdict.status == "not provable" and name in signed:
            continue
        if verdict.status != "not provable" and name in signed:
            yield Finding("P-PROCESS", MANIFEST_FILE, "freigaben",
                          N_("The process “%(name)s” can be checked by the machine; remove its sign-off."),
                          {"name": name})  # fmt: skip
        for flaw in verdict.flaws:
            yield Finding("P-PROCESS", PROCESS_FILE, flaw.node, flaw.reason, {"node": flaw.node})
        if verdict.status == "not provable":
            yield Finding("P-PROCESS", MANIFEST_FILE, "freigaben",
                          N_("The process “%(name)s” is too large to be proved; make it smaller, or let somebody check"
                             " it and sign it off (prozess, wer, warum, am)."), {"name": name})  # fmt: skip
