"""Strings (DMN 1.5, 10.3.4.3): code points, positions count from 1."""

from decimal import Decimal

from fahrwasser.core.feel.functions.patterns import LIMIT_S, compiled, replacement
from fahrwasser.core.feel.functions.registry import builtin
from fahrwasser.core.feel.functions.written import written
from fahrwasser.core.feel.run import MOST_STEPS, MOST_TEXT, Run
from fahrwasser.core.feel.values import Value


@builtin("substring(string: string, start position: number, length?: number)")
def _substring(_: Run, string: str, start: Decimal, length: Decimal | None = None) -> Value:
    first = int(start) - 1 if start > 0 else len(string) + int(start)
    if start == 0 or first < 0 or first >= max(1, len(string)) or (length is not None and length < 1):
        return None
    return string[first:] if length is None else string[first : first + int(length)]


@builtin("string length(string: string)")
def _length(_: Run, string: str) -> Value:
    return Decimal(len(string))


@builtin("upper case(string: string)")
def _upper(_: Run, string: str) -> Value:
    return string.upper()


@builtin("lower case(string: string)")
def _lower(_: Run, string: str) -> Value:
    return string.lower()


@builtin("trim(string: string)")
def _trim(_: Run, string: str) -> Value:
    return string.strip()


@builtin("substring before(string: string, match: string)")
def _before(_: Run, string: str, match: str) -> Value:
    return string.partition(match)[0] if match and match in string else ""


@builtin("substring after(string: string, match: string)")
def _after(_: Run, string: str, match: str) -> Value:
    return string.partition(match)[2] if match else string


@builtin("contains(string: string, match: string)")
def _contains(_: Run, string: str, match: str) -> Value:
    return match in string


@builtin("starts with(string: string, match: string)")
def _starts(_: Run, string: str, match: str) -> Value:
    return string.startswith(match)


@builtin("ends with(string: string, match: string)")
def _ends(_: Run, string: str, match: str) -> Value:
    return string.endswith(match)


@builtin("string join(list: list, delimiter?: string|null)")
def _join(_: Run, items: list[Value], delimiter: str | None = None) -> Value:
    if any(item is not None and type(item) is not str for item in items):
        return None
    text = (delimiter or "").join(item for item in items if item is not None)
    return text if len(text) <= MOST_TEXT else None


@builtin("matches(input: string, pattern: string, flags?: string|null)")
def _matches(run: Run, text: str, pattern: str, flags: str | None = None) -> Value:
    found = compiled(pattern, flags or "")
    if found is None:
        return None
    run.spend(len(text))
    try:
        return found.search(text, timeout=LIMIT_S) is not None
    except TimeoutError:
        return _too_long(run, "matches")


@builtin("replace(input: string, pattern: string, replacement: string, flags?: string|null)")
def _replace(run: Run, text: str, pattern: str, by: str, flags: str | None = None) -> Value:
    found = compiled(pattern, flags or "")
    parts = None if found is None else replacement(by, found.groups)
    if found is None or parts is None:
        return None

    run.spend(len(text))

    def filled(match: object) -> str:
        return "".join(part if type(part) is str else _group(match, part) for part in parts)

    try:
        if found.search("", timeout=LIMIT_S):
            return None  # XPath: a pattern that matches the empty string cannot replace
        return found.sub(filled, text, timeout=LIMIT_S)
    except TimeoutError:
        return _too_long(run, "replace")


def _group(match: object, number: str | int) -> str:
    """The text of a group; an unknown group or one that took no part is empty."""
    groups = (match[0], *match.groups())  # type: ignore[index, attr-defined]
    return groups[int(number)] or "" if int(number) < len(groups) else ""


def _too_long(run: Run, name: str) -> None:
    """The pattern hit its time limit: null, and a few such patterns end the evaluation."""
    run.spend(MOST_STEPS // 10)
    run.say(f"{name}(): the pattern took too long")


@builtin("split(string: string, delimiter: string)")
def _split(run: Run, string: str, delimiter: str) -> Value:
    found = compiled(delimiter, "")
    if found is None:
        return None
    try:
        run.spend(len(string))
        parts, end = [], 0
        for match in found.finditer(string, timeout=LIMIT_S):
            if match.end() > match.start():
                parts.append(string[end : match.start()])
                end = match.end()
        return [*parts, string[end:]]
    except TimeoutError:
        return _too_long(run, "split")


@builtin("string(from: any)")
def _string(_: Run, value: Value) -> Value:
    return None if value is None else written(value)
