"""What a town decides itself: a subset of JSON Schema 2020-12 with legal bounds and the body that decides.

Kinds: text, choice, integer, decimal and money (both as text: "12.50"), date, boolean, list (of texts or choices),
table (rows of plain columns, for example parking zones by street and house number).
Source of the duties: § 28 (2) Nr. 4 and 19 SächsGemO.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from fahrwasser.core.feel.values import Value
from fahrwasser.core.packages.findings import Problem
from fahrwasser.core.packages.reading import read_date
from fahrwasser.core.packages.values import Text
from fahrwasser.core.refused import N_, Refused

Kind = Literal["text", "choice", "integer", "decimal", "money", "date", "boolean", "list", "table"]
Body = Literal["gemeinderat", "buergermeister", "amt"]
COUNCIL: Body = "gemeinderat"
NOT_YET = N_(
    "The resolution holds from %(day)s only, but new cases would use the value at once. Please wait until then."
)
_NUMBER = {"money": r"-?[0-9]{1,12}(\.[0-9]{1,2})?", "decimal": r"-?[0-9]{1,12}(\.[0-9]{1,12})?"}


@dataclass(frozen=True, slots=True)
class LegalBounds:
    """What the law allows, both ends included; None = open. `norm` says where it stands."""

    least: Decimal | date | None
    most: Decimal | date | None
    norm: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value of the town, or one column of a table. `effects`: what it touches (forms, letters)."""

    name: str
    kind: Kind
    title: Text
    help: Text
    is_required: bool
    is_nullable: bool = False
    decides: Body | None = None
    reason: str = ""
    effects: tuple[str, ...] = ()
    bounds: LegalBounds | None = None
    """Also of kinds without order: then only the norm."""
    options: Mapping[str, Text] | None = None
    columns: tuple["Parameter", ...] = ()
    least: int | None = None
    most: int | None = None
    """Of an integer its value, of a text its length, of a table its rows."""


@dataclass(frozen=True, slots=True)
class ParameterSchema:
    """All parameters in the order of the file."""

    parameters: tuple[Parameter, ...]

    def names(self) -> frozenset[str]:
        """The names rules may read as parameter.<name>."""
        return frozenset(parameter.name for parameter in self.parameters)


@dataclass(frozen=True, slots=True)
class Resolution:
    """The Beschluss behind a value of the council."""

    number: str
    day: date
    valid_from: date


def check(
    schema: ParameterSchema,
    values: Mapping[str, object],
    decisions: Mapping[str, Resolution] | None = None,
    *,
    complete: bool = True,
) -> tuple[Problem, ...]:
    """Everything wrong with the values, by place (`zonen[2].strasse`).

    `decisions`: the Beschluss by parameter; None leaves out who decided; a value that is not used (null) needs none.
    `complete` False: the town may still add
    what is missing (the defaults of a package).
    """
    problems = list(_unknown(schema.parameters, values, ""))
    for parameter in schema.parameters:
        if parameter.name in values:
            problems += _value(parameter, values[parameter.name], parameter.name)
            is_council = parameter.decides == COUNCIL and values[parameter.name] is not None
            if decisions is not None and is_council and parameter.name not in decisions:
                problems.append(
                    Problem(
                        parameter.name,
                        N_("The council decides this value; add number, date and start of the resolution."),
                    )
                )
        elif parameter.is_required and complete:
            problems.append(Problem(parameter.name, N_("This value is missing.")))
    return tuple(problems)


def not_yet(values: Mapping[str, object], decisions: Mapping[str, Resolution], today: date) -> tuple[Problem, ...]:
    """Values in use whose resolution holds from a later day only: cases of today would have no law behind them."""
    return tuple(
        Problem(f"{name}.valid_from", NOT_YET, {"day": f"{decision.valid_from:%d.%m.%Y}"})
        for name, decision in decisions.items()
        if values.get(name) is not None and decision.valid_from > today
    )


def feel_values(schema: ParameterSchema, values: Mapping[str, object]) -> dict[str, Value]:
    """The values as rules see them: money and numbers Decimal, dates date, missing ones null."""
    return {parameter.name: _feel(parameter, values.get(parameter.name)) for parameter in schema.parameters}


def _feel(parameter: Parameter, raw: Any) -> Value:
    if raw is None or parameter.kind in ("text", "choice", "boolean"):
        return raw
    if parameter.kind == "list":
        return [_feel(parameter.columns[0], entry) for entry in raw]
    if parameter.kind == "table":
        return [{column.name: _feel(column, row.get(column.name)) for column in parameter.columns} for row in raw]
    return number_or_date(parameter.kind, raw, parameter.name)


def number_or_date(kind: Kind, raw: object, place: str, *, is_bound: bool = False) -> Decimal | date:
    """One bound or value of an ordered kind; a bound of money may also be a whole number. Raises Refused."""
    if kind == "date":
        return read_date(raw, place)
    if kind == "integer":
        if type(raw) is not int:
            raise Refused(N_("A whole number is expected."), place=place)
        return Decimal(raw)
    if type(raw) is int and is_bound:
        return Decimal(raw)
    if not isinstance(raw, str) or not re.fullmatch(_NUMBER[kind], raw):
        raise Refused(N_('A number written as text is expected, for example "12.50".'), place=place)
    return Decimal(raw)


def _unknown(parameters: Sequence[Parameter], values: Mapping[str, object], place: str) -> Iterator[Problem]:
    known = {parameter.name for parameter in parameters}
    for name in values:
        if name not in known:
            yield Problem(f"{place}{name}", N_("There is no parameter of this name."))


def _value(parameter: Parameter, raw: object, place: str) -> Iterator[Problem]:
    if raw is None and parameter.is_nullable:
        return iter(())
    check_kind = _CHECKS.get(parameter.kind, _ordered)
    return check_kind(parameter, raw, place)


def _text(parameter: Parameter, raw: object, place: str) -> Iterator[Problem]:
    if not isinstance(raw, str) or (parameter.is_required and not raw.strip()):
        yield Problem(place, N_("A text is expected."))
    else:
        yield from _count(parameter, len(raw), place)


def _choice(parameter: Parameter, raw: object, place: str) -> Iterator[Problem]:
    if raw not in (parameter.options or {}):
        options = ", ".join(parameter.options or {})
        yield Problem(place, N_("One of %(options)s is expected."), {"options": options})


def _boolean(_parameter: Parameter, raw: object, place: str) -> Iterator[Problem]:
    if type(raw) is not bool:
        yield Problem(place, N_("true or false is expected."))


def _table(parameter: Parameter, raw: object, place: str) -> Iterator[Problem]:
    if not isinstance(raw, list):
        yield Problem(place, N_("A list of rows is expected."))
        return
    yield from _count(parameter, len(raw), place)
    for number, row in enumerate(raw, start=1):
        here = f"{place}[{number}]"
        if not isinstance(row, Mapping):
            yield Problem(here, N_("A row {…} is expected."))
            continue
        yield from _unknown(parameter.columns, row, f"{here}.")
        for column in parameter.columns:
            if column.name in row:
                yield from _value(column, row[column.name], f"{here}.{column.name}")
            elif column.is_required:
                yield Problem(f"{here}.{column.name}", N_("This value is missing."))


def _list(parameter: Parameter, raw: object, place: str) -> Iterator[Problem]:
    if not isinstance(raw, list):
        yield Problem(place, N_("A list […] is expected."))
        return
    yield from _count(parameter, len(raw), place)
    for number, entry in enumerate(raw, start=1):
        yield from _value(parameter.columns[0], entry, f"{place}[{number}]")


def _ordered(parameter: Parameter, raw: object, place: str) -> Iterator[Problem]:
    try:
        value: Any = number_or_date(parameter.kind, raw, place)
    except Refused as refused:
        yield Problem(place, refused.msgid, refused.values)
        return
    if parameter.kind == "integer":
        yield from _count(parameter, int(value), place)
    bounds = parameter.bounds
    if bounds is None:
        return
    least, most = bounds.least, bounds.most
    if (least is not None and value < least) or (most is not None and value > most):
        ends = {"least": least, "most": most}
        words = {**{end: "–" if bound is None else str(bound) for end, bound in ends.items()}, "norm": bounds.norm}
        yield Problem(place, N_("The law allows %(least)s to %(most)s (%(norm)s)."), words)


def _count(parameter: Parameter, count: int, place: str) -> Iterator[Problem]:
    if parameter.least is not None and count < parameter.least:
        yield Problem(place, N_("At least %(least)s is expected."), {"least": parameter.least})
    if parameter.most is not None and count > parameter.most:
        yield Problem(place, N_("At most %(most)s is allowed."), {"most": parameter.most})


_CHECKS: dict[str, Callable[[Parameter, object, str], Iterator[Problem]]] = {
    "text": _text,
    "choice": _choice,
    "boolean": _boolean,
    "list": _list,
    "table": _table,
}
