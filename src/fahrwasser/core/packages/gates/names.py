"""P-NAME, P-PROCESS: every name that a process uses exists, every call is complete."""

import re
from collections.abc import Iterator

from fahrwasser.core.bpmn import graph as g
from fahrwasser.core.bpmn.graph import Graph, Work
from fahrwasser.core.feel import Expression
from fahrwasser.core.forms.model import Group
from fahrwasser.core.packages.files import Package
from fahrwasser.core.packages.filling import SHOWN, names_in
from fahrwasser.core.packages.findings import Finding
from fahrwasser.core.packages.manifest import FORM_FILE, FORM_PAGES_FILE, MANIFEST_FILE, PROCESS_FILE, RULES_FILE
from fahrwasser.core.packages.registers import OWN_REGISTER
from fahrwasser.core.packages.release import Release
from fahrwasser.core.packages.verbs import VERBS, Verb
from fahrwasser.core.refused import N_

_PATH = re.compile(r"(?<![\w.])(parameter|antrag)((?:\.[^\W\d]\w*)+)")
_ADDRESS = ("strasse", "hausnummer", "zusatz", "plz", "ort")
PERSON_SOURCES = frozenset(
    f"person/{part}"
    for part in (
        *("vornamen", "familienname", "geburtsname", "geburtsdatum", "email", "telefon"),
        *_ADDRESS,
        *(f"anschrift/{part}" for part in _ADDRESS),
    )
)
"""What a form's field can say about the person; letters, lists, mail and registers read these and no others."""
_CONSTANT = re.compile(r'\s*"([^"\\]*)"\s*')


def findings(package: Package, release: Release) -> Iterator[Finding]:
    """Names of processes, decisions, verbs, ports, letters, messages, parameters and answers."""
    if release.manifest.process not in release.processes:
        yield _unknown(MANIFEST_FILE, "prozess", "process", release.manifest.process)
    for number, port in enumerate(release.manifest.needs.ports, start=1):
        if port not in release.ports:
            yield _unknown(MANIFEST_FILE, f"benoetigt.ports[{number}]", "port", port)
    yield from _costs(release)
    for graph in release.processes.values():
        yield from _process(release, graph)
    yield from _answers(release)
    for field in release.form.fields:
        if field.prefill and field.prefill.source and field.prefill.source not in PERSON_SOURCES:
            yield _unknown(FORM_FILE, field.path, "prefill", field.prefill.source)
    for file in (RULES_FILE, FORM_FILE, FORM_PAGES_FILE):
        text = package.files.get(file, b"").decode("utf-8", "replace")
        for number, line in enumerate(text.splitlines(), start=1):
            for kind, path in unknown_paths(line, release):
                yield _unknown(file, f"line {number}", kind, path)


def _costs(release: Release) -> Iterator[Finding]:
    """What it costs may name values of the town; a name that is none would be read by every citizen."""
    readable = {parameter.name for parameter in release.parameters.parameters if parameter.kind in SHOWN}
    for language, text in (("de", release.manifest.costs.de), ("en", release.manifest.costs.en)):
        for name in (name for names in names_in(text) for name in names):
            if name not in release.parameters.names():
                yield _unknown(MANIFEST_FILE, f"kosten.{language}", "parameter", name)
            elif name not in readable:
                yield _unknown(MANIFEST_FILE, f"kosten.{language}", "shown", name)


def constant(feel: Expression | None) -> str | None:
    """The text of a FEEL string that stands there as it is; None for everything else."""
    found = _CONSTANT.fullmatch(feel.text) if feel is not None else None
    return found[1] if found else None


def calls(graph: Graph, verb: str | None = None) -> Iterator[tuple[str, Work]]:
    """Node id and work of every call, or of those with this verb."""
    for node, kind, work in zip(graph.nodes, graph.kind, graph.work, strict=True):
        if kind == g.CALL and verb in (None, work.verb):
            yield node, work


def unknown_paths(feel: str, release: Release) -> Iterator[tuple[str, str]]:
    """What a FEEL text reads of `parameter` and `antrag` that does not exist: kind and path."""
    for root, dotted in _PATH.findall(feel):
        path = dotted[1:].split(".")
        if root == "parameter" and path[0] not in release.parameters.names():
            yield "parameter", path[0]
        elif root == "antrag" and not _is_answer(path, release):
            yield "answer", ".".join(path)


def _is_answer(path: list[str], release: Release) -> bool:
    """Whether the form asks it; below a field or a repeated group nothing more is claimed."""
    for depth in range(1, len(path) + 1):
        node = release.form.by_path.get("/".join(path[:depth]))
        if node is None:
            return False
        if not isinstance(node, Group) or node.many is not None:
            return True
    return True


def _process(release: Release, graph: Graph) -> Iterator[Finding]:
    for node, kind, work in zip(graph.nodes, graph.kind, graph.work, strict=True):
        if kind == g.RULE and work.decision not in release.decisions.names:
            yield _unknown(PROCESS_FILE, node, "decision", work.decision)
        if kind == g.CALL:
            yield from _call(release, node, work)
        for feel in (work.due, work.script, *(feel for _, feel in work.parameters)):
            yield from _texts(release, node, feel)
    for flow, condition in zip(graph.flows, graph.condition, strict=True):
        yield from _texts(release, flow, condition)


def _answers(release: Release) -> Iterator[Finding]:
    """The level is read from the variables that hold answers, so each belongs to one port."""
    holds: dict[str, str | None] = {}
    for graph in release.processes.values():
        for node, work in calls(graph, "query"):
            port = constant(dict(work.parameters).get("port"))
            if work.result and holds.setdefault(work.result, port) != port:
                yield Finding("P-NAME", PROCESS_FILE, node,
                              N_("The result “%(name)s” already holds the answer of another port; rename it."),
                              {"name": work.result})  # fmt: skip


def _texts(release: Release, place: str, feel: Expression | None) -> Iterator[Finding]:
    for kind, path in unknown_paths(feel.text, release) if feel is not None else ():
        yield _unknown(PROCESS_FILE, place, kind, path)


def _call(release: Release, node: str, work: Work) -> Iterator[Finding]:
    verb = VERBS.get(work.verb)
    if verb is None:
        yield _unknown(PROCESS_FILE, node, "verb", work.verb)
        return
    given = dict(work.parameters)
    for name in verb.missing(given):
        yield Finding("P-PROCESS", PROCESS_FILE, node, N_("The call “%(verb)s” needs the parameter “%(name)s”."),
                      {"verb": verb.name, "name": name})  # fmt: skip
    for name in verb.unknown(given):
        yield Finding("P-PROCESS", PROCESS_FILE, node, N_("The call “%(verb)s” has no parameter “%(name)s”."),
                      {"verb": verb.name, "name": name})  # fmt: skip
    for name, options in (verb.choices or {}).items():
        word = constant(given.get(name))
        if word is not None and word not in options:
            yield Finding("P-PROCESS", PROCESS_FILE, node, N_("“%(found)s” is no %(name)s; possible: %(options)s."),
                          {"found": word, "name": name, "options": ", ".join(options)})  # fmt: skip
    yield from _named(release, node, verb, given)


def _named(release: Release, node: str, verb: Verb, given: dict[str, Expression]) -> Iterator[Finding]:
    known = {
        "source": {n for n, port in release.ports.items() if port.interface.direction == "quelle"} | {OWN_REGISTER},
        "target": {n for n, port in release.ports.items() if port.interface.direction == "ziel"},
        "letter": set(release.letter_names),
        "message": set(release.messages),
    }
    for parameter, kind in (verb.names or {}).items():
        if parameter not in given:
            continue
        word = constant(given[parameter])
        if word is None and kind in ("source", "target"):
            yield Finding("P-NAME", PROCESS_FILE, node, N_('Name the port as fixed text, for example "finanz".'))
        elif word is not None and word not in known[kind]:
            yield _unknown(PROCESS_FILE, node, kind, word)


_KINDS = {
    "process": N_("There is no process “%(name)s”."),
    "port": N_("There is no port “%(name)s” in schnittstellen.json."),
    "source": N_("There is no source “%(name)s” in schnittstellen.json."),
    "target": N_("There is no target “%(name)s” in schnittstellen.json."),
    "letter": N_("There is no letter vorlagen/%(name)s.typ."),
    "message": N_("There is no message vorlagen/%(name)s.json."),
    "decision": N_("There is no decision “%(name)s” in regeln.dmn."),
    "verb": N_("There is no verb “%(name)s”."),
    "parameter": N_("There is no parameter “%(name)s” in parameter.schema.json."),
    "shown": N_("The parameter “%(name)s” is a list, a table or yes/no and cannot stand within a sentence."),
    "prefill": N_("There is no source “%(name)s” for a field; see docs/reference/form-schema.md, x-fw-prefill."),
    "answer": N_("The form has no field “%(name)s”."),
}


def _unknown(file: str, place: str, kind: str, name: str) -> Finding:
    return Finding("P-NAME", file, place, _KINDS[kind], {"name": name})
