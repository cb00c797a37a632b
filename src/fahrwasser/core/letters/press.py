"""The press: values → letter, many after the other. The one way by which this system makes a PDF."""

import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path, PurePosixPath
from shutil import rmtree
from typing import Any, Self

from fahrwasser.core.letters.errors import LetterError
from fahrwasser.core.letters.picture import Picture, checked
from fahrwasser.core.letters.process import LIMITS, LetterProcess, Limits
from fahrwasser.core.letters.text import printable_values

TEMPLATES = Path(__file__).parent / "templates"
SHARED = "fahrwasser"
"""The folder of our own blocks that every template may import: `#import "/fahrwasser/bescheid.typ": *`."""
LANGUAGES = ("de",)
"""German only: it is the official language (§ 23 VwVfG) and the words of our blocks are German."""
LARGEST_VALUES = 2_000_000
"""Bytes of JSON. An agenda with 44 projects has about 120,000."""
LARGEST_FOLDER = 5_000_000
"""Bytes of all files that a package's templates see."""
MOST_FOLDERS = 200
"""Staged at the same time: one for each package release and coat of arms."""

_TEMPLATE_NAME = re.compile("[a-z][a-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Letter:
    """A PDF that declares PDF/A-3a and PDF/UA-1 and carries its values as `daten.json`.

    `replaced`: characters that the font cannot print, each once; the letter shows ▯ for them and says so.
    """

    pdf: bytes
    replaced: tuple[str, ...] = ()


class Press:
    """Sets letters in one limited process: `with Press() as press: press.set("bescheid", values, …)`.

    The process starts with the first letter and keeps the fonts warm. Not for several threads at once.
    """

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._stage = tempfile.TemporaryDirectory(prefix="fahrwasser-letters-")
        self._process = LetterProcess([Path(self._stage.name)], limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def process_id(self) -> int | None:
        """The process that sets the letters, if one runs."""
        return self._process.process_id

    def close(self) -> None:
        """Process and staged folders are gone."""
        self._process.end()
        self._stage.cleanup()

    def set(
        self,
        template: str,
        values: Mapping[str, Any],
        *,
        made: date,
        files: Mapping[str, bytes] | None = None,
        language: str = "de",
        coat_of_arms: Picture | None = None,
    ) -> Letter:
        """The letter `template` with `values`, dated `made`.

        `files`: the folder of a package's templates, by relative path ("bescheid.typ"); none = our own papers. The
        template sees these files and our blocks in /fahrwasser, nothing else. `values` are JSON-ready. Same arguments,
        same bytes. All text is printed literally, never read as typst code.
        Raises LetterError (template or values are wrong), LimitError, PictureError.
        """
        seen = _own_files() if files is None else files
        if not _TEMPLATE_NAME.fullmatch(template) or f"{template}.typ" not in seen:
            names = ", ".join(sorted(name.removesuffix(".typ") for name in seen if name.endswith(".typ")))
            raise LetterError(f"There is no letter template {template!r}; known are: {names}.")
        if language not in LANGUAGES:
            raise LetterError(f"Letter {template}: language {language!r} has no words yet; use one of {LANGUAGES}.")
        data = _json(values, template)
        shown, replaced = printable_values(json.loads(data))
        job = {
            "template": f"{template}.typ",
            "folder": str(self._staged(seen, coat_of_arms)),
            "timestamp": int(datetime.combine(made, time(), UTC).timestamp()),
            "inputs": {
                "data": data,
                "values": json.dumps(shown, ensure_ascii=False),
                "replaced": str(len(replaced)),
                "made": made.isoformat(),
                "language": language,
                "picture": json.dumps(
                    coat_of_arms and {"file": f"/{_picture_path(coat_of_arms)}", "alt": coat_of_arms.alt.strip()}
                ),
            },
        }
        return Letter(pdf=self._process.typeset(job, template), replaced=tuple(replaced))

    def _staged(self, files: Mapping[str, bytes], picture: Picture | None) -> Path:
        """A folder with exactly these files, our blocks and the picture; the same files share one."""
        every = dict(files) | ({_picture_path(picture): picture.content} if picture else {})
        key = sha256(repr(sorted((name, sha256(content).digest()) for name, content in every.items())).encode())
        folder = Path(self._stage.name) / key.hexdigest()[:32]
        if not folder.exists():
            _check_files(files)
            _make_room(folder.parent)
            fresh = Path(tempfile.mkdtemp(dir=folder.parent))
            for name, content in (every | dict(_blocks())).items():
                path = fresh / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            fresh.rename(folder)  # whole or not at all
        return folder


@cache
def _own_files() -> Mapping[str, bytes]:
    """The templates of our own papers."""
    return {path.name: path.read_bytes() for path in TEMPLATES.glob("*.typ")}


@cache
def _blocks() -> Mapping[str, bytes]:
    return {f"{SHARED}/{path.name}": path.read_bytes() for path in (TEMPLATES / SHARED).glob("*.typ")}


@lru_cache(maxsize=64)
def _picture_path(picture: Picture) -> str:
    """Where the picture is staged. Raises PictureError unless it is harmless."""
    return f"{SHARED}/wappen.{checked(picture)}"


def _make_room(stage: Path) -> None:
    """A long-lived press forgets the folders of old releases; none is in use between two letters."""
    folders = list(stage.iterdir())
    if len(folders) >= MOST_FOLDERS:
        for folder in folders:
            rmtree(folder)


def _check_files(files: Mapping[str, bytes]) -> None:
    if sum(map(len, files.values())) > LARGEST_FOLDER:
        raise LetterError(f"The files of the letters are larger than {LARGEST_FOLDER:,} bytes; make pictures smaller.")
    for name in files:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\0" in name or "\\" in name or str(path) != name:
            raise LetterError(f"The letter file {name!r} has no plain relative path; rename it.")
        if path.parts[0] == SHARED:
            raise LetterError(f"The letter file {name!r} lies in the folder of our own blocks; choose another folder.")


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
