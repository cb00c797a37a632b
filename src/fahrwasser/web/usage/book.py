"""What one process has counted since it last wrote: in memory, gone with the process, without any person."""

import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock

LONGEST_S = 3600
MOST_MARKS = 5000
Key = tuple[date, str]


@dataclass(slots=True)
class Count:
    """Of one part on one day."""

    uses: int = 0
    seconds_total: int = 0
    seconds_n: int = 0


@dataclass(frozen=True, slots=True)
class Noted:
    """Taken out of the book: what was counted since `began`, town by town."""

    began: datetime | None
    towns: Mapping[uuid.UUID, Mapping[Key, Count]]


class Book:
    """Counts and, to measure a form, when it was shown.

    A mark's name is a number that only this process can make from person and address (`who`); it cannot be undone,
    is never written anywhere, and goes when the form is handed in or after an hour at the latest.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._secret = os.urandom(16)
        self._marks: dict[int, float] = {}
        self._towns: dict[uuid.UUID, dict[Key, Count]] = {}
        self._began: datetime | None = None

    def opened(self, town: uuid.UUID, feature: str, at: datetime, day: date) -> bool:
        """One more page; True when the book was empty before."""
        with self._lock:
            is_first = self._began is None
            self._count(town, feature, at, day).uses += 1
            return is_first

    def shown(self, who: object, clock_s: float) -> None:
        """A page that may hold a form; seen again, the clock starts anew."""
        mark = hash((self._secret, who))
        with self._lock:
            self._marks.pop(mark, None)
            self._marks[mark] = clock_s
            while self._marks:
                oldest = next(iter(self._marks))
                if len(self._marks) <= MOST_MARKS and clock_s - self._marks[oldest] <= LONGEST_S:
                    break
                del self._marks[oldest]

    def handed_in(self, who: object, town: uuid.UUID, feature: str, at: datetime, day: date, clock_s: float) -> bool:
        """The form that was shown is saved; a form of which we do not know since when is not measured."""
        with self._lock:
            began = self._marks.pop(hash((self._secret, who)), None)
            if began is None:
                return False
            is_first = self._began is None
            count = self._count(town, feature, at, day)
            count.seconds_total += min(round(clock_s - began), LONGEST_S)
            count.seconds_n += 1
            return is_first

    def take(self) -> Noted:
        """Everything counted so far; the book is empty afterwards, the marks stay."""
        with self._lock:
            noted = Noted(self._began, self._towns)
            self._towns, self._began = {}, None
            return noted

    def _count(self, town: uuid.UUID, feature: str, at: datetime, day: date) -> Count:
        if self._began is None:
            self._began = at
        return self._towns.setdefault(town, {}).setdefault((day, feature), Count())
