"""Contexts (DMN 1.5, 10.3.4.8)."""

from fahrwasser.core.feel.functions.registry import builtin
from fahrwasser.core.feel.run import Run
from fahrwasser.core.feel.values import Value

Context = dict[str, Value]


@builtin("get value(m: context, key: string)")
def _get(_: Run, context: Context, key: str) -> Value:
    return context.get(key)


@builtin("get value(m: context, key: list)")
def _get_path(_: Run, context: Context, path: list[Value]) -> Value:
    value: Value = context
    for key in path:
        value = value.get(key) if type(value) is dict and type(key) is str else None
    return value if path else None


@builtin("get entries(m: context)")
def _entries(_: Run, context: Context) -> Value:
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context(entries: list)")
def _context(_: Run, entries: list[Value]) -> Value:
    result: Context = {}
    for entry in entries:
        if (
            type(entry) is not dict
            or type(entry.get("key")) is not str
            or "value" not in entry
            or entry["key"] in result
        ):
            return None
        result[entry["key"]] = entry["value"]
    return result


@builtin("context put(context: context, key: string, value: any)")
def _put(_: Run, context: Context, key: str, value: Value) -> Value:
    return {**context, key: value}


@builtin("context put(context: context, keys: list, value: any)")
def _put_path(run: Run, context: Context, keys: list[Value], value: Value) -> Value:
    if not keys or type(keys[0]) is not str:
        return None
    if len(keys) == 1:
        return {**context, keys[0]: value}
    inner = context.get(keys[0])
    changed = _put_path(run, inner, keys[1:], value) if type(inner) is dict else None
    return None if changed is None else {**context, keys[0]: changed}


@builtin("context merge(contexts: list)")
def _merge(_: Run, contexts: list[Value]) -> Value:
    if any(type(context) is not dict for context in contexts):
        return None
    merged: Context = {}
    for context in contexts:
        merged.update(context)
    return merged


@builtin("is defined(value: any)")
def _is_defined(_: Run, value: Value) -> Value:
    return value is not None
