"""Package → Release: every file read and compiled once. What cannot be read becomes a finding of its gate."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from fahrwasser.core.bpmn import graph as g
from fahrwasser.core.bpmn.dialect import SCOPE_NAMES
from fahrwasser.core.bpmn.graph import Graph
from fahrwasser.core.bpmn.reading import read_processes
from fahrwasser.core.dmn import Decisions, Model, compile_model, read_model
from fahrwasser.core.feel import compile_expression
from fahrwasser.core.forms.model import Form
from fahrwasser.core.forms.read_form import read_form
from fahrwasser.core.json_files import load_json
from fahrwasser.core.packages import manifest as files
from fahrwasser.core.packages.files import Package
from fahrwasser.core.packages.findings import Code, Finding, from_refused
from fahrwasser.core.packages.parameter_schema import read_parameter_schema
from fahrwasser.core.packages.registers import OWN_REGISTER
from fahrwasser.core.packages.release import Port, Release, Trigger
from fahrwasser.core.packages.values import Interface, Subscription
from fahrwasser.core.refused import N_, Refused

T = TypeVar("T")


def compile_package(package: Package) -> Release:
    """The release. Raises Refused with the first finding; place = "file: place". `check` says everything."""
    release, findings = compile_parts(package)
    if release is None:
        first = findings[0]
        words: dict[str, Any] = dict(first.values)
        raise Refused(first.msgid, place=f"{first.file}: {first.place}", **words)
    return release


def compile_parts(package: Package) -> tuple[Release | None, tuple[Finding, ...]]:
    """The release, or None and what stands in the way, in the order of the gates."""
    bench = _Bench(package)
    manifest = bench.part("P-MANIFEST", files.MANIFEST_FILE, files.read_manifest)
    form = bench.form()
    parameters = bench.part("P-PARAMETER", files.PARAMETER_FILE, read_parameter_schema)
    defaults = bench.part("P-PARAMETER", files.DEFAULTS_FILE, _object)
    processes = bench.part("P-PROCESS", files.PROCESS_FILE, _processes)
    model = bench.part("P-RULES", files.RULES_FILE, lambda raw: read_model(raw, place=files.RULES_FILE))
    decisions = bench.decisions(model, processes)
    triggers = bench.part("P-EVENT", files.EVENTS_FILE, _triggers)
    ports = bench.part("P-PORT", files.INTERFACES_FILE, _ports)
    privacy = bench.part("P-PRIVACY", files.PRIVACY_FILE, files.read_privacy)
    english = bench.part("P-ENGLISH", files.ENGLISH_FILE, _texts) if files.ENGLISH_FILE in package.files else {}
    messages = bench.all_below("P-MESSAGE", files.LETTERS, files.read_message)
    scenarios = bench.all_below("P-SCENARIO", files.SCENARIOS, files.read_scenario)
    if bench.findings or not (
        manifest and form and parameters and defaults is not None and processes and model and decisions
        and triggers is not None and ports is not None and privacy and english is not None
    ):  # fmt: skip
        return None, tuple(bench.findings)
    letters = _letter_files(package)
    return Release(
        digest=package.digest,
        manifest=manifest,
        form=form,
        model=model,
        decisions=decisions,
        processes=processes,
        letters=letters,
        letter_names=frozenset(package.below(files.LETTERS, ".typ")) - _shared_blocks(package),
        messages=messages,
        parameters=parameters,
        defaults=defaults,
        triggers=triggers,
        ports=ports,
        privacy=privacy,
        scenarios=scenarios,
        query_results=_query_results(processes),
        english=english,
    ), ()


def rule_names(processes: Mapping[str, Graph]) -> frozenset[str]:
    """What decisions may read without saying so: the names of the case and the results of the processes."""
    return frozenset(SCOPE_NAMES).union(*(graph.results for graph in processes.values()))


class _Bench:
    """Reads one file after the other and keeps what was refused."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.findings: list[Finding] = []

    def part(self, code: Code, file: str, read: Callable[[bytes], T]) -> T | None:
        """The file as value; None, with a finding, when it is missing or refused."""
        content = self.package.files.get(file)
        if content is None:
            self.findings.append(Finding("P-FILES", file, "", N_("The file is missing.")))
            return None
        try:
            return read(content)
        except Refused as refused:
            self.findings.append(from_refused(code, file, refused))
            return None

    def form(self) -> Form | None:
        """The form with its pages, where it has any."""
        pages = None
        if files.FORM_PAGES_FILE in self.package.files:
            pages = self.part("P-FORM", files.FORM_PAGES_FILE, load_json)
            if pages is None:
                return None
        schema = self.part("P-FORM", files.FORM_FILE, load_json)
        if schema is None:
            return None
        try:
            return read_form(schema, pages, place=files.FORM_FILE)
        except Refused as refused:
            file = files.FORM_PAGES_FILE if refused.place.startswith(files.FORM_PAGES_FILE) else files.FORM_FILE
            self.findings.append(from_refused("P-FORM", file, refused))
            return None

    def decisions(self, model: Model | None, processes: Mapping[str, Graph] | None) -> Decisions | None:
        """The compiled rules."""
        if model is None or processes is None:
            return None
        names = rule_names(processes)
        return self.part("P-RULES", files.RULES_FILE, lambda _: compile_model(model, names))

    def all_below(self, code: Code, folder: str, read: Callable[[bytes], T]) -> dict[str, T]:
        """Every JSON file of the folder, by name without ending."""
        found = {}
        for name in self.package.below(folder, ".json"):
            value = self.part(code, f"{folder}/{name}.json", read)
            if value is not None:
                found[name] = value
        return found


def _object(raw: bytes) -> Mapping[str, object]:
    value = load_json(raw)
    if not isinstance(value, Mapping):
        raise Refused(N_("An object {…} is expected."), place="{…}")
    return MappingProxyType(dict(value))


def _texts(raw: bytes) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for german, english in _object(raw).items():
        if not isinstance(english, str) or not english.strip():
            raise Refused(N_("A sentence in English is expected."), place=german)
        found[german] = english
    return MappingProxyType(found)


def _processes(raw: bytes) -> Mapping[str, Graph]:
    return read_processes(raw, place=files.PROCESS_FILE)


def _triggers(raw: bytes) -> tuple[Trigger, ...]:
    return tuple(_trigger(entry, number) for number, entry in enumerate(files.read_events(raw), start=1))


def _trigger(entry: Subscription, number: int) -> Trigger:
    place = f"[{number}].trifft"
    return Trigger(entry, compile_expression(entry.hits, ("register", "ereignis"), place=place))


def _ports(raw: bytes) -> Mapping[str, Port]:
    found: dict[str, Port] = {}
    for number, entry in enumerate(files.read_interfaces(raw), start=1):
        if entry.name in found:
            raise Refused(N_("The port “%(name)s” stands twice; keep one."), place=f"[{number}].name", name=entry.name)
        found[entry.name] = _port(entry, number)
    return MappingProxyType(found)


def _port(entry: Interface, number: int) -> Port:
    names = (*entry.fields, "heute")
    mapping = {
        field: compile_expression(feel, names, place=f"[{number}].abbildung.{field}")
        for field, feel in entry.mapping.items()
    }
    return Port(entry, MappingProxyType(mapping))


def _letter_files(package: Package) -> Mapping[str, bytes]:
    start = f"{files.LETTERS}/"
    found = {
        name.removeprefix(start): content
        for name, content in package.files.items()
        if name.startswith(start) and not name.endswith(".json")
    }
    return MappingProxyType(found)


def _shared_blocks(package: Package) -> frozenset[str]:
    return frozenset(name for name in package.below(files.LETTERS, ".typ") if name.startswith("_"))


def _query_results(processes: Mapping[str, Graph]) -> Mapping[str, str]:
    """Variable → outside port whose answer it holds. The town's own register proves nothing from outside."""
    found = {}
    for graph in processes.values():
        for kind, work in zip(graph.kind, graph.work, strict=True):
            port = dict(work.parameters).get("port") if kind == g.CALL and work.verb == "query" else None
            if port is not None and work.result:
                found[work.result] = port.text.strip().strip('"')
    return MappingProxyType({name: port for name, port in found.items() if port != OWN_REGISTER})
