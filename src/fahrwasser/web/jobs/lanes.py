"""A lane of the worker: a process forked from one that has everything loaded, so that they share its memory."""

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable
from multiprocessing.context import ForkProcess

from django.db import connections

from . import loop

FORKING = multiprocessing.get_context("fork")


def forked(work: Callable[..., object], *given: object) -> ForkProcess:
    """A process that does `work` and ends at the latest with us. No thread may run here yet.

    What is loaded is kept out of the garbage collector: its marks would make a copy of every page that is shared, and
    looking at it again and again was a tenth of the work on cases.
    """
    connections.close_all()  # two processes must not speak through one
    gc.collect()
    gc.freeze()
    lane = FORKING.Process(target=work, args=given, daemon=True)
    lane.start()
    return lane


def short_work(stop: threading.Event, worker: int) -> None:
    """What such a lane does: short work until it is told to stop or its worker (the process id) is gone."""
    keep_on(stop, loop.do_short, lambda: os.getppid() == worker)


def keep_on(stop: threading.Event, work: Callable[[], bool], is_whole: Callable[[], bool]) -> bool:
    """As `loop.forever`, as long as nobody of the worker is missing; False: somebody was, and nobody had said stop."""
    was_whole = True

    def work_if_whole() -> bool:
        nonlocal was_whole
        if not stop.is_set() and not is_whole():
            was_whole = stop.is_set()  # who was told to stop a moment ago may have ended
            stop.set()
        return not stop.is_set() and work()

    loop.forever(stop, work_if_whole)
    return was_whole
