"""The first picture of a town: where the hours are, open duties, posts at risk, a first relief, and what is not known.

Everything comes from the record (prefilled or corrected) and the answers of the quick check; projects and duties are
passed in, so that recording does not depend on planning.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from fahrwasser.core.costing.costs import hours_per_year
from fahrwasser.core.costing.ranges import Range, total
from fahrwasser.core.inventory.figures import ORIGINS, Figure, Origin
from fahrwasser.core.inventory.questions import Text
from fahrwasser.core.inventory.risk import LEAVING_IN_TEN_YEARS, POST_HOURS, PostsAtRisk, posts_at_risk
from fahrwasser.core.inventory.starter import StarterService
from fahrwasser.core.inventory.starter import posts as estimated_posts
from fahrwasser.core.inventory.town import Town
from fahrwasser.core.words import number, rough, rough_span

CANDIDATES = 5
GAPS = 7
PAIN_FACTOR = 2.0  # what hurts most counts twice when candidates are put in order (E)
SOON_FACTOR = 1.5  # so does half more what can be seen within two quarters (E)

DutyState = Literal["open", "planned", "met", "unknown"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A service of the town's record; `project` is the catalogue project that would ease it ("" for none)."""

    id: str
    name: Text
    is_offered: bool
    volume: Figure | None
    minutes: Figure | None
    project: str = ""
    default_hours: float = 0.0

    @property
    def hours(self) -> Range | None:
        """Staff hours a year; None while volume or minutes are not known."""
        if self.volume is None or self.minutes is None:
            return None
        return hours_per_year(self.volume.spread, self.minutes.spread)

    @property
    def origin(self) -> Origin:
        """The weaker origin of volume and minutes."""
        known = [figure.origin for figure in (self.volume, self.minutes) if figure is not None]
        return max(known, key=ORIGINS.index, default="default")


def recorded_by_default(starter: StarterService) -> Recorded:
    """A starter service as an entry of the record."""
    default = starter.default
    hours = starter.hours
    return Recorded(
        default.id, default.name, starter.is_offered, starter.volume, starter.minutes, default.project,
        hours.likely if hours else 0.0,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReliefOption:
    """A way to relief in numbers of the town (from the project catalogue). `is_soon`: seen within two quarters."""

    project: str
    planned: str
    name: Text
    days: Range
    hours: Range
    cost_once: float
    cost_per_year: float
    is_soon: bool


@dataclass(frozen=True, slots=True)
class DutyToCheck:
    """A duty that may bind the town; `met_by` are capabilities that show it is met."""

    id: str
    title: Text
    what: str
    norm: str
    modality: str
    certainty: str
    met_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """One line of "where the hours are"."""

    id: str
    name: Text
    hours: Range
    origin: Origin


@dataclass(frozen=True, slots=True)
class CheckedDuty:
    """A duty with its state as far as the answers tell; the town confirms each before it binds the plan."""

    duty: DutyToCheck
    state: DutyState


@dataclass(frozen=True, slots=True)
class Candidate:
    """A first relief: `hours` is corrected by what the town itself recorded; `reason` says why it stands here."""

    project: str
    planned: str
    name: Text
    reason: Text
    days: Range
    hours: Range
    cost_once: float
    cost_per_year: float
    is_soon: bool
    is_pain: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """Something to find out; `influence` in hours a year by which the picture could move (the order, not a promise).

    `subject` is "service:<id>" or "figure:<key>" or "capability:<key>".
    """

    subject: str
    title: Text
    why: Text
    influence: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The first picture; everything in it can be corrected in the record."""

    town: Town
    services: tuple[ServiceHours, ...]
    total: Range
    unknown_services: tuple[Text, ...]
    duties: tuple[CheckedDuty, ...]
    posts: PostsAtRisk
    candidates: tuple[Candidate, ...]
    gaps: tuple[Gap, ...]

    @property
    def open_duties(self) -> tuple[CheckedDuty, ...]:
        """Duties that are not met as far as known."""
        return tuple(checked for checked in self.duties if checked.state in ("open", "planned"))


def first_picture(
    town: Town,
    record: Sequence[Recorded],
    findings: Mapping[str, Any],
    options: Sequence[ReliefOption],
    duties: Sequence[DutyToCheck],
) -> Picture:
    """The first picture from the record and the findings of the quick check ("capability:kdn" → "live" …)."""
    offered = [service for service in record if service.is_offered]
    known = [ServiceHours(s.id, s.name, hours, s.origin) for s in offered if (hours := s.hours) is not None]
    candidates = _candidates(record, findings, options)
    return Picture(
        town=town,
        services=tuple(sorted(known, key=lambda line: (-line.hours.likely, line.id))),
        total=total(line.hours for line in known),
        unknown_services=tuple(service.name for service in offered if service.hours is None),
        duties=tuple(CheckedDuty(duty, _state(duty, findings)) for duty in duties),
        posts=posts_at_risk(town, findings),
        candidates=candidates,
        gaps=_gaps(town, offered, findings, candidates),
    )


def _state(duty: DutyToCheck, findings: Mapping[str, Any]) -> DutyState:
    states = {findings.get(f"capability:{key}", "unknown") for key in duty.met_by}
    if "none" in states:
        return "open"
    if "planned" in states:
        return "planned"
    return "met" if states == {"live"} else "unknown"


def _candidates(
    record: Sequence[Recorded], findings: Mapping[str, Any], options: Sequence[ReliefOption]
) -> tuple[Candidate, ...]:
    pain = findings.get("figure:biggest_pain")
    found: dict[str, tuple[float, Candidate]] = {}
    for option in options:
        eased = [service for service in record if service.project == option.project]
        hours = option.hours.times(own_share(eased))
        if hours.likely <= 0:
            continue
        is_pain = option.project == pain
        score = hours.likely / option.days.likely
        score *= (PAIN_FACTOR if is_pain else 1.0) * (SOON_FACTOR if option.is_soon else 1.0)
        candidate = Candidate(
            option.project, option.planned, option.name, _reason(option, hours, is_pain=is_pain), option.days, hours,
            option.cost_once, option.cost_per_year, option.is_soon, is_pain,
        )  # fmt: skip
        if option.project not in found or found[option.project][0] < score:
            found[option.project] = (score, candidate)
    ordered = sorted(found.values(), key=lambda scored: (-scored[0], scored[1].planned))
    return tuple(candidate for _, candidate in ordered[:CANDIDATES])


def own_share(eased: Sequence[Recorded]) -> float:
    """How the town's own hours in these services compare with the default; 1 where there is nothing to compare.

    0 where others do all of these services for the town.
    """
    offered = [service for service in eased if service.is_offered]
    if eased and not offered:
        return 0.0
    default = sum(service.default_hours for service in offered)
    own = sum(service.hours.likely for service in offered if service.hours is not None)
    return own / default if default else 1.0


def _reason(option: ReliefOption, hours: Range, *, is_pain: bool) -> Text:
    days = number(option.days.likely, 1), number(option.days.likely, 1, "en")
    de = [f"Macht etwa {rough_span(hours.low, hours.high)} Stunden im Jahr frei und kostet etwa {days[0]} Arbeitstage."]
    en = [f"Frees about {rough_span(hours.low, hours.high, 'en')} hours a year and takes about {days[1]} working days."]
    if is_pain:
        de.append("Hier drückt es nach Ihrer Antwort am meisten.")
        en.append("This is where it hurts most, as you answered.")
    if option.is_soon:
        de.append("In zwei Quartalen zu schaffen.")
        en.append("Can be done within two quarters.")
    return Text(" ".join(de), " ".join(en))


def _gaps(
    town: Town, offered: Sequence[Recorded], findings: Mapping[str, Any], candidates: Sequence[Candidate]
) -> tuple[Gap, ...]:
    chosen = {candidate.project for candidate in candidates}
    gaps = [gap for service in offered if (gap := _service_gap(service, is_chosen=service.project in chosen))]
    leaving = estimated_posts(town.population).value * LEAVING_IN_TEN_YEARS / 10 * POST_HOURS
    for key, title, title_en in (
        ("posts", "Stellen in den Büros zählen", "Count the posts in the offices"),
        ("retirements", "Ruhestand der nächsten drei Jahre zählen", "Count the retirements of the next three years"),
    ):
        if f"figure:{key}" not in findings:
            why = Text("Davon hängt ab, wie viel Arbeit bald fehlt.", "It decides how much work will soon be missing.")
            gaps.append(Gap(f"figure:{key}", Text(title, title_en), why, rough(leaving)))
    return tuple(sorted(gaps, key=lambda gap: (-gap.influence, gap.subject))[:GAPS])


def _service_gap(service: Recorded, *, is_chosen: bool) -> Gap | None:
    hours = service.hours
    if hours is None or service.origin in ("measured", "counted") or hours.width <= 0:
        return None
    spread = rough_span(hours.low, hours.high), rough_span(hours.low, hours.high, "en")
    de, en = f"Bisher {spread[0]} Stunden im Jahr.", f"So far {spread[1]} hours a year."
    if is_chosen:
        de, en = f"{de} Davon hängt ein Vorschlag zur Entlastung ab.", f"{en} A suggested relief depends on it."
    title = Text(f"Fälle zählen: {service.name.de}", f"Count the cases: {service.name.in_language('en')}")
    return Gap(f"service:{service.id}", title, Text(de, en), hours.width * (2 if is_chosen else 1))
