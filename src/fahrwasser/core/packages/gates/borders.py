"""P-PARAMETER, P-EVENT, P-PORT, P-MESSAGE, P-PRIVACY: what crosses the border of the package."""

import re
from collections.abc import Iterator

from fahrwasser.core.packages.findings import Finding, from_problem
from fahrwasser.core.packages.gates.names import calls, constant
from fahrwasser.core.packages.manifest import DEFAULTS_FILE, EVENTS_FILE, INTERFACES_FILE, LETTERS, PRIVACY_FILE
from fahrwasser.core.packages.parameters import check
from fahrwasser.core.packages.registers import OWN_REGISTER
from fahrwasser.core.packages.release import Release
from fahrwasser.core.packages.run import PLACEHOLDER, placeholders
from fahrwasser.core.refused import N_

_REGISTER = "register:"
_PATH = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")


def findings(release: Release) -> Iterator[Finding]:
    """Defaults within the law; events, ports and messages that fit; every question with its purpose."""
    for problem in check(release.parameters, release.defaults, complete=False):
        yield from_problem("P-PARAMETER", DEFAULTS_FILE, problem)
    yield from _events(release)
    yield from _ports(release)
    yield from _messages(release)
    yield from _privacy(release)


def _events(release: Release) -> Iterator[Finding]:
    kept = {
        constant(dict(work.parameters).get("register"))
        for graph in release.processes.values()
        for _, work in calls(graph, "register")
    }
    for number, trigger in enumerate(release.triggers, start=1):
        entry = trigger.subscription
        if entry.process not in release.processes:
            yield Finding("P-EVENT", EVENTS_FILE, f"[{number}].prozess", N_("There is no process “%(name)s”."),
                          {"name": entry.process})  # fmt: skip
        if entry.per is not None and entry.per.removeprefix(_REGISTER) not in kept:
            yield Finding("P-EVENT", EVENTS_FILE, f"[{number}].je",
                          N_("No process of this package keeps “%(name)s”; write register:<name>."),
                          {"name": entry.per})  # fmt: skip


def _ports(release: Release) -> Iterator[Finding]:
    used = {
        constant(dict(work.parameters).get("port"))
        for graph in release.processes.values()
        for verb in ("query", "hand_over")
        for _, work in calls(graph, verb)
    }
    for number, (name, port) in enumerate(release.ports.items(), start=1):
        if name not in used:
            yield _port(f"[{number}].name", N_("No process uses the port “%(name)s”; remove it."), name)
        if port.interface.direction == "ziel" and not port.mapping:
            yield _port(f"[{number}].abbildung", N_("A target needs a mapping of its record (abbildung)."), name)
        if port.interface.direction == "quelle" and name != OWN_REGISTER and "status" not in port.interface.fields:
            yield _port(f"[{number}].felder", N_("A source always answers with a status; list it."), name)


def _port(place: str, message: str, name: str) -> Finding:
    return Finding("P-PORT", INTERFACES_FILE, place, message, {"name": name})


def _messages(release: Release) -> Iterator[Finding]:
    """Placeholders that no value could fill. Whether one does is seen in the scenarios."""
    for name, message in release.messages.items():
        for key, text in (("betreff", message.subject), ("text", message.text)):
            for language, words in (("de", text.de), ("en", text.en)):
                rest = PLACEHOLDER.sub("", words)
                wrong = [path for path in placeholders(words) if not _PATH.fullmatch(path)]
                if wrong or "{" in rest or "}" in rest:
                    yield Finding("P-MESSAGE", f"{LETTERS}/{name}.json", f"{key}.{language}",
                                  N_("Write placeholders like {name} or {person.name}."))  # fmt: skip


def _privacy(release: Release) -> Iterator[Finding]:
    """Every question of the form has a purpose (Art. 5 (1) b, Art. 30 DSGVO)."""
    covered = {field.partition(".")[0] for purpose in release.privacy.purposes for field in purpose.fields}
    for node in release.form.nodes:
        if node.name not in covered and getattr(node, "widget", "") != "label":
            yield Finding("P-PRIVACY", PRIVACY_FILE, "zwecke", N_("No purpose is given for the answer “%(name)s”."),
                          {"name": node.name})  # fmt: skip
    for number, purpose in enumerate(release.privacy.purposes, start=1):
        for name in purpose.voluntary:
            if name not in purpose.fields:
                yield Finding("P-PRIVACY", PRIVACY_FILE, f"zwecke[{number}].freiwillig",
                              N_("“%(name)s” is not among the fields of this purpose."), {"name": name})  # fmt: skip
