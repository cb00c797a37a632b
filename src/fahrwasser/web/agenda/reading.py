"""A stored version as values: the plan, its figures, and what was known when it was made. No query."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import get_language

from fahrwasser.core.agenda.catalogue.build import is_milestone
from fahrwasser.core.agenda.catalogue.projects import base_of, catalogue
from fahrwasser.core.agenda.model.answer import OPEN_GAP
from fahrwasser.core.agenda.model.check import usage
from fahrwasser.core.agenda.model.instance import Instance, Schedule
from fahrwasser.core.agenda.model.reading import parse_instance
from fahrwasser.core.agenda.model.value import start_value
from fahrwasser.core.agenda.papers.figures import duties_met
from fahrwasser.core.agenda.plan import Plan as CorePlan
from fahrwasser.core.inventory.town import Town
from fahrwasser.web.agenda.frames import frame_from_json
from fahrwasser.web.agenda.models import Version
from fahrwasser.web.agenda.quarters import Calendar
from fahrwasser.web.agenda.why import why

RELIEF, DUTY, BASE = "relief", "duty", "base"
QUARTER_WORDS = re.compile(r"Quartal\s(\d+)\b")
PROJECT_IDS = re.compile(r"“ \([A-Za-z0-9._-]+\)")


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """What a version remembers of one project beside the instance; hours are freed staff hours a year."""

    id: str
    title: str
    title_en: str
    of: str
    """Id of the catalogue's project; the same for all its variants."""
    variant: str = ""
    field: str = ""
    days: tuple[float, float] = (0.0, 0.0)
    hours: tuple[float, float] = (0.0, 0.0)
    origin: str = "estimated"
    is_running: bool = False
    """Somebody works on it: its days are those that are left, and what it cost once has been spent."""
    on_placeholders: bool = False
    """It would pay only if the flat placeholders for citizens and risk counted."""
    duty: str = ""
    duty_certainty: str = ""
    goal: str = ""
    office: str = ""
    source: str = ""

    def to_json(self) -> dict[str, Any]:
        """As kept in `Version.facts`."""
        return {key: getattr(self, key) for key in self.__slots__}


def facts_from_json(raw: Mapping[str, Any]) -> ProjectFacts:
    """The inverse of `ProjectFacts.to_json`."""
    known = {key: raw[key] for key in ProjectFacts.__slots__ if key in raw}
    return ProjectFacts(**{**known, "days": tuple(known["days"]), "hours": tuple(known["hours"])})


@dataclass(frozen=True)
class Plan:
    """One version, readable. `schedule` is empty when there is no plan (yet, or not under these assumptions)."""

    version: Version
    instance: Instance
    calendar: Calendar
    projects: Mapping[str, ProjectFacts]
    hours_per_week: float
    budget_per_year: float

    @cached_property
    def schedule(self) -> Schedule:
        """Project id → first quarter; only what somebody works on, no milestones."""
        found = self.version.answer.get("schedule") or {}
        return {planned: start for planned, start in found.items() if not is_milestone(planned)}

    @cached_property
    def _usage(self) -> Any:
        return usage(self.instance, self.schedule)

    def title(self, project: str) -> str:
        """Name of the variant in the reader's language, as far as there is one."""
        facts = self.projects.get(project)
        if facts is None:
            return self.instance.by_id[project].name
        return facts.title_en if facts.title_en and get_language() == "en" else facts.title

    def kind(self, project: str) -> str:
        """duty, relief or base, as the council paper says it."""
        return {"duty": DUTY, "relief": RELIEF}.get(self.in_core.kind(project), BASE)

    def duties_met(self) -> int:
        """How many confirmed duties the plan fulfils; several projects may belong to one."""
        return duties_met(self.in_core, self.schedule)

    def end(self, project: str) -> int:
        """Last quarter in which it runs."""
        return self.schedule[project] + self.instance.by_id[project].duration - 1

    def period(self, project: str) -> str:
        """»2. Quartal 2027 bis 1. Quartal 2028«."""
        return self.calendar.period(self.schedule[project], self.end(project))

    def in_order(self) -> list[str]:
        """Chosen projects as they begin."""
        return sorted(self.schedule, key=lambda p: (self.schedule[p], self.end(p), p))

    def overdue(self, begun: Collection[str], today: date) -> list[str]:
        """Whose first quarter is over; `begun` = projects that run, are done or were stopped."""
        now = self.calendar.quarter_of(today)
        return [project for project in self.in_order() if self.schedule[project] < now and project not in begun]

    def days_in(self, quarter: int) -> float:
        """Own days that the plan needs in this quarter."""
        return float(self._usage.days[quarter - 1]) if 1 <= quarter <= self.instance.quarters else 0.0

    def hours(self) -> tuple[float, float, float]:
        """Staff hours freed a year when everything runs: low, likely, high."""
        low = sum(self.projects[p].hours[0] for p in self.schedule if p in self.projects)
        likely = sum(self.instance.by_id[p].hours_per_year for p in self.schedule)
        high = sum(self.projects[p].hours[1] for p in self.schedule if p in self.projects)
        return min(low, likely), likely, max(high, likely)

    def totals(
        self, until: date | None = None, without: Collection[str] = (), running: Collection[str] = ()
    ) -> dict[str, float]:
        """Of the whole plan: days, EUR once, EUR a year, likely hours a year, and hours freed until the plan ends.

        `until` = another last day. Catalogue projects: `without` = left out, `running` = without days and money once.
        """
        last = self.calendar.quarter_of(until) if until else self.instance.quarters
        counted = [self.instance.by_id[p] for p in self.schedule if base_of(p) not in without]
        ahead = [p for p in counted if base_of(p.id) not in running]
        return {
            "days": sum(p.person_days for p in ahead),
            "once": sum(p.cost_once for p in ahead),
            "per_year": sum(p.cost_per_year for p in counted),
            "hours": sum(p.hours_per_year for p in counted),
            "hours_until_end": sum(p.hours_per_year / 4 * max(0, last - self.end(p.id)) for p in counted),
        }

    def is_uncertain(self, project: str) -> bool:
        """It pays only if the estimated hours really are freed: at the low end of the estimate it loses."""
        facts, data = self.projects.get(project), self.instance.by_id[project]
        if facts is None or self.kind(project) != RELIEF or self.followers(project):
            return False
        cautious = replace(data, hours_per_year=facts.hours[0])
        return bool(start_value(self.instance, cautious, self.schedule[project]) < 0)

    def followers(self, project: str) -> list[str]:
        """Chosen projects that need this one before them."""
        by_id = self.instance.by_id
        return [p for p in self.in_order() if p != project and any(project in g for g in by_id[p].prerequisites)]

    def hours_by_year(self) -> list[float]:
        """Likely hours freed in each calendar year of the plan."""
        years: dict[int, float] = {}
        for quarter in range(1, self.instance.quarters + 1):
            free = sum(self.instance.by_id[p].hours_per_year / 4 for p in self.schedule if self.end(p) < quarter)
            year = self.calendar.year(quarter)
            years[year] = years.get(year, 0.0) + free
        return [years[year] for year in sorted(years)]

    def first_relief(self) -> str | None:
        """The chosen project that gives relief first (as in the council paper); None when none does."""
        giving = [p for p in self.schedule if self.kind(p) == RELIEF]
        return min(giving, key=lambda p: (self.end(p), p), default=None)

    def why(self, project: str) -> str:
        """Why the project stands where it stands, or why it is not in the plan; "" if nobody knows yet."""
        return why(self, project, self.by_project)

    @cached_property
    def by_project(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Explanations by (project, kind): "in", "out", "timing"."""
        return {(found["project"], found["kind"]): found for found in self.explanations if found.get("project")}

    @cached_property
    def in_core(self) -> CorePlan:
        """The plan as the papers read it."""
        return CorePlan(
            catalogue=catalogue(),
            town=Town(**self.version.facts["town"]),
            frame=frame_from_json(self.version.facts["frame"]),
            instance=self.version.instance,
            answer=self.version.answer,
        )

    @property
    def explanations(self) -> list[dict[str, Any]]:
        """As the answer gives them."""
        return list(self.version.answer.get("explanations") or [])

    def in_words(self, text: str) -> str:
        """»Quartal 7« becomes »3. Quartal 2028«, ids behind names go."""
        dated = QUARTER_WORDS.sub(lambda found: self.calendar.name(int(found[1])), text)
        return PROJECT_IDS.sub("“", dated)

    @property
    def gap_percent(self) -> float | None:
        """At most so many percent more value would be possible."""
        gap = self.version.answer.get("gap")
        return None if gap is None else float(gap) * 100

    @property
    def is_open(self) -> bool:
        """How good the plan is has not been narrowed down yet."""
        return self.gap_percent is not None and self.gap_percent > OPEN_GAP * 100

    @property
    def is_best(self) -> bool:
        """Proven, as the papers say it."""
        return self.in_core.is_best

    @property
    def is_infeasible(self) -> bool:
        """There is no plan under these assumptions."""
        return bool(self.version.answer.get("status") == "infeasible")


def plan_of(version: Version) -> Plan:
    """The version as plan."""
    frame = version.facts["frame"]
    instance = parse_instance(version.instance)
    return Plan(
        version=version,
        instance=instance,
        calendar=Calendar(date.fromisoformat(frame["first_quarter"]), instance.quarters),
        projects={key: facts_from_json(raw) for key, raw in version.facts["projects"].items()},
        hours_per_week=float(frame["hours_per_week"]),
        budget_per_year=float(frame["budget_per_year"]),
    )
