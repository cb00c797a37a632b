"""What a service task may ask of the world. An app registers how it does a verb: `@verb("register")` in its `jobs.py`.

A verb runs in the transaction that removes its job and moves the case on with its result, so what it writes to the
database happens exactly once; `key` makes everything else idempotent.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from fahrwasser.core.feel.values import Value
from fahrwasser.core.packages.release import Release
from fahrwasser.core.packages.verbs import VERBS
from fahrwasser.web.tenants.models import Municipality

from .batch import Batch
from .models import Case

LONGEST_KEY = 80


class CallFailed(Exception):
    """A business error the process may catch (boundary error event with this code); nothing was written."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Later(Exception):
    """The call needs a network: the worker does it in `cases.ask`, outside any transaction."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call, worked out. Rows go in with `batch.add(row)` or directly; both commit with the step.

    `key` names this effect for ever: f"{case}:{token}:{node}".
    """

    town: Municipality
    case: Case
    release: Release
    node: str
    key: str
    parameters: Mapping[str, Value]
    now: datetime
    batch: Batch


Does = Callable[[Call], Mapping[str, Value]]
DOES: dict[str, Does] = {}


def verb(name: str) -> Callable[[Does], Does]:
    """Registers the function for calls of this verb: gives the result, raises CallFailed for business errors."""
    if name not in VERBS:
        raise ValueError(f"the dialect has no verb {name!r}")

    def register(does: Does) -> Does:
        if DOES.get(name, does) is not does:
            raise ValueError(f"the verb {name!r} is registered twice")
        DOES[name] = does
        return does

    return register


def effect_key(case: uuid.UUID, token: int, node: str) -> str:
    """Unique by case and token alone; the node is there for people who read it."""
    return f"{case}:{token}:{node}"[:LONGEST_KEY]
