"""A scenario run from beginning to end, purely: journey → facts → steps on a clock of its own."""

from dataclasses import dataclass
from datetime import datetime

from fahrwasser.core.feel.values import Value, from_json
from fahrwasser.core.forms.journey import journey
from fahrwasser.core.packages.evaluator import CaseEvaluator, DecisionMade
from fahrwasser.core.packages.findings import Problem
from fahrwasser.core.packages.levels import FLAGS
from fahrwasser.core.packages.parameters import check, feel_values
from fahrwasser.core.packages.registers import flat
from fahrwasser.core.packages.release import Release
from fahrwasser.core.packages.run import case_facts, facts_of, is_hit, start_of
from fahrwasser.core.packages.story import MOST_EVENTS, Story
from fahrwasser.core.packages.values import Act, Entry, Scenario, Subscription
from fahrwasser.core.packages.world import World
from fahrwasser.core.refused import N_

NUMBER = "2026-0001"
UNDO_LINK = "https://beispielstadt.example/rueckgaengig/beispiel"


@dataclass(frozen=True, slots=True)
class Run:
    """What happened. `problems` are those of the way; what came out is compared in `expectations`."""

    scenario: Scenario
    stories: tuple[Story, ...]
    world: World
    problems: tuple[Problem, ...]

    @property
    def decisions(self) -> list[DecisionMade]:
        """All decisions in the order they were made."""
        return [made for story in self.stories for made in story.evaluator.decisions]


def run_scenario(release: Release, scenario: Scenario) -> Run:
    """Run it. Nothing is raised: what cannot go on becomes a problem with the path in the scenario file."""
    world = World.of(release, scenario)
    parameters = {**release.defaults, **scenario.parameters}
    problems = [
        Problem(f"parameter.{wrong.place}", wrong.msgid, wrong.values)
        for wrong in check(release.parameters, parameters)
    ]
    problems += _unknown_flags(scenario)
    stories: list[Story] = []
    if not problems:
        problems += _begin(release, scenario, world, stories)
    for number, act in enumerate(scenario.steps, start=1):
        if not problems and not any(story.incidents for story in stories) and not _take(act, stories, world):
            words = {"places": "; ".join(story.waits_for() for story in stories) or "–"}
            message = N_("No case waits for this step; the case stands at: %(places)s.")
            problems.append(Problem(f"schritte[{number}]", message, words))
    problems += [
        Problem(f"erwartet.ende ({node})", N_("The case stands still: %(reason)s"), {"reason": reason})
        for story in stories
        for node, reason in story.incidents
    ]
    return Run(scenario, tuple(stories), world, tuple(problems))


def _unknown_flags(scenario: Scenario) -> list[Problem]:
    """A misspelt flag would lower the level like a real one, and the case of the town would not."""
    message = N_("“%(found)s” is no flag of a case; possible: %(options)s.")
    return [
        Problem(f"merkmale[{number}]", message, {"found": flag, "options": ", ".join(FLAGS)})
        for number, flag in enumerate(scenario.flags, start=1)
        if flag not in FLAGS
    ]


def _begin(release: Release, scenario: Scenario, world: World, stories: list[Story]) -> list[Problem]:
    if (scenario.application is None) == (scenario.event is None):
        return [Problem("antrag", N_("A scenario begins with an application (antrag) or an event (ereignis)."))]
    if scenario.application is not None:
        problems = _missing_answers(release, scenario)
        if not problems:
            stories.append(_story(release, scenario, world, release.manifest.process, None))
        return problems
    name = scenario.event.name if scenario.event else ""
    subscriptions = [trigger for trigger in release.triggers if trigger.subscription.event == name]
    if not subscriptions:
        return [Problem("ereignis.name", N_("No process listens to the event “%(name)s”."), {"name": name})]
    happened = {key: from_json(value) for key, value in (scenario.event.data if scenario.event else {}).items()}
    hits = [
        (trigger.subscription.process, entry)
        for trigger in subscriptions
        for entry in _entries(trigger.subscription, scenario)
        if is_hit(trigger, happened, None if entry is None else flat(entry), world.now)
    ]
    for process, entry in hits:
        stories.append(_story(release, scenario, world, process, entry, len(stories) + 1))
    return []


def _entries(subscription: Subscription, scenario: Scenario) -> list[Entry | None]:
    if subscription.per is None:
        return [None]
    return [entry for entry in scenario.register if f"register:{entry.register}" == subscription.per]


def _missing_answers(release: Release, scenario: Scenario) -> list[Problem]:
    """An application that a person could not send is no story."""
    known = {"parameter": _town(release, scenario)}
    way = journey(release.form, dict(scenario.application or {}), now=scenario.clock, known=known)
    found = [
        Problem(f"antrag.{missing.name}", missing.msgid or N_("A check of the form says: %(text)s"),
                {"text": missing.text.de} if missing.text else missing.values)
        for missing in way.missing
    ]  # fmt: skip
    found += [
        Problem(f"antrag.{path.replace('/', '.')}", N_("The form does not ask this here; remove it."))
        for path in way.dropped
    ]
    return found


def _town(release: Release, scenario: Scenario) -> dict[str, Value]:
    return feel_values(release.parameters, {**release.defaults, **scenario.parameters})


def _story(
    release: Release, scenario: Scenario, world: World, process: str, entry: Entry | None, number: int = 1
) -> Story:
    case = case_facts(number=NUMBER, channel="online", received=world.today, rueckgaengig_link=UNDO_LINK)
    own: dict[str, Value] = {name: from_json(value) for name, value in scenario.case.items()}
    facts = facts_of(
        release,
        _town(release, scenario),
        {**case, **own},
        now=world.now,
        answers=None if scenario.application is None else dict(scenario.application),
        event=None if scenario.event is None else scenario.event.data,
        register=None if entry is None else flat(entry),
    )
    evaluator = CaseEvaluator(release, facts, flags=frozenset(scenario.flags), limit=scenario.limit)
    graph = release.processes[process]
    story = Story(graph, evaluator, world, number)
    name = None if scenario.event is None else scenario.event.name
    story.happen(start_of(graph, world.now, name, facts.event))
    return story


def _take(act: Act, stories: list[Story], world: World) -> bool:
    """Whether the step could be taken by at least one case."""
    if act.clock is not None:
        _pass_time(stories, world, act.clock)
        return True
    if act.wait_for == "timer":
        due = min((found[0] for story in stories if (found := story.next_timer())), default=None)
        if due is None:
            return False
        _pass_time(stories, world, max(due, world.now))
        return True
    taken = [story.act(act) for story in stories]
    return any(taken)


def _pass_time(stories: list[Story], world: World, until: datetime) -> None:
    """The clock goes on; timers fire when they are due, the earliest first."""
    for _ in range(MOST_EVENTS):
        due = [(found, story) for story in stories if (found := story.next_timer()) and found[0] <= until]
        if not due or any(story.incidents for story in stories):
            world.now = max(world.now, until)
            return
        (moment, token), story = min(due, key=lambda pair: pair[0])
        world.now = max(world.now, moment)
        story.fire(token)
    stories[0].incidents.append((stories[0].graph.id, f"more than {MOST_EVENTS} timers fire until {until:%d.%m.%Y}"))
