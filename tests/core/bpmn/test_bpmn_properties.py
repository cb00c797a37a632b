"""Whatever sound process, whatever order of events: it ends, and a repeated event counts once."""

import random

from benches.soundness_models import structured
from hypothesis import given, settings
from hypothesis import strategies as st

from bpmn_samples import NOON, Answers, Story
from fahrwasser.core.bpmn.events import (
    ArmTimer,
    Await,
    Call,
    Done,
    Ended,
    Error,
    Event,
    Incident,
    Message,
    OpenTask,
    Timer,
)
from fahrwasser.core.bpmn.reading import read_processes
from fahrwasser.core.bpmn.state import State
from fahrwasser.core.bpmn.stepping import Stepped, step


class Chance(Answers):
    """Conditions come out by chance, so that loops end; times and scripts as written."""

    def __init__(self, rng: random.Random):
        super().__init__()
        self.rng = rng

    def value(self, feel, variables, now):  # type: ignore[no-untyped-def]
        return self.rng.random() < 0.5 if feel.text == "false" else super().value(feel, variables, now)


def answer(story: Story, number: int) -> Event:
    """The event that the open effect with this number asks for."""
    effect = story.open[number]
    if isinstance(effect, ArmTimer):
        return Timer(number, max(effect.due, story.now))
    if isinstance(effect, Await):
        return Message(effect.message, story.now, token=number)
    assert isinstance(effect, OpenTask | Call)
    return Done(number, story.now, {})


def run(story: Story, rng: random.Random) -> None:
    """Send what is asked for in any order; messages that could come for ever grow rare."""
    story.start()
    for turn in range(3_000):
        if story.state is not None and story.state.has_ended:
            return
        numbers = list(story.open)
        usual = [n for n in numbers if not isinstance(story.open[n], Await)]
        number = rng.choice(usual if usual and rng.random() < min(0.3 + turn / 50, 0.97) else numbers)
        event = answer(story, number)
        story.now = event.at
        story.send(event)
        assert not any(isinstance(effect, Incident) for effect in story.last)
        repeated = step(story.graph, story.state, event, story.answers)
        assert repeated == Stepped(story.state, ())
    raise AssertionError("the process does not end")


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.integers(3, 40))
def test_a_sound_process_ends_under_every_order_of_events(seed: int, size: int) -> None:
    rng = random.Random(seed)
    graph = read_processes(structured(rng, size).xml(), place="x")["p"]
    story = Story(graph, Chance(rng))
    run(story, rng)
    assert story.open == {}
    assert story.state == State(next=story.state.next, variables=story.state.variables)
    assert sum(isinstance(effect, Ended) for effect in story.effects) == 1


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(3, 40))
def test_a_step_depends_on_nothing_but_its_arguments(seed: int, size: int) -> None:
    rng = random.Random(seed)
    graph = read_processes(structured(rng, size).xml(), place="x")["p"]
    story = Story(graph).start()
    for _ in range(20):
        if not story.open:
            break
        before = story.state.to_json()
        event = answer(story, rng.choice(list(story.open)))
        first = step(graph, story.state, event, Answers())
        assert story.state.to_json() == before
        assert step(graph, State.from_json(before), event, Answers()) == first
        assert State.from_json(first.state.to_json()) == first.state
        story.send(event)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(3, 30), st.integers(0, 40))
def test_events_for_foreign_numbers_change_nothing(seed: int, size: int, number: int) -> None:
    rng = random.Random(seed)
    story = Story(read_processes(structured(rng, size).xml(), place="x")["p"]).start()
    open_kinds = {n: type(effect) for n, effect in story.open.items()}
    for event, kinds in (
        (Done(number, NOON, {}), (OpenTask, Call)),
        (Timer(number, NOON), (ArmTimer,)),
        (Message("antwort", NOON, token=number), (Await,)),
    ):
        if open_kinds.get(number) not in kinds:
            assert step(story.graph, story.state, event, Answers()) == Stepped(story.state, ())


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32), st.integers(3, 30), st.integers(1, 3))
def test_no_event_harms_even_an_unsound_process(seed: int, size: int, flips: int) -> None:
    rng = random.Random(seed)
    model = structured(rng, size)
    for name in rng.sample(model.gateways(), min(flips, len(model.gateways()))):
        model.flip(name)
    story = Story(read_processes(model.xml(), place="x")["p"], Chance(rng)).start()
    for _ in range(25):
        number = rng.randrange(story.state.next + 2)
        event = answer(story, number) if number in story.open else Timer(number, NOON)
        if rng.random() < 0.2:
            event = rng.choice([Error(number, "WEG", NOON), Message("antwort", NOON), Done(number, NOON, None)])
        before = story.state
        story.send(event)
        if story.last and isinstance(story.last[0], Incident):
            assert len(story.last) == 1
            assert story.state == before
        waiting = {*story.state.tokens, *story.state.watches}
        assert set(story.open) <= waiting
