"""One immutable version of a service, everything compiled: what web, worker and simulation run."""

from collections.abc import Mapping
from dataclasses import dataclass

from fahrwasser.core.bpmn.graph import Graph
from fahrwasser.core.dmn import Decisions, Model
from fahrwasser.core.feel import Expression
from fahrwasser.core.forms.model import Form
from fahrwasser.core.packages.parameters import ParameterSchema
from fahrwasser.core.packages.values import Interface, Manifest, Message, Privacy, Scenario, Subscription


@dataclass(frozen=True, slots=True)
class Trigger:
    """A register event the service listens to. `hits` reads `register` (flat entry) and `ereignis`."""

    subscription: Subscription
    hits: Expression


@dataclass(frozen=True, slots=True)
class Port:
    """A source or target with its compiled mapping: field of their record → FEEL over `werte` and the case."""

    interface: Interface
    mapping: Mapping[str, Expression]


@dataclass(frozen=True, slots=True)
class Release:
    """Compiled once, kept by `digest` by the caller.

    `processes` by id. `letters`: all files below vorlagen/, by name in that folder, as the press takes them;
    `letter_names` are those a process may send (a leading `_` marks shared blocks). `scenarios` by file name.
    """

    digest: str
    manifest: Manifest
    form: Form
    model: Model
    decisions: Decisions
    processes: Mapping[str, Graph]
    letters: Mapping[str, bytes]
    letter_names: frozenset[str]
    messages: Mapping[str, Message]
    parameters: ParameterSchema
    defaults: Mapping[str, object]
    triggers: tuple[Trigger, ...]
    ports: Mapping[str, Port]
    privacy: Privacy
    scenarios: Mapping[str, Scenario]
    query_results: Mapping[str, str]
    """Variable of a process → port whose answer it holds."""
    english: Mapping[str, str]
    """Sentence of the rules, as the office reads it → the same in English."""
