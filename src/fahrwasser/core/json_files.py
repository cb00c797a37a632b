"""JSON from outside, read strictly: hostile until parsed, every refusal with line and column or the place."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from fahrwasser.core.refused import N_, Refused

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
LARGEST = 2_000_000


def load_json(raw: bytes, *, largest: int = LARGEST, fractions: bool = False) -> Json:
    """The value of one file. Raises Refused with line and column, or with a place for what is no JSON of ours.

    Numbers with a fraction are refused unless `fractions`: money is written as text ("12.50"), so nothing is ever
    rounded.
    """
    if len(raw) > largest:
        raise Refused(N_("The file is larger than %(most)s bytes."), line=1, column=1, most=largest)
    try:
        value: Json = json.loads(
            raw.decode("utf-8-sig"),
            object_pairs_hook=_no_twins,
            parse_constant=_no_constant,
            parse_float=_finite if fractions else _no_fraction,
        )
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        raise Refused(
            N_("A character cannot be read as UTF-8; save the file as UTF-8."), line=line, column=column
        ) from error
    except json.JSONDecodeError as error:
        raise Refused(
            N_("This is no JSON (%(reason)s); correct it here."),
            line=error.lineno,
            column=error.colno,
            reason=error.msg,
        ) from error
    except RecursionError as error:
        raise Refused(N_("The file is nested too deeply."), line=1, column=1) from error
    except ValueError as error:
        if isinstance(error, Refused):
            raise
        raise Refused(N_("The file holds a number that is too long."), line=1, column=1) from error
    return value


def _no_twins(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for key, value in pairs:
        if key in found:
            raise Refused(N_("The key “%(key)s” stands twice in one object; keep one."), place=key, key=key)
        found[key] = value
    return found


def _no_constant(name: str) -> Json:
    raise Refused(N_("“%(found)s” is no number."), place=name, found=name)


def _no_fraction(digits: str) -> Json:
    raise Refused(
        N_("“%(found)s” is not allowed here; write amounts and shares as text, for example \"12.50\"."),
        place=digits, found=digits,
    )  # fmt: skip


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise Refused(N_("The file holds a number that is too long."), place=digits)
    return number
