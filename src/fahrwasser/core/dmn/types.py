"""typeRef: what a value must be (DMN 1.5, 7.3.3 and 10.3.2.9.4). A value that does not fit becomes null."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from fahrwasser.core.dmn.model import ItemType
from fahrwasser.core.feel.run import Run
from fahrwasser.core.feel.values import Function, Value, kind
from fahrwasser.core.refused import N_, Refused

KINDS: dict[str, str] = {
    "number": "number",
    "string": "string",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "date and time": "date and time",
    "dateTime": "date and time",
    "days and time duration": "days and time duration",
    "dayTimeDuration": "days and time duration",
    "years and months duration": "years and months duration",
    "yearMonthDuration": "years and months duration",
    "context": "context",
    "list": "list",
    "range": "range",
    "Any": "",
    "": "",
}
_DEEPEST = 20
Check = Callable[[Run, Value], bool]


class Types:
    """The item definitions of a model with their compiled allowed values (by id of the definition)."""

    def __init__(self, types: Mapping[str, ItemType], checks: Mapping[int, Check]):
        self.types = types
        self.checks = checks

    def known(self, name: str, at: str) -> None:
        """Raises Refused when nobody defines the type."""
        if local(name) not in KINDS and local(name) not in self.types:
            raise Refused(N_("The type “%(name)s” is not defined in this file."), place=at, name=name)

    def fitted(self, run: Run, value: Value, name: str, at: str) -> Value:
        """The value as this type; null and a message when it does not fit."""
        if value is None or not name:
            return value
        fits, result = self._named(run, value, local(name), 0)
        return result if fits else run.say(f"{at}: {kind(value)} is not of the type {name}")

    def _named(self, run: Run, value: Value, name: str, depth: int) -> tuple[bool, Value]:
        if value is None or depth > _DEEPEST:
            return True, value
        item = self.types.get(name)
        if item is not None:
            return self._item(run, value, item, depth + 1)
        wanted = KINDS.get(name, "")
        found = kind(value)
        if not wanted or found == wanted or type(value) is Function:
            return True, value
        if wanted == "date and time" and type(value) is date:
            return True, datetime(value.year, value.month, value.day)
        if found == "list" and len(value) == 1 and kind(value[0]) == wanted:
            return True, value[0]
        return False, None

    def _item(self, run: Run, value: Value, item: ItemType, depth: int) -> tuple[bool, Value]:
        if not item.is_collection:
            if type(value) is list and len(value) == 1 and not self._is_list(item):
                value = value[0]
            return self._one(run, value, item, depth)
        values = []
        for single in value if type(value) is list else [value]:
            fits, fitted = self._one(run, single, item, depth)
            if not fits:
                return False, None
            values.append(fitted)
        return True, values

    def _is_list(self, item: ItemType) -> bool:
        base = self.types.get(local(item.base))
        return item.base == "list" or (base is not None and base.is_collection)

    def _one(self, run: Run, value: Value, item: ItemType, depth: int) -> tuple[bool, Value]:
        if value is None:
            return True, None
        fits, fitted = (
            self._structure(run, value, item, depth)
            if item.components
            else self._named(run, value, local(item.base), depth)
        )
        check = self.checks.get(id(item))
        return (fits and (check is None or check(run, fitted))), fitted

    def _structure(self, run: Run, value: Value, item: ItemType, depth: int) -> tuple[bool, Value]:
        if type(value) is not dict:
            return False, None
        fitted = dict(value)
        for component in item.components:
            if component.name not in value:
                return False, None
            fits, fitted[component.name] = (
                self._item(run, value[component.name], component, depth + 1)
                if value[component.name] is not None
                else (True, None)
            )
            if not fits:
                return False, None
        return True, fitted


def local(name: str) -> str:
    """`feel:number` and `feel.number` are `number`."""
    return name.removeprefix("feel:").removeprefix("feel.")
