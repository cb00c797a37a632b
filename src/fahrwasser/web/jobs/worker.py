"""The worker: two lanes of short work and mail, one of long and one of heavy work, until it is told to stop.

Each lane of short work is a process, this one or forked from it, because Python works in one thread at a time. When a
lane dies, the worker ends: whoever started it starts it again, and what was begun is done again.
"""

import logging
import os
import signal
import threading
from multiprocessing.context import ForkProcess
from types import FrameType

import django

SHORT_LANES = 2
"""Groups under way at once; the database works on them beside."""
LANE_DIED = 1

log = logging.getLogger("fahrwasser.worker")


def main(*, once: bool = False) -> int:
    """Works until SIGTERM or SIGINT; `once`: until nothing is due. DATABASE_URL is the worker's here.

    The exit code: 0, or LANE_DIED.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fahrwasser.web.settings")
    django.setup()
    from . import lanes, loop

    loop.load_handlers()
    if once:
        loop.until_idle()
        return 0
    stop, others = threading.Event(), list[ForkProcess]()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        for lane in others:
            lane.terminate()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    for _ in range(SHORT_LANES - 1):
        others.append(lanes.forked(lanes.short_work, stop, os.getpid()))
    # A solver run delays neither the mail nor what a register is asked; daemon threads, because their jobs are leased
    # and simply run again.
    for work in (loop.do_long, loop.do_heavy):
        threading.Thread(target=loop.forever, args=(stop, work), daemon=True).start()
    was_whole = lanes.keep_on(stop, loop.do_short, lambda: all(lane.is_alive() for lane in others))
    return _ended(others, was_whole=was_whole)


def _ended(others: list[ForkProcess], *, was_whole: bool) -> int:
    """All lanes have ended, when they have finished what they had begun. A lane that ends unasked has died, too."""
    died = [lane for lane in others if lane.exitcode or (lane.exitcode == 0 and not was_whole)]
    for lane in others:
        lane.terminate()
        lane.join()
    for lane in died:
        log.error("lane %s of the worker has died (exit code %s); the worker ends", lane.pid, lane.exitcode)
    return LANE_DIED if died else 0
