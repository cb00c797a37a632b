"""Built-in functions: a signature in words and a Python function (DMN 1.5, 10.3.4).

`@builtin("substring(string: string, start: number, length?: number)")` registers `call(run, *arguments)`. A `?`
after the name marks an optional argument, `...` after the kind "one list or several values". Kinds are those of
`values.kind`, joined by `|`; `any` also takes null. A call whose arguments fit no signature is null.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fahrwasser.core.feel.run import Run
from fahrwasser.core.feel.values import Value, kind

_PARAMETER = re.compile(r"([^:,]+?)(\?)?: ([^,.]+)(\.\.\.)?(?:, |$)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; `kinds` empty = any value, null included."""

    name: str
    kinds: frozenset[str]
    is_optional: bool
    is_many: bool


@dataclass(frozen=True, slots=True)
class Overload:
    """One signature of a function."""

    parameters: tuple[Parameter, ...]
    call: Callable[..., Value]

    def fit(self, arguments: list[Value]) -> list[Value] | None:
        """The arguments as the function takes them, or None when they do not fit."""
        if self.parameters and self.parameters[-1].is_many:
            arguments = self._gathered(arguments)
        if len(arguments) > len(self.parameters):
            return None
        fitted: list[Value] = []
        for index, parameter in enumerate(self.parameters):
            if index >= len(arguments):
                if not parameter.is_optional:
                    return None
                continue
            found, value = _fitted(parameter, arguments[index])
            if not found:
                return None
            fitted.append(value)
        return fitted

    def _gathered(self, arguments: list[Value]) -> list[Value]:
        fixed = len(self.parameters) - 1
        many = arguments[fixed:]
        if not many:
            return arguments
        alone = len(many) == 1 and type(many[0]) is list and fixed == 0
        return [*arguments[:fixed], many[0] if alone else many]


REGISTRY: dict[str, tuple[Overload, ...]] = {}
IMPURE = {"now", "today"}


def builtin(signature: str) -> Callable[[Callable[..., Value]], Callable[..., Value]]:
    """Register the decorated function under its signature."""
    name, _, rest = signature.partition("(")
    parameters = tuple(
        Parameter(found[1], frozenset(found[3].split("|")) - {"any"}, bool(found[2]), bool(found[4]))
        for found in _PARAMETER.finditer(rest.removesuffix(")"))
    )

    def register(function: Callable[..., Value]) -> Callable[..., Value]:
        REGISTRY[name] = (*REGISTRY.get(name, ()), Overload(parameters, function))
        return function

    return register


def by_name(overloads: tuple[Overload, ...], names: tuple[str, ...]) -> tuple[tuple[Overload, tuple[int, ...]], ...]:
    """The signatures that know all the names, with the position each argument takes."""
    fitting: list[tuple[Overload, tuple[int, ...]]] = []
    for overload in overloads:
        known = [parameter.name for parameter in overload.parameters]
        if len(set(names)) == len(names) and all(name in known for name in names):
            positions = tuple(known.index(name) for name in names)
            if set(range(len(positions))) == set(positions):
                fitting.append((overload, positions))
    return tuple(fitting)


def invoke(run: Run, name: str, overloads: tuple[Overload, ...], arguments: list[Value], at: str) -> Value:
    """The value of the first signature the arguments fit; null with a message otherwise."""
    for overload in overloads:
        fitted = overload.fit(arguments)
        if fitted is not None:
            try:
                result = overload.call(run, *fitted)
            except (ArithmeticError, ValueError):
                result = None
            if result is None:
                run.say(f"{at}: {name}() has no value for these arguments")
            return result
    given = ", ".join(kind(value) for value in arguments)
    return run.say(f"{at}: {name}() does not take ({given})")


def _fitted(parameter: Parameter, value: Any) -> tuple[bool, Value]:
    """Whether the value fits, and the value: a single value where a list is wanted and the other way round."""
    kinds = parameter.kinds
    if not kinds:
        return True, value
    found = kind(value)
    if found in kinds:
        return True, value
    if "list" in kinds and found != "null":
        return True, [value]
    if found == "list" and len(value) == 1 and kind(value[0]) in kinds:
        return True, value[0]
    return False, None
