"""Every project of a plan explained in depth: its price, that of an earlier start, and what would have to change.

Needs many plans, so it works on a plan in hand, each time beginning with it, and tells what it has after each project.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from fahrwasser.core.agenda.model.answer import CLOSED_GAP, Answer, Explanation, Json
from fahrwasser.core.agenda.model.instance import Instance, Lock
from fahrwasser.core.agenda.reasons.explain import Found, explain_with
from fahrwasser.core.agenda.reasons.levers import Aim, levers_of, with_help
from fahrwasser.core.agenda.reasons.prices import Price, in_turn, price_of
from fahrwasser.core.agenda.replan import Effort, plan_again
from fahrwasser.core.agenda.solver.board import Board, board_of
from fahrwasser.core.agenda.solver.watch import Watch

SHARE_FOR_PRICES = 0.5
FAIR_SHARES = 3.0
LOCAL_SHARE = 0.3

OnStep = Callable[[int, int], None]
"""Called with (steps done, steps in all)."""


@dataclass(slots=True)
class _Study:
    board: Board
    answer: Answer
    prices: dict[str, Price]
    earlier: dict[str, Price]
    levers: dict[tuple[str, str], tuple[Json, ...]]

    def again(self, instance: Instance, watch: Watch, below: float = -float("inf")) -> Answer:
        """The changed question, beginning with the plan in hand."""
        effort = Effort(LOCAL_SHARE, CLOSED_GAP, below)
        return plan_again(instance, self.answer.schedule, watch, effort)


def explain_in_depth(
    instance: Instance, answer: Answer, watch: Watch, on_step: OnStep | None = None
) -> tuple[Explanation, ...]:
    """Explanations of a plan that keeps every rule; `answer.bound` must be proven. At most the time of the watch."""
    study = _Study(board_of(instance), answer, {}, {}, {})
    tell = on_step or (lambda done, of: None)
    projects = in_turn(study.board, answer) + _excluded(study)
    late = [name for name, start in sorted(answer.schedule.items()) if start > 1]
    steps = 2 * (len(projects) + len(late))
    prices = watch.part(watch.left() * SHARE_FOR_PRICES)
    for done, name in enumerate([*projects, *late]):
        tell(done, steps)
        _price(study, name, done >= len(projects), _fair(prices, steps // 2 - done))
    for done, name in enumerate([*projects, *late]):
        tell(steps // 2 + done, steps)
        _levers(study, name, done >= len(projects), _fair(watch, steps // 2 - done))
    tell(steps, steps)
    return explain_with(study.board, answer, Found(study.prices, study.earlier, study.levers))


def _excluded(study: _Study) -> list[str]:
    """Left out by hand, and not in the plan anyway."""
    names = {lock.project for lock in study.board.instance.locks if lock.choose is False}
    return sorted(names - study.board.instance.done)


def _fair(watch: Watch, left: int) -> Watch:
    """A few times the time that each of the steps left would get, since most need less."""
    return watch.part(FAIR_SHARES * watch.left() / max(1, left))


def _price(study: _Study, name: str, is_earlier: bool, watch: Watch) -> None:
    plan, instance = study.answer.schedule, study.board.instance
    if watch.is_over() or (not is_earlier and name in _excluded(study)):
        return
    wish = Lock(name, choose=name not in plan)
    if is_earlier:
        wish = Lock(name, choose=True, latest_finish=plan[name] - 2 + instance.by_id[name].duration)
    price = price_of(instance, study.answer, wish, watch, study.again)
    if price is not None:
        (study.earlier if is_earlier else study.prices)[name] = price


def _levers(study: _Study, name: str, is_earlier: bool, watch: Watch) -> None:
    instance, plan = study.board.instance, study.answer.schedule
    if watch.is_over() or (name in plan and not is_earlier):
        return
    price = study.prices.get(name)
    if not is_earlier and price is not None and price.is_impossible:
        study.levers[name, "out"] = with_help(instance, name, watch)
        return
    aim = Aim(name, plan[name] if is_earlier else None)
    study.levers[name, "timing" if is_earlier else "out"] = levers_of(instance, aim, watch, study.again)


def in_hand(instance: Instance, answer: Answer) -> Answer:
    """The answer as proven as its bound says: "optimal" from the gap on that counts as closed."""
    closed = answer.gap is not None and answer.gap <= CLOSED_GAP
    return replace(answer, instance=instance.id, status="optimal" if closed else "feasible")
