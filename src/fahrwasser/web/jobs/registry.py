"""Who carries out which kind of job. Apps register in their `jobs.py`, imported by the worker."""

from collections.abc import Callable
from dataclasses import dataclass

Run = Callable[..., None]
HANDLERS: dict[str, "Handler"] = {}
TIDIERS: list[Callable[[], None]] = []


@dataclass(frozen=True, slots=True)
class Handler:
    """`run(municipality, **args)`.

    Short: called inside the transaction that removes the job, so it happens exactly once or not at all.
    Long (seconds): the job is leased; `run` opens its own transactions with `working_for` and must bear repetition.
    """

    run: Run
    is_long: bool


def handler(kind: str, *, long: bool = False) -> Callable[[Run], Run]:
    """Registers the function for jobs of this kind; a kind has one handler."""

    def register(run: Run) -> Run:
        if kind in HANDLERS and HANDLERS[kind].run is not run:
            raise ValueError(f"job kind {kind!r} has two handlers")
        HANDLERS[kind] = Handler(run, long)
        return run

    return register


def tidies(forget: Callable[[], None]) -> Callable[[], None]:
    """Registers a cheap clean-up of the app's own tables, called whenever the worker is idle."""
    TIDIERS.append(forget)
    return forget
