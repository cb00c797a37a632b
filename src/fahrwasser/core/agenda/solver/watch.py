"""How much of a time limit is left, by a clock that is passed in."""

from collections.abc import Callable

Clock = Callable[[], float]


class Watch:
    """Runs from its making; `clock` gives seconds."""

    def __init__(self, limit_s: float, clock: Clock) -> None:
        self.limit_s = limit_s
        self.clock = clock
        self.begun = clock()

    def spent(self) -> float:
        """Seconds since the start."""
        return self.clock() - self.begun

    def left(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self.limit_s - self.spent())

    def is_over(self) -> bool:
        """True when the limit has passed."""
        return self.spent() >= self.limit_s

    def part(self, limit_s: float) -> "Watch":
        """A watch for a part of the work: at most `limit_s`, never longer than this one."""
        return Watch(max(0.0, min(limit_s, self.left())), self.clock)
