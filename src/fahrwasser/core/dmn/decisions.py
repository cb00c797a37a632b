"""A compiled model: every decision an expression, required ones first, each at most once per evaluation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from fahrwasser.core.dmn.boxes import Boxes
from fahrwasser.core.dmn.fired import Fired
from fahrwasser.core.dmn.model import Context, Decision, ItemType, Model, Relation, Table
from fahrwasser.core.dmn.table import TableNode
from fahrwasser.core.dmn.types import Check, Types
from fahrwasser.core.feel.expression import Expression, compile_node
from fahrwasser.core.feel.run import Run
from fahrwasser.core.feel.values import Value
from fahrwasser.core.refused import N_, Refused


@dataclass(frozen=True, slots=True)
class Answer:
    """`fired`: the rules that fired, in the order of evaluation; `inputs`: the values that were read; `said`: why
    something became null."""

    value: Value
    fired: tuple[Fired, ...]
    inputs: Mapping[str, Value]
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    decision: Decision
    expression: Expression
    needs: tuple[str, ...]  # names of the decisions it requires directly


class Decisions:
    """The decisions of a model, compiled once, immutable, shared."""

    def __init__(self, model: Model, steps: Mapping[str, _Step], types: Types, tables: tuple[TableNode, ...]):
        self.model = model
        self.table_nodes = tables
        self._steps = steps
        self._types = types
        self._inputs = {item.name: item for item in model.inputs.values()}
        self._orders = {name: _order(name, steps) for name in steps}
        self._reads = {name: self._needed(name) for name in steps}

    @property
    def names(self) -> tuple[str, ...]:
        """The decisions that can be asked for."""
        return tuple(name for name, step in self._steps.items() if not step.decision.is_function)

    def tables(self) -> dict[str, tuple[str, ...]]:
        """Table id → ids of its rules, for coverage."""
        return {node.table.id: tuple(rule.id for rule in node.table.rules) for node in self.table_nodes}

    def reads(self, decision: str) -> frozenset[str]:
        """The names the decision needs from outside, with those of the decisions it requires."""
        return frozenset(self._reads.get(decision, ()))

    def _needed(self, decision: str) -> tuple[str, ...]:
        read = {name for step in self._orders[decision] for name in self._steps[step].expression.reads}
        return tuple(sorted(read - self._steps.keys()))

    def evaluate(self, decision: str, inputs: Mapping[str, Value], *, now: datetime) -> Answer:
        """The value of a decision; an input that is not given is null. Raises Refused for an unknown decision."""
        step = self._steps.get(decision)
        if step is None or step.decision.is_function:
            raise Refused(N_("There is no decision “%(name)s”."), place=self.model.place, name=decision)
        fired: list[Fired] = []
        run = Run(now, notes=fired)
        read = {name: self._input(run, name, inputs) for name in self._reads[decision]}
        known = dict(read)
        for name in self._orders[decision]:
            known[name] = self._value(run, self._steps[name], known)
        return Answer(known[decision], tuple(fired), read, tuple(run.said))

    def _input(self, run: Run, name: str, inputs: Mapping[str, Value]) -> Value:
        value, item = inputs.get(name), self._inputs.get(name)
        return value if item is None else self._types.fitted(run, value, item.type, item.at)

    def _value(self, run: Run, step: _Step, known: Mapping[str, Value]) -> Value:
        value = step.expression.within(run, known)
        return self._types.fitted(run, value, step.decision.type, step.decision.at)


def compile_model(model: Model, names: Iterable[str] = ()) -> Decisions:
    """Compile every text of the model. `names` are known everywhere besides what a decision requires.

    Raises Refused for texts that are no FEEL, unknown names, missing or circular requirements, unknown types.
    """
    boxes = Boxes(_keys(model))
    everywhere = frozenset(names)
    types = Types(model.types, {})
    steps: dict[str, _Step] = {}
    for decision in model.decisions.values():
        types.known(decision.type, decision.at)
        required = [_required(model, decision, identity) for identity in decision.requires]
        scope = everywhere | {name for name, _ in required}
        tree = boxes.build(decision.logic, scope)
        expression = compile_node(tree, scope, text=decision.name)
        steps[decision.name] = _Step(decision, expression, tuple(name for name, is_input in required if not is_input))
    for item in model.inputs.values():
        types.known(item.type, item.at)
    _refuse_cycles(model, steps)
    return Decisions(model, steps, Types(model.types, _checks(model, boxes)), tuple(boxes.tables))


def _required(model: Model, decision: Decision, identity: str) -> tuple[str, bool]:
    """Name of what is required, and whether it is input data."""
    if identity in model.inputs:
        return model.inputs[identity].name, True
    if identity in model.decisions:
        return model.decisions[identity].name, False
    raise Refused(N_("“%(name)s” is required but not in this file."), place=decision.at, name=identity)


def _refuse_cycles(model: Model, steps: Mapping[str, _Step]) -> None:
    """Take away what needs nothing that is left; what cannot be taken away stands in a circle."""
    left = {name: set(step.needs) for name, step in steps.items()}
    while left:
        ready = {name for name, needs in left.items() if not needs & left.keys()}
        if not ready:
            name = next(iter(left))
            at = steps[name].decision.at
            raise Refused(N_("The decision “%(name)s” requires itself in a circle."), place=at, name=name)
        left = {name: needs for name, needs in left.items() if name not in ready}


def _order(name: str, steps: Mapping[str, _Step]) -> tuple[str, ...]:
    """The decision after all whose values it reads, each once."""
    order: dict[str, None] = {}
    waiting = [(name, False)]
    while waiting:
        current, is_ready = waiting.pop()
        if is_ready:
            order[current] = None
        elif current not in order:
            waiting.append((current, True))
            step = steps[current]
            waiting.extend((need, False) for need in step.needs if need in step.expression.reads)
    return tuple(order)


def _keys(model: Model) -> frozenset[str]:
    """Names that may follow a dot: components of types, entries of contexts, outputs of tables."""
    found: set[str] = set()

    def of_type(item: ItemType) -> None:
        for component in item.components:
            found.add(component.name)
            of_type(component)

    for item in model.types.values():
        of_type(item)
    waiting: list[object] = [decision.logic for decision in model.decisions.values()]
    while waiting:
        box = waiting.pop()
        if isinstance(box, Context):
            found.update(key for key, _ in box.entries)
        if isinstance(box, tuple):
            waiting.extend(box)
        elif hasattr(box, "__slots__"):
            waiting.extend(getattr(box, name) for name in box.__slots__)
        found.update(_table_keys(box))
    return frozenset(found)


def _table_keys(box: object) -> set[str]:
    if isinstance(box, Table):
        return {output.name for output in box.outputs if output.name}
    return set(box.columns) if isinstance(box, Relation) else set()


def _checks(model: Model, boxes: Boxes) -> dict[int, Check]:
    """The allowed values of item definitions, compiled; they may read nothing but `?`."""
    checks: dict[int, Check] = {}
    waiting = list(model.types.values())
    while waiting:
        item = waiting.pop()
        waiting.extend(item.components)
        if item.allowed is not None:
            expression = compile_node(boxes.tests(item.allowed, frozenset()), {"?"})
            checks[id(item)] = _check(expression)
    return checks


def _check(expression: Expression) -> Check:
    return lambda run, value: expression.within(run, {"?": value}) is True
