"""Values → letter: the one way by which this system makes a PDF."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from fahrwasser.core.letters.errors import LetterError, LimitError
from fahrwasser.core.letters.picture import Picture, checked
from fahrwasser.core.letters.text import FONTS, Json, printable_values

TEMPLATES = Path(__file__).parent / "templates"
COMPILE = Path(__file__).with_name("compile.py")
LANGUAGES = ("de",)
"""German only: it is the official language (§ 23 VwVfG) and the words in base.typ are German."""
LARGEST_VALUES = 2_000_000
"""Bytes of JSON. An agenda with 44 projects has about 120,000."""

_OUT_OF_MEMORY = (3, -signal.SIGABRT)  # 3: compile.OUT_OF_MEMORY; Rust aborts when an allocation fails
_OUT_OF_TIME = (-signal.SIGXCPU, -signal.SIGKILL)
_PROXY_TO_NOWHERE = "http://127.0.0.1:9"
_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "RAYON_NUM_THREADS": "1",
    "HTTP_PROXY": _PROXY_TO_NOWHERE,
    "HTTPS_PROXY": _PROXY_TO_NOWHERE,
    "ALL_PROXY": _PROXY_TO_NOWHERE,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one letter may use: seconds of CPU time (one more of wall time), MiB of address space."""

    seconds: int = 20
    memory_mib: int = 1024


@dataclass(frozen=True, slots=True)
class Letter:
    """A PDF that declares PDF/A-3a and PDF/UA-1 and carries its values as `daten.json`.

    `replaced`: characters that the font cannot print, each once; the letter shows ▯ for them and says so.
    """

    pdf: bytes
    replaced: tuple[str, ...] = ()


def render(
    template: str,
    values: Mapping[str, Any],
    *,
    made: date,
    language: str = "de",
    coat_of_arms: Picture | None = None,
    folder: Path = TEMPLATES,
    limits: Limits = Limits(),
) -> Letter:
    """The letter `template` ("mandate", "agenda", "first-picture") with `values`, dated `made`.

    `values` are JSON-ready; their shapes are in templates/README.md. Same arguments, same bytes. All text
    is printed literally, never read as typst code.
    Raises LetterError (template or values are wrong), LimitError, PictureError.
    """
    path = folder / f"{template}.typ"
    if not re.fullmatch("[a-z][a-z-]*", template) or not path.is_file():
        known = ", ".join(sorted(found.stem for found in folder.glob("*.typ") if found.stem != "base"))
        raise LetterError(f"There is no letter template {template!r} in {folder.name}; known are: {known}.")
    if language not in LANGUAGES:
        raise LetterError(f"Letter {template}: language {language!r} has no words yet; use one of {LANGUAGES}.")
    data = _json(values, template)
    shown, replaced = printable_values(json.loads(data))
    job = {
        "template": str(path),
        "folder": str(folder),
        "fonts": str(FONTS),
        "timestamp": int(datetime.combine(made, time(), UTC).timestamp()),
        "seconds": limits.seconds,
        "memory_mib": limits.memory_mib,
        "inputs": {
            "data": data,
            "values": json.dumps(shown, ensure_ascii=False),
            "replaced": str(len(replaced)),
            "made": made.isoformat(),
            "language": language,
            "picture": json.dumps(_picture(coat_of_arms)),
        },
    }
    return Letter(pdf=_run(job, template, limits), replaced=tuple(replaced))


def _json(values: Mapping[str, Any], template: str) -> str:
    """One spelling for the same values, so that equal values give equal bytes."""
    try:
        data = json.dumps(values, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise LetterError(
            f"Letter {template}: the values are not plain JSON ({error}); pass text, numbers, lists and dicts."
        ) from error
    data = data.encode("utf-8", "replace").decode()  # lone surrogates have no UTF-8
    if len(data.encode()) > LARGEST_VALUES:
        raise LetterError(f"Letter {template}: the values are larger than {LARGEST_VALUES:,} bytes; shorten the texts.")
    return data


def _picture(picture: Picture | None) -> Json:
    if picture is None:
        return None
    return {"format": checked(picture), "bytes": list(picture.content), "alt": picture.alt.strip()}


def _run(job: dict[str, Any], template: str, limits: Limits) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-X", "utf8", str(COMPILE)],
            input=json.dumps(job).encode(),
            capture_output=True,
            env=_ENVIRONMENT,
            cwd=job["folder"],
            timeout=limits.seconds + 1,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise LimitError(_took_too_long(template, limits)) from error
    if done.returncode in _OUT_OF_TIME:
        raise LimitError(_took_too_long(template, limits))
    if done.returncode in _OUT_OF_MEMORY:
        raise LimitError(
            f"Letter {template} needed more than {limits.memory_mib} MiB of memory and was stopped;"
            " look for an endless loop in the template, or shorten the values."
        )
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip() or f"the process ended with {done.returncode}"
        raise LetterError(f"Letter {template} could not be set; correct the template or its values. {reason}")
    return done.stdout


def _took_too_long(template: str, limits: Limits) -> str:
    return (
        f"Letter {template} took longer than {limits.seconds} seconds and was stopped;"
        " look for an endless loop in the template, or shorten the values."
    )
