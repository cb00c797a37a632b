"""The gate: what it lets through can always end; what it stops it can show."""

import random

import pytest
from benches.soundness_models import entangled, structured
from hypothesis import given, settings
from hypothesis import strategies as st

from bpmn_samples import (
    after,
    both,
    boundary,
    end,
    flows,
    inside,
    mail,
    mishap,
    read,
    start,
    user,
    xor,
)
from fahrwasser.core.bpmn import graph as g
from fahrwasser.core.bpmn.graph import Graph
from fahrwasser.core.bpmn.nets import EXCLUSIVE, PARALLEL, Net, nets_of
from fahrwasser.core.bpmn.reading import read_processes
from fahrwasser.core.bpmn.searching import OutOfBudget, search
from fahrwasser.core.bpmn.soundness import Verdict, check, problem_of

TERMINATE = "<terminateEventDefinition/>"


def verdict(body: str) -> Verdict:
    return check(read(body))


def test_a_structured_process_is_sound() -> None:
    body = start() + both("f") + user("a") + user("b") + both("j") + end() + flows("s>f", "f>a>j", "f>b>j", "j>e")
    assert verdict(body) == Verdict("sound")


def test_a_join_that_waits_for_a_branch_not_taken_is_shown_with_the_way_there() -> None:
    body = start() + xor("w", "w_a") + user("a") + user("b") + both("j") + end() + flows(
        "s>w", "w>a>j", "w>b: false", "b>j", "j>e"
    )  # fmt: skip
    found = verdict(body)
    assert found.status == "unsound"
    assert "get stuck: “j”" in found.reason
    assert found.path == ("s", "w", "a") or found.path == ("s", "w", "b")


def test_parallel_branches_joined_by_a_choice_run_twice() -> None:
    body = start() + both("f") + user("a") + user("b") + xor("j") + user("c") + end() + flows(
        "s>f", "f>a>j", "f>b>j", "j>c>e"
    )  # fmt: skip
    found = verdict(body)
    assert found.flaws[0].node in ("j", "c")
    assert "can be reached twice" in found.reason
    assert found.path[:2] == ("s", "f")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (start() + xor("w") + end() + end("e2") + flows("s>w", "w>e: true", "w>e2: true"), "“w” has no default flow"),
        (start() + end() + user("x") + end("e2") + flows("s>e", "x>e2"), "“x” can never be reached"),
        (start() + user("a") + flows("s>a"), "After “a” the way stops"),
        (start() + user("a") + both("f") + end() + flows("s>f", "f>e", "f>a", "a>a"), "no longer come to its end"),
        (
            start() + xor("j") + user("a") + xor("w", "w_j") + end() + user("b") + flows(
                "s>j>a>w", "w>j", "w>e: true", "b>b"
            ),
            "“b” can never",
        ),
    ],
)  # fmt: skip
def test_what_can_be_seen_without_tokens_is_named(body: str, words: str) -> None:
    assert any(words in str(flaw) for flaw in verdict(body).flaws)


def test_a_circle_nobody_leaves_is_no_end() -> None:
    body = start() + both("f") + xor("j") + user("a") + end() + flows("s>f", "f>e", "f>j", "j>a>j")
    assert "no longer come to its end" in verdict(body).reason


def test_terminate_ends_what_would_wait_for_ever() -> None:
    body = start() + both("f") + user("a") + xor("w", "w_j") + both("j") + user("b") + end() + end("aus", TERMINATE)
    body += flows("s>f", "f>a>w", "w>j", "w>aus: true", "f>b>j", "j>e")
    assert verdict(body).status == "sound"
    assert verdict(body.replace(TERMINATE, "")).status == "unsound"


def test_an_interrupting_event_is_a_choice_and_a_reminder_beside_may_run_in_a_loop() -> None:
    looped = start() + xor("j") + user("a") + boundary("t", "a", after(), 'cancelActivity="false"') + user("mahnen")
    looped += end("e2") + xor("w", "w_j") + end() + flows("s>j>a>w", "w>j", "w>e: true", "t>mahnen>e2")
    assert verdict(looped).status == "sound"
    joined = start() + user("a") + boundary("t", "a", after(), 'cancelActivity="false"') + xor("j") + user("b") + end()
    assert "twice" in verdict(joined + flows("s>a>j", "t>j>b>e")).reason
    cut = start() + user("a") + boundary("t", "a", after()) + xor("j") + user("b") + end()
    assert verdict(cut + flows("s>a>j", "t>j>b>e")).status == "sound"


def test_the_inside_of_a_subprocess_and_of_its_handler_is_checked() -> None:
    bad = both("f") + both("j") + flows("f>j")
    inner = start("us") + end("ue") + bad + flows("us>f", "j>ue")
    assert verdict(start() + inside("u", inner) + end() + flows("s>u>e")).status == "sound"
    stuck = start("us") + xor("f", "f_j") + user("x") + both("j") + end("ue") + flows(
        "us>f", "f>j", "f>x: true", "x>j>ue"
    )  # fmt: skip
    assert "“j”" in verdict(start() + inside("u", stuck) + end() + flows("s>u>e")).reason
    handler = inside(
        "h", stuck.replace('<startEvent id="us" >', '<startEvent id="us">' + mail()), 'triggeredByEvent="true"'
    )
    assert "“j”" in verdict(start() + user("a") + handler + end() + flows("s>a>e")).reason


def test_an_error_end_leaves_its_scope_whatever_else_runs_in_it() -> None:
    inner = start("us") + user("x") + user("y") + end("weg", mishap("err1")) + end("ue") + both("f") + flows(
        "us>f", "f>x>weg", "f>y>ue"
    )  # fmt: skip
    body = (
        start() + inside("u", inner) + boundary("b", "u", mishap("err1")) + end() + end("e2") + flows("s>u>e", "b>e2")
    )
    assert verdict(body).status == "sound"


def test_what_takes_too_long_is_not_provable() -> None:
    model = entangled(random.Random(1), 10, 6, 4)
    ticks = iter(range(10))
    graph = read_processes(model.xml(), place="x")["p"]
    found = check(graph, budget_s=2, clock=lambda: float(next(ticks)))
    assert found.status == "not provable"
    assert "too many branches" in found.reason


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 2**32), st.integers(3, 40))
def test_block_structured_processes_pass_without_a_search(seed: int, size: int) -> None:
    graph = read_processes(structured(random.Random(seed), size).xml(), place="x")["p"]
    assert check(graph, budget_s=-1).status == "sound"


def pure(graph: Graph) -> list[str | None]:
    """What plain marking search says of each net; may raise OutOfBudget."""
    steps = iter(range(40))
    late = lambda: next(steps, None) is None  # noqa: E731
    found = [search(net, late) for scope, k in enumerate(graph.kind) if k in g.SCOPES for net in nets_of(graph, scope)]
    return [None if one is None else one.problem for one in found]


@settings(max_examples=250, deadline=None)
@given(st.integers(0, 2**32), st.integers(4, 24), st.integers(0, 3), st.booleans())
def test_reduction_agrees_with_pure_search_after_flipped_gateways(seed: int, size: int, flips: int, stop: bool) -> None:
    rng = random.Random(seed)
    model = structured(rng, size)
    for name in rng.sample(model.gateways(), min(flips, len(model.gateways()))):
        model.flip(name)
    text = model.xml().decode()
    if stop:  # one more way out of a gateway: the whole process ends there
        name = rng.choice(model.gateways() or ["s1"])
        if model.elements[name].kind in ("exclusive", "parallel"):
            element = model.elements[name]
            stopper = model.put(element.scope, "stop")
            model.chain(element.scope, name, stopper)
            text = model.xml().decode()
    graph = read_processes(text.encode(), place="x")["p"]
    try:
        expected = pure(graph)
    except OutOfBudget:
        return
    nets = [net for scope, kind in enumerate(graph.kind) if kind in g.SCOPES for net in nets_of(graph, scope)]
    assert [problem_of(net, lambda: False) is None for net in nets] == [problem is None for problem in expected]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 2), st.integers(2, 3))
def test_what_is_sound_but_not_nested_is_proved_by_search(seed: int, blocks: int, width: int) -> None:
    graph = read_processes(entangled(random.Random(seed), 12, blocks, width).xml(), place="x")["p"]
    assert check(graph, budget_s=60).status == "sound"


def test_a_reminder_that_may_not_come_is_nothing_to_wait_for() -> None:
    beside = 'cancelActivity="false"'
    body = start() + user("a") + boundary("t", "a", after(), beside) + both("j") + end() + flows("s>a>j", "t>j", "j>e")
    assert "“j” waits" in verdict(body).reason
    two = start() + user("a") + boundary("t", "a", after(), beside) + boundary("m", "a", mail(), beside) + both("j")
    assert "“j” waits" in verdict(two + end() + end("e2") + flows("s>a>e", "t>j", "m>j", "j>e2")).reason


def test_search_sees_circles_without_end_and_edges_without_token() -> None:
    circle = Net()
    one, other = circle.add(EXCLUSIVE, 1), circle.add(EXCLUSIVE, 2)
    for source, target in ((0, one), (one, other), (other, one)):
        circle.connect(source, target)
    found = search(circle, lambda: False)
    assert found is not None
    assert found.problem == "endless"
    unused = Net()
    split, join, nobody = unused.add(PARALLEL, 1), unused.add(PARALLEL, 2), unused.add(EXCLUSIVE, 3)
    for source, target in ((0, split), (split, 2), (split, join), (nobody, join), (join, 1)):
        unused.connect(source, target)
    found = search(unused, lambda: False)
    assert found is not None
    assert (found.problem, found.node) == ("dead", 2)
