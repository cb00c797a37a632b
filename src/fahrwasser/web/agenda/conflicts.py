"""When there is no plan: the conflict in words, and which of its repairs a button can make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fahrwasser.core.agenda.catalogue.projects import base_of
from fahrwasser.core.agenda.model.instance import Instance
from fahrwasser.web.agenda.changes import Change, dropped_bases
from fahrwasser.web.agenda.changing import change_words, conflict_words
from fahrwasser.web.agenda.reading import Plan

# What the frame, the confirmed duties and the changes by hand can express; the rest is said in words only.
POSSIBLE = frozenset({"capacity_add", "budget_add", "running_cap_per_year", "drop_duties", "drop_locks"})

# Norms of milestones that people made (core/agenda/catalogue/build.py); the steps of the programme cannot be dropped.
BY_HAND = frozenset({"Wunsch der Leitung", "von Hand gesetzt"})

# The page says these two in its own words: as heading, and as a list with buttons.
HEADLINE = "Unter diesen Vorgaben gibt es keinen Plan. "


@dataclass(frozen=True, slots=True)
class RepairWords:
    """One way out; `number` counts within the answer."""

    number: int
    text: str
    can_apply: bool
    is_for_head: bool
    """It drops a wish of the head."""


@dataclass(frozen=True, slots=True)
class ConflictWords:
    """Why there is no plan, and each single change that makes one possible."""

    version: str
    text: str
    repairs: Sequence[RepairWords]


def conflict_of(plan: Plan) -> ConflictWords | None:
    """None unless the answer says that there is no plan and why."""
    found = explanation(plan)
    if found is None:
        return None
    repairs = found.get("repairs") or []
    tried = _tried(plan)
    wished = {wish.project for wish in plan.in_core.frame.wishes}
    text = conflict_words(plan, found) or _kept_text(plan, found)
    return ConflictWords(
        version=str(plan.version.pk),
        text=text,
        repairs=[
            RepairWords(
                number,
                f"{change_words(plan, repair['change'])}.",
                can_apply(repair["change"], plan.instance, tried),
                not wished.isdisjoint(dropped_bases(repair["change"])),
            )
            for number, repair in enumerate(repairs)
        ],
    )


def _kept_text(plan: Plan, found: Mapping[str, Any]) -> str:
    """The German words of a version that does not remember the figures behind them."""
    text = plan.in_words(str(found.get("text", ""))).partition(" Möglich ist zum Beispiel:")[0]
    return text.removeprefix(HEADLINE)


def explanation(plan: Plan) -> Mapping[str, Any] | None:
    """The one explanation of an infeasible answer."""
    return next((e for e in plan.explanations if e.get("kind") == "infeasible"), None)


def _tried(plan: Plan) -> str:
    """Catalogue project that a trial is about: dropping it again is no way out but »Verwerfen«."""
    change = Change.from_json(plan.version.change)
    return base_of((change.hold.project if change.hold else "") or (change.wish.project if change.wish else ""))


def can_apply(change: Mapping[str, Any], instance: Instance, tried: str = "") -> bool:
    """True when assumptions, confirmed duties, wishes and holds can express the whole change."""
    own = {duty.project for duty in instance.duties if duty.kind == "law" or duty.norm in BY_HAND}
    if tried and tried in dropped_bases(change):
        return False
    return bool(change) and set(change) <= POSSIBLE and set(change.get("drop_duties", ())) <= own
