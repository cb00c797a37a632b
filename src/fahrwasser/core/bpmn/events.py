"""What happens to a process (events) and what it asks of the world (effects). Nodes are named by their id.

Times are aware. A token is the number of one stay at one node: every new stay has a new number, so an event for a
number that is no longer open changes nothing. What is opened and over again within one step is not mentioned.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from fahrwasser.core.feel import Expression


@dataclass(frozen=True, slots=True)
class Start:
    """The process begins, without a trigger or by `message`, whose `values` go into the variable of the start event."""

    at: datetime
    message: str | None = None
    values: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A user, service or send task is finished. `result`: FEEL values; `started`: when it was taken up, if known."""

    token: int
    at: datetime
    result: Mapping[str, Any] | None = None
    started: datetime | None = None


@dataclass(frozen=True, slots=True)
class Timer:
    """An armed timer is due (or was due: late ones count as fired now)."""

    token: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """A message for this case. With `token` it goes to that wait only; without, to the only wait for its name."""

    name: str
    at: datetime
    values: Mapping[str, Any] | None = None
    token: int | None = None


@dataclass(frozen=True, slots=True)
class Error:
    """A service or send task (or a user task) ended with a business error."""

    token: int
    code: str
    at: datetime


Event = Start | Done | Timer | Message | Error


@dataclass(frozen=True, slots=True)
class OpenTask:
    """Work for a person until CloseTask; `due` is the deadline in UTC."""

    token: int
    node: str
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Call:
    """Outbound work until CloseTask; comes back as Done or Error."""

    token: int
    node: str


@dataclass(frozen=True, slots=True)
class CloseTask:
    """The task or call is over: done when a Finished names the same token, else withdrawn."""

    token: int


@dataclass(frozen=True, slots=True)
class ArmTimer:
    """Send Timer(token) at `due` (UTC, may be past), until DisarmTimer."""

    token: int
    node: str
    due: datetime


@dataclass(frozen=True, slots=True)
class DisarmTimer:
    """The timer is over, fired or not."""

    token: int


@dataclass(frozen=True, slots=True)
class Await:
    """Send Message(name, token=token) when it comes, until Forget."""

    token: int
    node: str
    message: str


@dataclass(frozen=True, slots=True)
class Forget:
    """The wait is over, message or not."""

    token: int


class Finished(NamedTuple):
    """A node is finished and its token took `flows`. `started` is None when nobody said; `token` 0 = did not wait.

    A tuple, because a step makes one for each node: a frozen dataclass takes three times as long to make.
    """

    node: str
    enabled: datetime
    started: datetime | None
    completed: datetime
    token: int
    flows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """The process is over. `outcome`: the end event reached last; `error`: code of an error nobody caught, or ""."""

    outcome: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """The step could not be made and changed nothing; the same event may be sent again when the cause is gone.

    `msgid` is an English sentence that takes `values`; `reason` is the sentence.
    """

    __match_args__ = ("node", "reason")

    node: str
    msgid: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """The English sentence."""
        return self.msgid % self.values if self.values else self.msgid


Effect = OpenTask | Call | CloseTask | ArmTimer | DisarmTimer | Await | Forget | Finished | Ended | Incident


class Evaluate(Protocol):
    """What a step asks while it runs. Names outside the variables (antrag, parameter …) are the evaluator's."""

    def value(self, feel: Expression, variables: Mapping[str, Any], now: datetime) -> Any:
        """The value of a condition, script or time; null (None) on error."""
        ...

    def decide(self, decision: str, variables: Mapping[str, Any], now: datetime) -> Any:
        """The result of a business rule task."""
        ...
