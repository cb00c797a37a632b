"""Rules are prose. Two patterns that recur are read; every other rule is listed as unreadable, never guessed.

1. `Wenn bei F… "02 <text>" angegeben wird, dann wird G… zur Pflichtangabe` → required if that code was chosen.
2. `"F… <name>" … sind nur dann zu befüllen, wenn "F… <name>" bejaht wurde` → visible if that answer is yes.

An id means the occurrence nearest to the rule: below the place it hangs at, else below that place's parents.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fahrwasser.core.forms.xdatenfelder.source import Element, children, identity, text, verbatim
from fahrwasser.core.forms.xdatenfelder.tree import Spot

_ID = re.compile(r"[FG]\d{8}")
_QUOTE, _UNQUOTED = '["„“”«»]', '[^"„“”«»]'
_CODE_CHOSEN = re.compile(
    rf"Wenn bei (?P<source>{_ID.pattern}) {_QUOTE}(?P<code>[^\s\"„“”«»]+){_UNQUOTED}*{_QUOTE} "
    rf"angegeben (?:wird|wurde), dann (?:wird|werden) (?P<targets>{_ID.pattern}(?:(?:, | und |, und ){_ID.pattern})*) "
    r"(?:zur|zu|eine|) ?Pflichtangaben?\.?"
)
_QUOTED_ID = rf"{_QUOTE}{_ID.pattern}{_UNQUOTED}*{_QUOTE}"
_ANSWERED_YES = re.compile(
    rf"(?P<targets>{_QUOTED_ID}(?:(?:, | und |, und ){_QUOTED_ID})*) (?:ist|sind) nur dann zu befüllen, "
    rf"wenn {_QUOTE}(?P<source>{_ID.pattern}){_UNQUOTED}*{_QUOTE} bejaht (?:wurde|wird|ist)\.?"
)
REQUIRED, VISIBLE = "x-fw-required-if", "x-fw-visible-if"


class Unreadable(Exception):
    """Why a rule is not read."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule where it hangs: what was read (`key` with FEEL by the path of its target), or `reason` why not."""

    id: str
    version: str | None
    scope: Spot
    element: Element
    prose: str
    key: str = ""
    feel: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""

    def to_json(self) -> dict[str, Any]:
        """The rule with everything the source says about it."""
        said = {"id": self.id, "version": self.version, "scope": self.scope.path, "prose": self.prose}
        outcome: dict[str, Any] = {"reason": self.reason} if self.reason else {"key": self.key, "feel": dict(self.feel)}
        return {**said, **outcome, "source": verbatim(self.element)}


def read_rules(root: Spot, codes: Mapping[str, Mapping[str, str] | None]) -> list[Rule]:
    """Every rule of schema, groups and fields. `codes`: path of a select → its codes, None if the list is missing."""
    rules = [_read(element, spot, codes) for spot in root.walk() for element in children(spot.element, "regel")]
    unreadable = {(rule.id, rule.version): rule.reason for rule in rules if rule.reason}
    return [without_meaning(rule, unreadable.get((rule.id, rule.version), "")) for rule in rules]


def without_meaning(rule: Rule, reason: str) -> Rule:
    """A rule that is unreadable at one of its places is unreadable at all of them."""
    if not reason:
        return rule
    return Rule(rule.id, rule.version, rule.scope, rule.element, rule.prose, reason=reason)


def _read(element: Element, scope: Spot, codes: Mapping[str, Mapping[str, str] | None]) -> Rule:
    rule_id, version = identity(element)
    prose = text(element, "freitextRegel") or text(element, "definition") or text(element, "beschreibung")
    try:
        key, feel = _meaning(prose, scope, codes)
    except Unreadable as unreadable:
        return Rule(rule_id, version, scope, element, prose, reason=str(unreadable))
    return Rule(rule_id, version, scope, element, prose, key, feel)


def _meaning(prose: str, scope: Spot, codes: Mapping[str, Mapping[str, str] | None]) -> tuple[str, dict[str, str]]:
    chosen, yes = _CODE_CHOSEN.fullmatch(prose), _ANSWERED_YES.fullmatch(prose)
    found = chosen or yes
    if found is None:
        raise Unreadable("the prose follows none of the known patterns")
    source = _nearest(found["source"], scope)
    if chosen:
        key, value = REQUIRED, _code(chosen["code"], source, codes)
    else:
        key, value = VISIBLE, "true"
        if text(source.element, "datentyp", "code") != "bool":
            raise Unreadable(f"{source.id} is no yes-or-no field")
    targets = [_nearest(own_id, scope) for own_id in _ID.findall(_ids_only(found["targets"], quoted=yes is not None))]
    return key, {target.path: f"{_seen_from(target, source)} = {value}" for target in targets}


def _ids_only(targets: str, *, quoted: bool) -> str:
    """The id at the beginning of each quotation; names may hold ids of other things."""
    if not quoted:
        return targets
    return " ".join(re.findall(rf"{_QUOTE}({_ID.pattern}){_UNQUOTED}*{_QUOTE}", targets))


def _code(code: str, source: Spot, codes: Mapping[str, Mapping[str, str] | None]) -> str:
    known = codes.get(source.path)
    if known is None:
        raise Unreadable(f"{source.id} has no code list that is at hand")
    if code not in known:
        raise Unreadable(f"the code {code} is not in the list of {source.id}")
    return '"' + code.replace("\\", "\\\\") + '"'


def _nearest(own_id: str, scope: Spot) -> Spot:
    """The one occurrence of the smallest depth below the scope, else below its parents."""
    for start in _upwards(scope):
        found = sorted((spot for spot in start.walk() if spot.id == own_id), key=lambda spot: len(spot.line()))
        if found and len(found) > 1 and len(found[0].line()) == len(found[1].line()):
            raise Unreadable(f"{own_id} stands at several places")
        if found:
            return found[0]
    raise Unreadable(f"{own_id} is not in this schema")


def _upwards(scope: Spot) -> Iterator[Spot]:
    spot: Spot | None = scope
    while spot is not None:
        yield spot
        spot = spot.parent


def _seen_from(target: Spot, source: Spot) -> str:
    """The source as FEEL sees it at the target: by the names of the row both stand in, else from the top."""
    line = source.line()
    around = target.line()[:-1]
    rows = [depth for depth, spot in enumerate(around) if spot.is_repeated]
    start = 0
    for depth in reversed(rows):
        if line[: depth + 1] == around[: depth + 1]:
            start = depth + 1
            break
    if any(spot.is_repeated for spot in line[start:]):
        raise Unreadable(f"{source.id} is repeated: which one is meant is not said")
    inner = {child.name for depth in rows if depth >= start for child in around[depth].below}
    if line[start].name in inner:
        raise Unreadable(f"{source.id} is hidden behind a field of the same id")
    return ".".join(spot.name for spot in line[start:])
