"""The worker process: two lanes of short work and mail, one of long work, until it is told to stop."""

import os
import signal
import threading
from types import FrameType

import django

SHORT_LANES = 2
"""Groups under way at once: while the database writes one, or a letter is set for it, the other is worked on."""


def main(*, once: bool = False) -> int:
    """Works until SIGTERM or SIGINT; `once`: until nothing is due. DATABASE_URL is the worker's here."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fahrwasser.web.settings")
    django.setup()
    from . import loop

    loop.load_handlers()
    if once:
        loop.until_idle()
        return 0
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    # A solver run must not delay the mail; a daemon thread, because its job is leased and simply runs again.
    threading.Thread(target=loop.forever, args=(stop, loop.do_long), daemon=True).start()
    for _ in range(SHORT_LANES - 1):  # no daemons: what they have begun is finished before the process ends
        threading.Thread(target=loop.forever, args=(stop, loop.do_short)).start()
    loop.forever(stop, loop.do_short)
    return 0
