"""The board: one card a project, one column a state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fahrwasser.web.agenda.models import Progress
from fahrwasser.web.agenda.names import is_known, name_of, office_of, participants_of
from fahrwasser.web.agenda.pages import days_words
from fahrwasser.web.agenda.reading import Plan
from fahrwasser.web.agenda.review import actual_words, state_word

COLUMNS = tuple(state.value for state in Progress.State)


@dataclass(frozen=True, slots=True)
class Move:
    """One button of a card."""

    state: str
    word: str


@dataclass(frozen=True, slots=True)
class Card:
    """One project: when, how many days, who; `revision` tells two people apart who move it at once."""

    project: str
    title: str
    when: str
    actual: str
    days: str
    people: str
    kind: str
    revision: int
    moves: Sequence[Move]
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """All cards of one state."""

    state: str
    title: str
    cards: Sequence[Card]


def columns_of(plan: Plan, progress: Mapping[str, Progress], opened: str = "") -> list[Column]:
    """The plan's projects and whatever else somebody has entered, each in its column, in the order of the plan."""
    others = sorted(key for key in progress if key not in plan.schedule and is_known(key))
    shown = [*plan.in_order(), *others]
    states = {key: progress[key].state if key in progress else COLUMNS[0] for key in shown}
    return [
        Column(
            state,
            state_word(state),
            [card_of(plan, key, progress.get(key), opened) for key in shown if states[key] == state],
        )
        for state in COLUMNS
    ]


def card_of(plan: Plan, project: str, row: Progress | None, opened: str = "") -> Card:
    """The card of one project."""
    in_plan = project in plan.schedule
    state = row.state if row else COLUMNS[0]
    data = plan.instance.by_id.get(project)
    people = [office_of(project), *participants_of(project)] if is_known(project) else []
    return Card(
        project=project,
        title=name_of(plan, project),
        when=plan.period(project) if in_plan else _("not in today's plan"),
        actual=actual_words(row) if row and (row.started_on or row.finished_on) else "",
        days=days_words(data.person_days) if data and in_plan else "",
        people=", ".join(people),
        kind=plan.kind(project) if in_plan else "base",
        revision=row.revision if row else 0,
        moves=[Move(other, state_word(other)) for other in COLUMNS if other != state],
        is_open=project == opened,
    )


def board_lead(columns: Sequence[Column]) -> str:
    """The one sentence above the board."""
    counts = {column.state: len(column.cards) for column in columns}
    return _("Running: %(running)s. Done: %(done)s of %(all)s.") % {
        "running": counts["running"],
        "done": counts["done"],
        "all": sum(counts.values()) - counts["stopped"],
    }
