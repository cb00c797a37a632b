"""What planning answers: a plan with its proven bound, and sentences that explain it (reference 7)."""

from dataclasses import dataclass, field

from fahrwasser.core.agenda.model.instance import Schedule

FORMAT = "fahrwasser-agenda-answer/1"
CLOSED_GAP = 1e-4
"""Up to this gap a plan counts as proven; the screens still say "best under these assumptions"."""
OPEN_GAP = 1.0
"""Beyond this gap nothing is narrowed down yet: a number of percent would only frighten, so it is said in words."""

EXIT_CODES = {"optimal": 0, "feasible": 0, "infeasible": 2, "unknown": 3}

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Repair:
    """One change that makes the whole instance feasible; `change` in the keys of the answer format."""

    text: str
    change: Json


@dataclass(frozen=True, slots=True)
class Explanation:
    """One German sentence about one project ("in", "out", "timing") or about the whole ("infeasible").

    `delta_eur`: value lost by the opposite choice, None if that is impossible; read it only if `has_delta`. The
    opposite of "timing" is a start at least one quarter earlier. `difference`: what the best plan found with the
    opposite choice has more than this one (model/difference.py). `changes`: each alone makes the opposite choice the
    better one (keys of model/changes.py); `change` is the first of them. `values`: the figures of the sentence, for
    other languages.
    """

    kind: str
    text: str
    project: str | None = None
    reasons: tuple[str, ...] = ()
    has_delta: bool = False
    delta_eur: float | None = None
    changes: tuple[Json, ...] = ()
    difference: Json = field(default_factory=dict)
    values: Json = field(default_factory=dict)
    conflict: tuple[Json, ...] = ()
    repairs: tuple[Repair, ...] = ()

    @property
    def change(self) -> Json:
        """The first of `changes`; empty without any."""
        return self.changes[0] if self.changes else {}

    def to_json(self) -> Json:
        """The explanation as the answer format wants it."""
        if self.kind == "infeasible":
            repairs = [{"text": repair.text, "change": repair.change} for repair in self.repairs]
            conflict: Json = {"kind": self.kind, "text": self.text, "conflict": list(self.conflict)}
            return conflict | {"repairs": repairs, "values": self.values}
        shown: Json = {
            "project": self.project,
            "kind": self.kind,
            "text": self.text,
            "reasons": list(self.reasons),
        }
        if self.has_delta:
            shown["delta_eur"] = self.delta_eur
        if self.changes:
            shown |= {"change": self.change, "changes": list(self.changes)}
        if self.difference:
            shown["difference"] = self.difference
        if self.values:
            shown["values"] = self.values
        return shown


@dataclass(frozen=True, slots=True)
class Answer:
    """status "optimal" (gap ≤ 1e-4), "feasible", "infeasible", "unknown"; no plan, no figures."""

    instance: str
    status: str
    schedule: Schedule
    objective: float | None
    bound: float | None
    explanations: tuple[Explanation, ...] = ()
    time_s: float = 0.0
    solver: str = ""

    @property
    def gap(self) -> float | None:
        """max(0, bound − objective) / max(1, |objective|), or None without plan or bound."""
        return gap_of(self.objective, self.bound)

    def to_json(self) -> Json:
        """The answer as one JSON object of format `fahrwasser-agenda-answer/1`."""
        return {
            "format": FORMAT,
            "instance": self.instance,
            "status": self.status,
            "objective": self.objective,
            "bound": self.bound,
            "gap": self.gap,
            "schedule": dict(sorted(self.schedule.items())),
            "explanations": [explanation.to_json() for explanation in self.explanations],
            "time_s": round(self.time_s, 3),
            "solver": self.solver,
        }


def gap_of(objective: float | None, bound: float | None) -> float | None:
    """The proven distance of a plan from the best possible one, as a share of its value."""
    if objective is None or bound is None:
        return None
    return max(0.0, bound - objective) / max(1.0, abs(objective))
