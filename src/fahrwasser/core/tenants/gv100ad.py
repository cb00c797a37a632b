"""The official register of municipalities as Destatis publishes it: GV100AD, 220 characters a line.

Slices: docs/reference/standards (Gemeindeverzeichnis), 0-based. The download is CP1252, copies are often
UTF-8; the first line with a letter beyond ASCII tells which. Lines are read one by one, so memory stays
small.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from fahrwasser.core.refused import N_, Refused

LINE_LENGTH = 220
MAX_LINES = 60_000  # the register has 16,000; four times that is not the register
KINDS = {
    "60": "Markt",
    "61": "Kreisfreie Stadt",
    "62": "Stadtkreis",
    "63": "Stadt",
    "64": "Gemeinde",
    "65": "Gemeindefreies Gebiet, bewohnt",
    "66": "Gemeindefreies Gebiet, unbewohnt",
    "67": "Große Kreisstadt",
}
_NO_DISTRICT = "000"  # one border area belongs to no district
_STANDALONE_ASSOCIATION = "50"  # Textkennzeichen: verbandsfreie Gemeinde, its own administration


@dataclass(frozen=True, slots=True)
class Municipality:
    """One line of type 60. `area_ha` in hectares; `postcode` is the one of the seat of administration or "".

    `official_name` as printed ("Chemnitz, Stadt"), `name` without the title ("Chemnitz"). `association` and
    `seat` name the Verwaltungsverband that works for the town and where it sits, "" for a town with its own
    town hall.
    """

    ags: str
    ars: str
    name: str
    official_name: str
    kind: str
    district: str
    association: str
    seat: str
    state: str
    population: int
    area_ha: int
    postcode: str


def read_register(stream: BinaryIO) -> "Register":
    """Open the register; its `day` is known at once, iterating gives the municipalities.

    Raises Refused with line and column for anything that is not this format: then nothing should be kept of
    what was read before.
    """
    return Register(stream)


class Register:
    """The municipalities of one register file, in file order, readable once."""

    def __init__(self, stream: BinaryIO):
        self._lines = _Lines(stream)
        first = next(self._lines, None)
        if first is None:
            raise Refused(N_("The file is empty. Please choose the file GV100AD of Destatis."), line=1, column=1)
        self.day = _day(first, 1)
        self._first = first
        self._names: dict[str, str] = {}
        self._associations: dict[str, tuple[str, str]] = {}
        self._seen: set[str] = set()

    def __iter__(self) -> Iterator[Municipality]:
        """Yield every municipality; Refused also when there is none at all."""
        number = 0
        for number, text in enumerate(self._all_lines(), start=1):
            if number > MAX_LINES:
                raise Refused(N_("The file has more than %(most)s lines."), line=number, column=1, most=MAX_LINES)
            if text[2:10] != self.day.strftime("%Y%m%d"):
                raise Refused(
                    N_("The date “%(found)s” differs from the first line. The file mixes two editions."),
                    line=number,
                    column=3,
                    found=text[2:10],
                )
            municipality = self._record(text, number)
            if municipality is not None:
                yield municipality
        if not self._seen:
            raise Refused(N_("The file names no municipality (lines of type 60)."), line=number, column=1)

    def _all_lines(self) -> Iterator[str]:
        yield self._first
        yield from self._lines

    def _record(self, text: str, number: int) -> Municipality | None:
        kind = text[0:2]
        if kind == "60":
            return self._municipality(text, number)
        name = text[22:72].strip()
        if kind == "10":
            self._names[_digits(text, 10, 12, number)] = name
        elif kind == "40":
            self._names[_digits(text, 10, 15, number)] = name
        elif kind == "50":
            key = _digits(text, 10, 15, number) + _digits(text, 18, 22, number)
            alone = text[122:124] == _STANDALONE_ASSOCIATION
            self._associations[key] = ("", "") if alone else (_title_off(name), text[72:122].strip())
        elif kind not in ("20", "30"):
            raise Refused(
                N_("Unknown record type “%(found)s”. Expected is the format GV100AD with types 10 to 60."),
                line=number,
                column=1,
                found=kind,
            )
        return None

    def _municipality(self, text: str, number: int) -> Municipality:
        ags = _digits(text, 10, 18, number)
        if ags in self._seen:
            raise Refused(N_("The key %(ags)s occurs twice."), line=number, column=11, ags=ags)
        self._seen.add(ags)
        code = text[122:124]
        if code not in KINDS:
            raise Refused(N_("Unknown kind of municipality “%(found)s”."), line=number, column=123, found=code)
        official = text[22:72].strip()
        if not official:
            raise Refused(N_("The name of the municipality is missing."), line=number, column=23)
        population = int(_digits(text, 139, 150, number))
        if int(_digits(text, 150, 161, number)) > population:
            raise Refused(N_("More men than inhabitants: the columns are shifted."), line=number, column=151)
        association, seat = self._association(text, number)
        return Municipality(
            ags=ags,
            ars=ags[:5] + _digits(text, 18, 22, number) + ags[5:],
            name=_title_off(official),
            official_name=official,
            kind=KINDS[code],
            district=self._known(ags[:5], number) if ags[2:5] != _NO_DISTRICT else "",
            association=association,
            seat=seat,
            state=self._known(ags[:2], number),
            population=population,
            area_ha=int(_digits(text, 128, 139, number)),
            postcode=_postcode(text, number),
        )

    def _known(self, key: str, number: int) -> str:
        if key not in self._names:
            raise Refused(
                N_("The state or district %(key)s is not named before. Lines are missing or out of order."),
                line=number,
                column=11,
                key=key,
            )
        return self._names[key]

    def _association(self, text: str, number: int) -> tuple[str, str]:
        key = text[10:15] + text[18:22]
        if key not in self._associations:
            raise Refused(
                N_("The association %(key)s is not named before. Lines are missing or out of order."),
                line=number,
                column=19,
                key=key,
            )
        return self._associations[key]


class _Lines:
    """Decoded lines of exactly 220 characters."""

    def __init__(self, stream: BinaryIO):
        self._stream = stream
        self._number = 0
        self._encoding = ""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        # UTF-8 needs at most 4 bytes a character; anything longer is not this format and is not read to its
        # end.
        raw = self._stream.readline(4 * LINE_LENGTH + 8)
        if not raw:
            raise StopIteration
        self._number += 1
        if self._number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        text = self._decoded(raw.rstrip(b"\r\n"))
        if len(text) != LINE_LENGTH:
            raise Refused(
                N_("The line has %(found)s characters instead of %(wanted)s. This is not GV100AD."),
                line=self._number,
                column=min(len(text), LINE_LENGTH) + 1,
                found=len(text),
                wanted=LINE_LENGTH,
            )
        for column, letter in enumerate(text, start=1):
            if not letter.isprintable():
                raise Refused(N_("There is a control character."), line=self._number, column=column)
        return text

    def _decoded(self, raw: bytes) -> str:
        if raw.isascii():
            return raw.decode("ascii")
        if not self._encoding:
            self._encoding = "utf-8" if _is_utf8(raw) else "cp1252"
        try:
            return raw.decode(self._encoding)
        except UnicodeDecodeError as error:
            raise Refused(
                N_("A character cannot be read as %(encoding)s."),
                line=self._number,
                column=error.start + 1,
                encoding=self._encoding.upper(),
            ) from error


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _day(text: str, number: int) -> date:
    try:
        day = date(int(text[2:6]), int(text[6:8]), int(text[8:10]))
    except ValueError as error:
        raise Refused(
            N_("“%(found)s” is not a date (year, month, day)."), line=number, column=3, found=text[2:10]
        ) from error
    if day.year < 1990:
        raise Refused(N_("An edition before 1990 cannot be read."), line=number, column=3)
    return day


def _digits(text: str, start: int, end: int, number: int) -> str:
    part = text[start:end]
    for offset, letter in enumerate(part):
        if letter not in "0123456789":
            raise Refused(
                N_("A digit is expected, not “%(found)s”."),
                line=number,
                column=start + offset + 1,
                found=letter,
            )
    return part


def _postcode(text: str, number: int) -> str:
    return "" if not text[165:170].strip() else _digits(text, 165, 170, number)


def _title_off(official: str) -> str:
    return official.split(",", 1)[0].strip()
