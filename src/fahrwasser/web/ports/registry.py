"""Which adapters there are. A source answers a question, a sink takes a record; a town binds ports to them.

An adapter counts when it passes the contract tests (tests/web/ports), which run over everything registered here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from fahrwasser.core.feel.values import Value
from fahrwasser.core.packages.verbs import STATUSES, Status
from fahrwasser.web.tenants.models import Municipality

ANY_PORT = "*"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `values` by the names of the package, `settings` of the town's binding."""

    municipality: Municipality
    port: str
    values: Mapping[str, Value]
    settings: Mapping[str, Any]
    now: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """`status`: bestaetigt, widerspricht, schweigt (knows nothing, or did not answer), gesperrt, ungebunden."""

    status: Status
    data: Mapping[str, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.status not in STATUSES:
            raise ValueError(f"status {self.status!r} is none of {STATUSES}")


@dataclass(frozen=True, slots=True)
class Source:
    """`is_remote`: asks over a network, so never inside a transaction."""

    ask: Callable[[Question], Answer]
    is_remote: bool


@dataclass(frozen=True, slots=True)
class Parcel:
    """One record on its way out. The same `key` is the same record, however often it is sent."""

    municipality: Municipality
    port: str
    key: str
    record: Mapping[str, Any]
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the other system says: `is_accepted`, and its own words (number of the booking, reason of a refusal)."""

    is_accepted: bool
    answer: Mapping[str, Any]


class Sink(Protocol):
    """Both may be repeated and raise OSError when the other side cannot be reached."""

    def send(self, parcel: Parcel) -> Receipt | None:
        """The record is there. A receipt if the other system answers at once."""
        ...

    def answer(self, parcel: Parcel) -> Receipt | None:
        """The receipt for a record that was sent before, if there is one by now."""
        ...

    def forget(self, parcel: Parcel) -> None:
        """What this side has kept of the record is gone; the other side keeps its own by its own law."""
        ...


SOURCES: dict[tuple[str, str], Source] = {}
SINKS: dict[str, Sink] = {}


def source(port: str, adapter: str, *, remote: bool = False) -> Callable[[Callable[[Question], Answer]], Any]:
    """Registers the function as `adapter` of this port (`*`: of any port)."""

    def register(ask: Callable[[Question], Answer]) -> Callable[[Question], Answer]:
        known = SOURCES.get((port, adapter))
        if known and known.ask is not ask:
            raise ValueError(f"the port {port!r} has two adapters {adapter!r}")
        SOURCES[port, adapter] = Source(ask, remote)
        return ask

    return register


def sink(adapter: str) -> Callable[[type[Sink]], type[Sink]]:
    """Registers the class as adapter of outgoing ports."""

    def register(kind: type[Sink]) -> type[Sink]:
        if adapter in SINKS and type(SINKS[adapter]) is not kind:
            raise ValueError(f"two sinks are called {adapter!r}")
        SINKS[adapter] = kind()
        return kind

    return register


def find_source(port: str, adapter: str) -> Source | None:
    """The adapter for this port, its own before the general one."""
    return SOURCES.get((port, adapter)) or SOURCES.get((ANY_PORT, adapter))
