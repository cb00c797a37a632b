"""Does the plan still fit? The plan that counts, held against a new one made from what has happened since.

What runs stays. Only what would change within the next four quarters is worth a word, and only when the plan cannot be
kept as it is or the new one is better by more than the planner's own uncertainty.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fahrwasser.core.agenda.model.check import violations
from fahrwasser.core.agenda.model.instance import Instance, Schedule
from fahrwasser.core.agenda.model.reading import parse_instance
from fahrwasser.core.agenda.model.value import evaluate
from fahrwasser.core.refused import Refused
from fahrwasser.web.agenda.actions.rolling import roll_forward
from fahrwasser.web.agenda.changes import Change
from fahrwasser.web.agenda.models import Frame, Progress, Study, Version
from fahrwasser.web.agenda.planning import question_of
from fahrwasser.web.agenda.reading import Plan, plan_of
from fahrwasser.web.agenda.running import progress_mark, quarters_between
from fahrwasser.web.agenda.solving import replan
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality

Json = dict[str, Any]
REPLAN_S = 8.0
NEAR_QUARTERS = 4
WORTH = 0.01  # E: share of the benefit below which a new order is not worth the unrest
SAME, BETTER, BROKEN, NO_PLAN = "same", "better", "broken", "none"
MOST_MOVES = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """The question of today, and the plan that counts in its quarters."""

    instance: Json
    facts: Json
    kept: Schedule
    begin: str
    mark: int
    settled: frozenset[str]


@dataclass(frozen=True, slots=True)
class Notice:
    """What people read: why, what would change, and the study that it is about."""

    key: str
    lead: str
    moves: tuple[str, ...]
    can_accept: bool


def checked(town: Municipality, study: Study) -> Json:
    """The result of the study; in a job, because it takes `REPLAN_S` seconds. Raises SolverFailed."""
    with working_for(town):
        try:
            asked = _asked(town, study.version)
        except Refused:
            return {"verdict": NO_PLAN, "mark": progress_mark(Progress.objects.of(town))}
    answer = replan(asked.instance, start=asked.kept, time_limit_s=REPLAN_S)
    return {
        "mark": asked.mark,
        "begin": asked.begin,
        "instance": asked.instance,
        "facts": asked.facts,
        "answer": answer,
        "kept": asked.kept,
        "settled": sorted(asked.settled),
        **verdict(parse_instance(asked.instance), asked, answer.get("schedule") or {}),
    }


def _asked(town: Municipality, version: Version) -> Asked:
    """As `make_proposal` would ask today. That the plan begins later is only tried here, hence taken back."""
    frame = Frame.objects.of(town).get()
    with transaction.atomic():
        frame = roll_forward(frame, timezone.localdate())
        question = question_of(town, frame, version, Change())
        transaction.set_rollback(True)
    rows = list(Progress.objects.of(town))
    settled = frozenset(row.project for row in rows if row.state not in Progress.NOT_BEGUN)
    shift = quarters_between(frame, version)
    starts = {lock["project"]: lock.get("start") for lock in question.instance["locks"]}
    stopped = {row.project for row in rows if row.state == Progress.State.STOPPED}
    known = {row["id"] for row in question.instance["projects"]} - set(question.instance["done"]) - stopped
    kept = {
        planned: (starts.get(planned) if planned in settled else None) or max(1, start - shift)
        for planned, start in (version.answer.get("schedule") or {}).items()
        if planned in known
    }
    return Asked(question.instance, question.facts, kept, frame.first_quarter.isoformat(), progress_mark(rows), settled)


def verdict(instance: Instance, asked: Asked, found: Schedule) -> Json:
    """{"verdict", "rule" (the first one that the kept plan breaks), "percent" (more benefit of the new plan)}."""
    if not found:
        return {"verdict": NO_PLAN}
    broken = violations(instance, asked.kept)
    if broken:
        return {"verdict": BROKEN, "rule": broken[0].rule, "project": broken[0].project or ""}
    old, new = evaluate(instance, asked.kept), evaluate(instance, found)
    gain = (new - old) / max(1.0, abs(new))
    if gain < WORTH or near(asked.kept, asked.settled) == near(found, asked.settled):
        return {"verdict": SAME}
    return {"verdict": BETTER, "percent": gain * 100}


def near(schedule: Schedule, settled: Iterable[str]) -> Schedule:
    """What begins within the next four quarters and is still open."""
    closed = set(settled)
    return {p: start for p, start in schedule.items() if start <= NEAR_QUARTERS and p not in closed}


def notice_of(study: Study | None, current: Plan) -> Notice | None:
    """The words of the proposal; None when there is nothing to say. No query."""
    if study is None or study.state != Version.Search.DONE or study.result.get("ignored"):
        return None
    result = study.result
    word = result.get("verdict", SAME)
    if word == SAME:
        return None
    if word == NO_PLAN:
        lead = _("With what has happened there is no plan that keeps every rule. Please check time, money and dates.")
        return Notice(str(study.pk), lead, (), can_accept=False)
    version = Version(instance=result["instance"], facts=result["facts"], answer=result["answer"])
    moves = near_moves(plan_of(version), current, result)
    if not moves:
        return None
    if word == BROKEN:
        lead = _("After what has happened the plan cannot be kept as it is: %(reason)s A new plan would change this:")
        return Notice(str(study.pk), lead % {"reason": rule_words(result["rule"])}, moves, can_accept=True)
    lead = _("After what has happened another order would bring more. Within the next four quarters it changes this:")
    return Notice(str(study.pk), lead, moves, can_accept=True)


def near_moves(after: Plan, current: Plan, result: Json) -> tuple[str, ...]:
    """What comes, goes or begins at another time within the next four quarters, in sentences."""
    old, new = near(result["kept"], result["settled"]), near(after.schedule, result["settled"])
    lines = []
    for project in sorted({*old, *new}, key=lambda p: (new.get(p, old.get(p, 0)), p)):
        before, now = result["kept"].get(project), after.schedule.get(project)
        known = after if project in after.instance.by_id else current
        if before == now or project not in known.projects:  # milestones are no projects
            continue
        values = {"project": known.title(project)}
        if before is None and now is not None:
            lines.append(_("New: %(project)s, %(quarter)s") % {**values, "quarter": after.calendar.name(now)})
        elif now is None:
            lines.append(_("Falls out: %(project)s") % values)
        elif before is not None:
            template = _("Later: %(project)s, %(new)s instead of %(old)s")
            if now < before:
                template = _("Earlier: %(project)s, %(new)s instead of %(old)s")
            lines.append(template % {**values, "old": after.calendar.name(before), "new": after.calendar.name(now)})
    if len(lines) > MOST_MOVES:
        lines = [*lines[:MOST_MOVES], _("and %(count)s more") % {"count": len(lines) - MOST_MOVES}]
    return tuple(lines)


def rule_words(rule: str) -> str:
    """Which rule the plan would break now, in a sentence."""
    return {
        "capacity": _("the days do not suffice."),
        "budget": _("the money does not suffice."),
        "running_cap": _("the running costs become too high."),
        "prerequisite": _("something that is needed before is not finished in time."),
        "duty": _("a date cannot be kept."),
    }.get(rule, _("a decision by hand cannot be kept."))
