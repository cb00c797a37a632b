"""Gaps, overlaps and dead rules of decision tables, each with one sample input.

Per input the values are cut into pieces (pieces.py); depth first over the inputs with the running AND of the rule
masks: nothing left = a gap, several left at the end = an overlap. Cells that are no constants count as "perhaps":
what is reported holds whatever they answer, and the table is reported as not fully checked. Nothing stays silent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fahrwasser.core.dmn.decisions import compile_model
from fahrwasser.core.dmn.model import Model, Table
from fahrwasser.core.dmn.pieces import Piece, pieces
from fahrwasser.core.dmn.table import TableNode
from fahrwasser.core.feel.values import Value

BUDGET = 2_000_000
_Box = tuple[frozenset[int], ...]  # numbers of the pieces, one set per input


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind` is "gap", "overlap", "dead" or "unchecked"; `rules` ids; `sample` a value for each input by its label.

    An overlap names two rules, once, however many inputs show it; tables that collect may overlap.
    `is_error`: the table can give null or depends on luck (U: gap without default, overlap; A: overlap with
    different results). What first and priority policies are made for is a note.
    """

    kind: str
    decision: str
    rules: tuple[str, ...]
    sample: Mapping[str, Value]
    is_error: bool


def analyse(model: Model, names: Iterable[str] = (), *, budget: int = BUDGET) -> tuple[Finding, ...]:
    """The findings of all tables of a model. Raises Refused when the model does not compile."""
    findings: list[Finding] = []
    for node in compile_model(model, names).table_nodes:
        findings.extend(_Search(node, budget).findings())
    return tuple(findings)


class _Search:
    """One table."""

    def __init__(self, node: TableNode, budget: int):
        self.table: Table = node.table
        self.left = budget
        columns = node.columns
        irregular_rules = {rule for column in columns for rule, cell in enumerate(column.cells) if cell is None}
        open_values = any(column.allowed is not None and column.allowed_cell is None for column in columns)
        self.sure = ((1 << len(self.table.rules)) - 1) & ~sum(1 << rule for rule in irregular_rules)
        self.is_partial = bool(irregular_rules) or open_values
        types = [column.type for column in self.table.inputs]
        self.inputs: list[list[Piece]] = [
            pieces(column.cells, kind, column.allowed_cell) for column, kind in zip(columns, types, strict=True)
        ]
        self.gaps: list[tuple[_Box, list[int]]] = []
        self.overlaps: dict[tuple[int, int], list[int]] = {}  # two rules → a sample
        self.firsts = 0  # rules that come first somewhere
        self.hits = 0  # rules that apply somewhere

    def findings(self) -> list[Finding]:
        """Everything found; a last "unchecked" when the budget ran out or cells are no constants."""
        self._walk(0, self.sure | self._perhaps(), [])
        found = [self._gap(sample) for sample in self._merged()]
        found += [self._overlap(pair, sample) for pair, sample in self.overlaps.items()]
        if self.left > 0:
            found += self._dead()
        if self.left <= 0 or self.is_partial:
            unsure = tuple(rule.id for number, rule in enumerate(self.table.rules) if not self.sure >> number & 1)
            found.append(Finding("unchecked", self.table.owner, unsure, {}, is_error=False))
        return found

    def _perhaps(self) -> int:
        return ((1 << len(self.table.rules)) - 1) & ~self.sure

    def _walk(self, level: int, mask: int, chosen: list[int]) -> None:
        """Depth first; an empty mask closes the whole remaining box."""
        self.left -= 1
        if self.left <= 0:
            return
        if not mask:
            rest = [frozenset(range(len(options))) for options in self.inputs[level:]]
            box = (*(frozenset((number,)) for number in chosen), *rest)
            self.gaps.append((box, [*chosen, *(0 for _ in rest)]))
            return
        if level == len(self.inputs):
            self._leaf(mask, chosen)
            return
        for number, piece in enumerate(self.inputs[level]):
            self._walk(level + 1, mask & piece.mask, [*chosen, number])

    def _leaf(self, mask: int, chosen: list[int]) -> None:
        self.hits |= mask
        before = (mask & -mask) if not mask & self._perhaps() else _until_first(mask, self.sure)
        self.firsts |= before
        sure = mask & self.sure
        if sure & (sure - 1) and self.table.hit_policy[0] in "UAFP":
            self.overlaps.setdefault(self._pair(sure), chosen)

    def _pair(self, mask: int) -> tuple[int, int]:
        """The first of the rules and the next one; of A the next one with another result, if there is one."""
        rules = [number for number in range(len(self.table.rules)) if mask >> number & 1]
        others = (
            [number for number in rules[1:] if self._differ(rules[0], number)] if self.table.hit_policy == "A" else []
        )
        return rules[0], (others or rules[1:])[0]

    def _differ(self, one: int, other: int) -> bool:
        texts = [[result.text for result in self.table.rules[number].results] for number in (one, other)]
        return texts[0] != texts[1]

    def _merged(self) -> list[list[int]]:
        """A sample of each gap; boxes that differ in one input only are one gap."""
        boxes = self.gaps
        for level in range(len(self.inputs) - 1, -1, -1):
            merged: dict[_Box, tuple[frozenset[int], list[int]]] = {}
            for box, sample in boxes:
                rest = box[:level] + box[level + 1 :]
                known = merged.get(rest)
                merged[rest] = (box[level] | known[0], known[1]) if known else (box[level], sample)
            boxes = [((*rest[:level], own, *rest[level:]), sample) for rest, (own, sample) in merged.items()]
        return [sample for _, sample in boxes]

    def _sample(self, chosen: list[int]) -> dict[str, Value]:
        return {
            column.label: options[number].sample
            for column, options, number in zip(self.table.inputs, self.inputs, chosen, strict=False)
            if options
        }

    def _gap(self, sample: list[int]) -> Finding:
        covered = any(output.default is not None for output in self.table.outputs)
        collects = self.table.hit_policy[0] in "CRO"
        return Finding("gap", self.table.owner, (), self._sample(sample), is_error=not covered and not collects)

    def _overlap(self, pair: tuple[int, int], sample: list[int]) -> Finding:
        policy, rules = self.table.hit_policy, tuple(self.table.rules[number].id for number in pair)
        is_error = policy == "U" or (policy == "A" and self._differ(*pair))
        return Finding("overlap", self.table.owner, rules, self._sample(sample), is_error)

    def _dead(self) -> list[Finding]:
        reached = self.firsts if self.table.hit_policy == "F" else self.hits
        rules = [rule.id for number, rule in enumerate(self.table.rules) if not reached >> number & 1]
        return [Finding("dead", self.table.owner, (rule,), {}, is_error=True) for rule in rules]


def _until_first(mask: int, sure: int) -> int:
    """The rules that may come first: all "perhaps" before the first sure one, and that one."""
    first = mask & sure
    if not first:
        return mask
    lowest = first & -first
    return mask & (lowest | (lowest - 1))
