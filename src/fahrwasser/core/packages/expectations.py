"""What a scenario expects against what came out."""

import difflib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from fahrwasser.core.feel.values import Value, to_json
from fahrwasser.core.packages.evaluator import DecisionMade
from fahrwasser.core.packages.findings import Problem
from fahrwasser.core.packages.run import spoken
from fahrwasser.core.packages.scenarios import Run
from fahrwasser.core.packages.values import Entry, Expected
from fahrwasser.core.refused import N_

_DIFFERS = N_("Expected is “%(expected)s”, but it is “%(found)s”.")
_UNSAID = N_("No letter says “%(expected)s”; nearest: “%(nearest)s”.")
_LONGEST = 120
_MISSING = N_("Expected is “%(expected)s”, but there is only: %(found)s.")


def compare(run: Run) -> list[Problem]:
    """Everything that differs, with the path in the scenario file."""
    expected = run.scenario.expected
    return [
        *_end(run, expected),
        *_decisions(run, expected),
        *_posts(run, expected),
        *_register(run, expected),
        *_hand_overs(run, expected),
    ]


def _end(run: Run, expected: Expected) -> Iterator[Problem]:
    ends = {story.end for story in run.stories}
    waiting = [story.waits_for() for story in run.stories if story.end is None]
    if waiting:
        yield _differs("erwartet.ende", expected.end, f"… {'; '.join(waiting)}")
    elif ends != {end.strip() for end in (expected.end or "").split(",") if end.strip()}:
        yield _differs("erwartet.ende", expected.end, ", ".join(sorted(map(str, ends))) or "–")


def _decisions(run: Run, expected: Expected) -> Iterator[Problem]:
    last = {made.decision: made for made in run.decisions}
    for name, outcome in expected.decision.items():
        found = last[name].outcome if name in last else "–"
        if found != outcome:
            yield _differs(f"erwartet.entscheidung.{name}", outcome, found)
    listed = [made for made in run.decisions if made.level is not None]
    wanted = [made for made in listed if made.decision in expected.decision] or listed
    yield from _level(wanted, expected)


def _level(made: Sequence[DecisionMade], expected: Expected) -> Iterator[Problem]:
    """Level and norm of the last decision that is named, else of the last one listed under "automatisierung"."""
    level = made[-1].level if made else None
    if expected.level is not None and (level is None or level.level != expected.level):
        reasons = f" ({'; '.join(map(str, level.reasons))})" if level and level.reasons else ""
        yield _differs("erwartet.stufe", expected.level, f"{level.level if level else '–'}{reasons}")
    if expected.norm is not None and (level is None or level.norm != expected.norm):
        yield _differs("erwartet.norm", expected.norm, level.norm if level else "–")


def _posts(run: Run, expected: Expected) -> Iterator[Problem]:
    letters = [letter.template for letter in run.world.letters]
    for place, wanted, sent in (
        ("erwartet.briefe", expected.letters, letters),
        ("erwartet.nachrichten", expected.messages, [template for template, _ in run.world.messages]),
    ):
        if wanted is not None and Counter(wanted) != Counter(sent):
            yield _differs(place, ", ".join(wanted) or "–", ", ".join(sent) or "–")
    yield from _said(run, expected)
    deadlines = [letter.deadline for letter in run.world.letters]
    for number, day in enumerate(expected.deadlines, start=1):
        if day not in deadlines:
            found = ", ".join(map(str, deadlines)) or "–"
            yield Problem(f"erwartet.fristen[{number}]", _MISSING, {"expected": day, "found": found})


def _said(run: Run, expected: Expected) -> Iterator[Problem]:
    """Texts are looked for in the values of the letters; every kind of space counts as one."""
    texts = [_spaced(text) for letter in run.world.letters for text in _texts(letter.given["werte"])]
    said = "\n".join(texts)
    for number, words in enumerate(expected.decision_says, start=1):
        if _spaced(words) not in said:
            nearest = (difflib.get_close_matches(words, texts, 1, 0) or ["–"])[0]
            told = {"expected": words, "nearest": nearest[:_LONGEST]}
            yield Problem(f"erwartet.bescheid_enthaelt[{number}]", _UNSAID, told)


def _spaced(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def _register(run: Run, expected: Expected) -> Iterator[Problem]:
    rows = [_entry(entry) for entry in run.world.entries.values()]
    yield from _rows("erwartet.register", expected.register or (), rows)


def _hand_overs(run: Run, expected: Expected) -> Iterator[Problem]:
    if expected.hand_overs is None:
        return
    found = run.world.hand_overs
    yield from _rows("erwartet.uebergaben", expected.hand_overs, found)
    if len(found) != len(expected.hand_overs):
        ports = ", ".join(str(row["port"]) for row in found) or "–"
        yield _differs("erwartet.uebergaben", str(len(expected.hand_overs)), f"{len(found)}: {ports}")


def _rows(
    place: str, wanted: Sequence[Mapping[str, object]], rows: Sequence[Mapping[str, object]]
) -> Iterator[Problem]:
    left = list(rows)
    for number, pattern in enumerate(wanted, start=1):
        hit = next((row for row in left if fits(pattern, row)), None)
        if hit is None:
            shown = "; ".join(_json({key: row.get(key) for key in pattern}) for row in left) or "–"
            yield Problem(f"{place}[{number}]", _MISSING, {"expected": _json(dict(pattern)), "found": shown})
        else:
            left.remove(hit)


def fits(pattern: object, found: object) -> bool:
    """Whether everything in the pattern is found: contexts by key, lists entry by entry, the rest equal."""
    if isinstance(pattern, Mapping):
        return isinstance(found, Mapping) and all(
            key in found and fits(value, found[key]) for key, value in pattern.items()
        )
    if isinstance(pattern, list):
        return (
            isinstance(found, list)
            and len(pattern) == len(found)
            and all(fits(one, other) for one, other in zip(pattern, found, strict=True))
        )
    return _same(pattern, found)


def _same(pattern: object, found: object) -> bool:
    if isinstance(pattern, bool) or isinstance(found, bool):
        return pattern is found
    if isinstance(pattern, (int, str)) and isinstance(found, (int, str)) and str(pattern) != str(found):
        try:  # money: "12.50" and "12.5" are the same amount
            return Decimal(str(pattern)) == Decimal(str(found))
        except ArithmeticError:
            return False
    return str(pattern) == str(found)


def _entry(entry: Entry) -> dict[str, object]:
    data = dict(entry.data)
    dates = {"ab": entry.since.isoformat(), "bis": entry.until.isoformat() if entry.until else None}
    return {**data, "register": entry.register, "schluessel": entry.key, **dates, "daten": data}


def _texts(value: Value) -> Iterator[str]:
    """Every text of the letter's values; dates and amounts as they are read in the letter."""
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, (date, Decimal)):
        yield spoken(value, "de")
        yield str(to_json(value))
    if isinstance(value, Decimal):
        yield f"{value:,.2f} €".translate(str.maketrans(",.", ".,"))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _differs(place: str, expected: object, found: object) -> Problem:
    words = {"expected": "–" if expected is None else expected, "found": "null" if found is None else found}
    return Problem(place, _DIFFERS, words)
