"""Who carries out which kind of job. Apps register in their `jobs.py`, imported by the worker."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from fahrwasser.web.tenants.models import Municipality

from .models import Job

Run = Callable[..., None]
GaveUp = Callable[[Municipality, Job, Exception], None]
Pace = Literal["short", "long", "heavy"]
LEASE = timedelta(minutes=10)
HANDLERS: dict[str, "Handler"] = {}
TIDIERS: list[Callable[[], None]] = []
LEAVERS: list[Callable[[], None]] = []


@dataclass(frozen=True, slots=True)
class Handler:
    """`run(municipality, **args)`.

    Short: called inside the transaction that removes the job, so it happens exactly once or not at all.
    Long (it waits for others, or takes seconds): the job is leased; `run` opens its own transactions with `working_for`
    and must bear repetition.
    Heavy: likewise, but it calculates for up to minutes; in a lane of its own, so that no citizen waits for a plan.
    Group: `run(municipality, jobs)`, short, for all due jobs of the kind at once; called again with one when it fails.
    `lease`: how long a long job may take; a dead worker's is done again afterwards.
    `gave_up(municipality, job, error)` runs in the transaction that makes a dead letter of the job.
    """

    run: Run
    pace: Pace
    is_group: bool = False
    gave_up: GaveUp | None = None
    lease: timedelta = LEASE


class Hopeless(Exception):
    """Raised by a handler when trying again would not help: the job becomes a dead letter at once."""


def handler(
    kind: str, *, pace: Pace = "short", group: bool = False, gave_up: GaveUp | None = None, lease: timedelta = LEASE
) -> Callable[[Run], Run]:
    """Registers the function for jobs of this kind; a kind has one handler."""

    def register(run: Run) -> Run:
        if kind in HANDLERS and HANDLERS[kind].run is not run:
            raise ValueError(f"job kind {kind!r} has two handlers")
        HANDLERS[kind] = Handler(run, pace, group, gave_up, lease)
        return run

    return register


def tidies(forget: Callable[[], None]) -> Callable[[], None]:
    """Registers a cheap clean-up of the app's own tables, called whenever the worker is idle."""
    TIDIERS.append(forget)
    return forget


def leaves(close: Callable[[], None]) -> Callable[[], None]:
    """Registers what a lane of the worker puts away when it ends: a forked process does not do it by itself."""
    LEAVERS.append(close)
    return close
