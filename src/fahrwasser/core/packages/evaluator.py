"""The one way in which FEEL and decisions of a case are worked out: web shell, worker and scenarios share it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fahrwasser.core.dmn import Fired
from fahrwasser.core.feel import Expression, Value
from fahrwasser.core.packages.levels import Level, effective
from fahrwasser.core.packages.reading import BERLIN
from fahrwasser.core.packages.release import Release
from fahrwasser.core.packages.values import Level as LevelName

OUTCOME = "ausgang"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about the case beside the variables of its process. Make it with `run.facts_of`.

    `application`: facts of the form (None: no application), `parameters` as FEEL values, `case`: nummer, kanal,
    eingang …, `event`: data of the register event, `register`: the entry the case is about, flat.
    """

    application: Mapping[str, Value] | None
    parameters: Mapping[str, Value]
    case: Mapping[str, Value]
    event: Mapping[str, Value] | None = None
    register: Mapping[str, Value] | None = None


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """One decision with everything that must be kept: inputs, rules that fired, level with norm and reasons.

    `level` is None for a decision that is not listed under "automatisierung" (a step on the way).
    """

    decision: str
    outcome: str | None
    value: Value
    inputs: Mapping[str, Value]
    fired: tuple[Fired, ...]
    level: Level | None


class CaseEvaluator:
    """Implements the protocol of core.bpmn for one step; `decisions` and `said` collect on the way.

    `flags` of the case and the town's `limit` lower what the machine may do (levels.py).
    """

    def __init__(
        self,
        release: Release,
        facts: Facts,
        *,
        flags: frozenset[str] = frozenset(),
        limit: LevelName | None = None,
    ) -> None:
        self.release = release
        self.facts = facts
        self.flags = flags
        self.limit = limit
        self.decisions: list[DecisionMade] = []
        self.said: list[str] = []
        self._facts = {
            "antrag": _plain(facts.application),
            "parameter": _plain(facts.parameters),
            "fall": _plain(facts.case),
            "ereignis": _plain(facts.event),
            "register": _plain(facts.register),
        }
        self._fixed: dict[str, Value] = {}  # for one moment: a step asks many questions at the same
        self._at: datetime | None = None

    def scope(self, variables: Mapping[str, Value], now: datetime) -> dict[str, Value]:
        """All names a FEEL text of the process may read."""
        if now is not self._at:
            local = now.astimezone(BERLIN)
            self._at, self._fixed = now, {**self._facts, "heute": local.date(), "jetzt": local}
        return {**self._fixed, **variables}

    def value(self, feel: Expression, variables: Mapping[str, Value], now: datetime) -> Value:
        """The value of a FEEL text; null with a message in `said` on error."""
        return feel(self.scope(variables, now), now=now, said=self.said)

    def decide(self, name: str, variables: Mapping[str, Value], now: datetime) -> Value:
        """The result of a decision as context with `ausgang`; listed decisions also carry `stufe` and `norm`."""
        answer = self.release.decisions.evaluate(name, self.scope(variables, now), now=now)
        self.said.extend(answer.said)
        listed = any(entry.decision == name for entry in self.release.manifest.automation)
        value = answer.value if isinstance(answer.value, dict) or not listed else {OUTCOME: answer.value}
        found = value.get(OUTCOME) if isinstance(value, dict) else value
        outcome = found if isinstance(found, str) else None
        level = self._level(name, outcome, variables) if listed else None
        if level is not None and isinstance(value, dict):
            value = {**value, "stufe": level.level, "norm": level.norm}
        self.decisions.append(DecisionMade(name, outcome, value, answer.inputs, answer.fired, level))
        return value

    def _level(self, name: str, outcome: str | None, variables: Mapping[str, Value]) -> Level:
        return effective(
            self.release.manifest,
            name,
            outcome,
            town_limit=self.limit,
            flags=sorted(self.flags),
            ports=asked_ports(self.release, variables),
        )


def asked_ports(release: Release, variables: Mapping[str, Value]) -> dict[str, str]:
    """Status of every outside source asked so far, read from the variables that hold the answers."""
    found = {}
    for variable, port in release.query_results.items():
        answer = variables.get(variable)
        if isinstance(answer, dict):
            found[port] = str(answer.get("status"))
    return found


def _plain(values: Mapping[str, Value] | None) -> dict[str, Value] | None:
    return None if values is None else dict(values)
