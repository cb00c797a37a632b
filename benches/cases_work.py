"""What `fahrwasser bench cases` times: cases one by one, in groups, with everything, and as they grow old."""

import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from statistics import median
from typing import Any

from cases_town import ANSWERS, NOON, Town

GROUP = 100
STEPS = 1000
RESULT = {"ausgang": "ja"}
EXPECTED = {"a": 41, "b": 82, "c": 92, "d": 93, "e": 94}


def single(town: Town, count: int) -> float:
    """Cases a second: opened in one transaction, their task finished in another."""
    from fahrwasser.web.cases import actions
    from fahrwasser.web.cases.models import Task
    from fahrwasser.web.tenants.context import working_for

    place = town.adoption.municipality
    cases, begun = [], time.perf_counter()
    for _ in range(count):
        with working_for(place):
            cases.append(
                actions.open_case(
                    town.adoption, town.release, channel="api", facts={"antrag": ANSWERS}, process="takt", now=NOON
                )
            )
    took = time.perf_counter() - begun
    with working_for(place):  # the page with the button has told the clerk's browser which task it is
        tasks = list(Task.objects.of(place).filter(case__in=cases).values_list("pk", flat=True))
    begun = time.perf_counter()
    for task in tasks:
        with working_for(place):
            last = actions.finish_task(town.member, task, RESULT, NOON)
    _require(last.state, last.closed_at is not None)
    return count / (took + time.perf_counter() - begun)


class Lanes:
    """As many processes as the worker has lanes for short work, forked as its own, each with a town of its own."""

    def __init__(self, towns: Sequence[Town]) -> None:
        from fahrwasser.web.jobs import lanes

        self.towns, self.ends = towns, list[Connection]()
        for town in towns:
            here, there = Pipe()
            lanes.forked(_serve, town, here, there)
            there.close()  # so that we hear of it when a lane dies
            self.ends.append(here)

    def grouped(self, count: int) -> float:
        """Cases a second: opened a hundred at a time, and a hundred tasks finished in one transaction."""
        share, begun = count // len(self.towns), time.perf_counter()
        for end in self.ends:
            end.send(share)
        ended = [end.recv() for end in self.ends]
        rate = share * len(self.towns) / (time.perf_counter() - begun)
        for state, is_closed in ended:
            _require(state, is_closed)
        return rate


def _serve(town: Town, parent: Connection, asked: Connection) -> None:
    """One lane: so many cases for each number it is sent; answers how the last one stands."""
    parent.close()  # only our parent holds it now: when that ends, so do we
    with suppress(EOFError):
        while True:
            last = grouped(town, asked.recv())
            asked.send((last.state, last.closed_at is not None))


def grouped(town: Town, count: int) -> Any:
    """One lane's cases; the last of them."""
    from fahrwasser.core.bpmn.events import Done
    from fahrwasser.web.cases import actions
    from fahrwasser.web.cases.batch import Batch
    from fahrwasser.web.tenants.context import working_for

    place = town.adoption.municipality
    for _ in range(count // GROUP):
        openings = [actions.Opening("api", {"antrag": ANSWERS}, process="takt") for _ in range(GROUP)]
        with working_for(place):
            cases = actions.open_cases(town.adoption, town.release, openings, now=NOON)
        with working_for(place):
            batch = Batch(place.pk)
            batch.lock([case.pk for case in cases])
            for key, running in batch.cases.items():
                token = next(iter(running.state.tokens))
                batch.take(key, Done(token, NOON, RESULT), str(town.member.user_id))
            batch.write()
    return next(iter(batch.cases.values())).case


def everything(town: Town, count: int) -> float:
    """Applications a second, each opened by a click of its own; the worker does number, posting, message and filing.

    What the other figures have left to file is filed before, untimed; these cases' own filing is timed.
    """
    from fahrwasser.web.cases import actions
    from fahrwasser.web.cases.models import Case
    from fahrwasser.web.jobs import loop
    from fahrwasser.web.tenants.context import working_for

    place = town.adoption.municipality
    facts = {"antrag": ANSWERS, "fall": {"email": "erika@example.org"}}
    while _cases_wait():
        loop.do_short()
    begun = time.perf_counter()
    for _ in range(count):
        with working_for(place):
            actions.open_case(
                town.adoption, town.release, channel="online", facts=facts, process="antrag", now=NOON,
                key=f"entwurf:{uuid.uuid4()}",
            )  # fmt: skip
    while _cases_wait():
        loop.do_short()
    rate = count / (time.perf_counter() - begun)
    with working_for(place):
        assert not Case.objects.of(place).filter(process="antrag", closed_at=None).exists()
    return rate


def ageing(town: Town) -> tuple[float, float]:
    """Milliseconds of one step after about 10 events and after about 1,000 of the same case."""
    from fahrwasser.web.cases import actions
    from fahrwasser.web.cases.models import Task
    from fahrwasser.web.tenants.context import working_for

    place = town.adoption.municipality
    with working_for(place):
        case = actions.open_case(
            town.adoption, town.release, channel="api", facts={"antrag": ANSWERS}, process="kette", now=NOON
        )

    def step() -> None:
        with working_for(place):
            task = Task.objects.of(place).only("id").get(case=case, done_at=None)
            actions.finish_task(town.member, task.pk, {"ausgang": "ja"}, NOON)

    took = [_ms(step) for _ in range(STEPS)]
    return median(took[3:23]), median(took[-20:])


def _cases_wait() -> bool:
    from fahrwasser.web.jobs.models import Job

    return Job.objects.filter(kind__in=("cases.call", "cases.file")).exists()


def _ms(act: Callable[[], None]) -> float:
    begun = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - begun)


def _require(state: Mapping[str, Any], is_closed: bool) -> None:
    """The answer is the one the peer gives, too."""
    found = {name: state["variables"].get(name) for name in EXPECTED}
    if found != EXPECTED or not is_closed:
        raise AssertionError(f"wrong answer: {found}")
