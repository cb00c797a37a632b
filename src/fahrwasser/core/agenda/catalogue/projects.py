"""The project catalogue: 44 projects with their variants, the duties behind them, and where every number comes from.

Numbers are those of the reference town (8,000 inhabitants); `town.scaled` fits them to a town. Variants and texts are
our own estimates and say so. `P04` is a project; a project with several variants is planned as `P04-own`,
`P04-shared` …, one with a single variant keeps its id.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal

from fahrwasser.core.costing.ranges import Range
from fahrwasser.core.inventory.questions import Text
from fahrwasser.core.inventory.town import SAXONY

Kind = Literal["own", "shared", "central", "adopt"]
Basis = Literal["S", "E"]

FORCING = ("law", "deadline_soft")
"""Kinds of duty that give a project a fixed place once the town has confirmed them; the others are only shown."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to carry out a project, in numbers of the reference town.

    `citizen_eur` and `risk_eur` are flat placeholders (E). `scales` False: the days hold for any size. `basis` S means
    that cost or volume come from the named public source, everything else and E are our estimates.
    """

    id: str
    project: str
    key: str
    kind: Kind
    name: Text
    prerequisites: tuple[str, ...]
    days: Range
    cost_once: float
    cost_per_year: float
    hours_per_year: float
    citizen_eur: float
    risk_eur: float
    basis: Basis
    source: str
    scales: bool = True
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class CatalogueProject:
    """A project of the catalogue with the texts of its Maßnahmenblatt; `field` and `office` are keys."""

    id: str
    name: Text
    variants: tuple[Variant, ...]
    field: str
    office: str
    goal: Text
    indicator: Text
    duty: str
    duty_refs: tuple[str, ...]
    duty_note: str
    benefit_kinds: tuple[str, ...]
    needs_group: str

    @property
    def is_duty(self) -> bool:
        """Whether a statute asks for it; binding only after the town has confirmed the duty."""
        return self.duty in FORCING


@dataclass(frozen=True, slots=True)
class LegalDuty:
    """What a statute demands, as read in the named text version: a reading, no legal advice.

    `met_by` are capabilities by which one sees that the duty is met, none where there is no such sign.
    """

    id: str
    law: str
    section: str
    what: str
    modality: str
    certainty: str
    date: date | None
    text_version: str
    projects: tuple[str, ...]
    title: Text
    met_by: tuple[str, ...]

    @property
    def norm(self) -> str:
        """ "SächsEGovG § 3"."""
        return f"{self.law} {self.section}"

    def binds_in(self, state: str) -> bool:
        """Saxon statutes bind only in Saxony."""
        return state == SAXONY or ("Sächs" not in self.law + self.text_version and "Sachsen" not in self.law)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything a plan is made from; read-only."""

    version: str
    reference_population: int
    projects: Mapping[str, CatalogueProject]
    duties: Mapping[str, LegalDuty]
    fields: Mapping[str, Text]
    offices: Mapping[str, Text]
    kinds: Mapping[str, Text]

    def variant(self, planned: str) -> Variant:
        """The variant behind an id of a plan; a bare project id gives its first variant. KeyError if unknown."""
        project = self.projects[base_of(planned)]
        return next((v for v in project.variants if v.id == planned), project.variants[0])

    def duties_in(self, state: str) -> tuple[LegalDuty, ...]:
        """The duties that may bind a town of this state, in the order of the list."""
        return tuple(duty for duty in self.duties.values() if duty.binds_in(state))


def base_of(planned: str) -> str:
    """Project of an id of a plan: "P04-shared" → "P04"."""
    return planned.split("-", 1)[0]


@cache
def catalogue() -> Catalogue:
    """The shipped catalogue."""
    raw, extra, measures = _data("projects.json"), _data("variants.json"), _data("measures.json")
    projects = {row["id"]: _project(row, extra, measures["measures"][row["id"]]) for row in raw["projects"]}
    titles = _data("duty-titles.json")["duties"]
    duties = {row["id"]: _duty(row, titles[row["id"]]) for row in _data("duties.json")["duties"]}
    return Catalogue(
        version=raw["version"],
        reference_population=raw["reference_town"]["inhabitants"],
        projects=MappingProxyType(projects),
        duties=MappingProxyType(duties),
        fields=_texts(measures["fields"]),
        offices=_texts(measures["offices"]),
        kinds=_texts(extra["kinds"]),
    )


def _project(row: dict[str, Any], extra: dict[str, Any], measure: dict[str, Any]) -> CatalogueProject:
    others = [other for other in extra["variants"] if other["project"] == row["id"]]
    name = Text(row["name"], measure["name_en"])
    own = _own_variant(row, name, row["id"] + "-own" if others else row["id"])
    return CatalogueProject(
        id=row["id"],
        name=name,
        variants=(own, *(_other_variant(other, row) for other in others)),
        field=measure["field"],
        office=measure["office"],
        goal=_text(measure["goal"]),
        indicator=_text(measure["indicator"]),
        duty=row["duty"],
        duty_refs=tuple(row["duty_refs"]),
        duty_note=row["duty_note"],
        benefit_kinds=tuple(row["benefit_kinds"]),
        needs_group=extra["needs_group"].get(row["id"], ""),
    )


def _own_variant(row: dict[str, Any], name: Text, planned: str) -> Variant:
    return Variant(
        id=planned,
        project=row["id"],
        key="own",
        kind="own",
        name=name,
        prerequisites=tuple(row["prerequisites"]),
        days=Range(**row["person_days"]),
        cost_once=row["cost_once"],
        cost_per_year=row["cost_per_year"],
        hours_per_year=row["hours_per_year"],
        citizen_eur=row["citizen_eur_per_year"],
        risk_eur=row["risk_eur_per_year"],
        basis=row["basis"],
        source=row["basis_source"],
    )


def _other_variant(row: dict[str, Any], own: dict[str, Any]) -> Variant:
    return Variant(
        id=f"{row['project']}-{row['key']}",
        project=row["project"],
        key=row["key"],
        kind=row["kind"],
        name=_text(row["name"]),
        prerequisites=tuple(row["prerequisites"]),
        days=Range(**row["person_days"]),
        cost_once=row["cost_once"],
        cost_per_year=row["cost_per_year"],
        hours_per_year=row["hours_per_year"],
        citizen_eur=own["citizen_eur_per_year"],
        risk_eur=own["risk_eur_per_year"],
        basis=row["basis"],
        source=row["basis_source"],
        scales=row["scales"],
        note=_text(row["note"]) if "note" in row else None,
    )


def _duty(row: dict[str, Any], words: dict[str, Any]) -> LegalDuty:
    return LegalDuty(
        id=row["id"],
        law=row["law"],
        section=row["section"],
        what=row["what"],
        modality=row["modality"],
        certainty=row["certainty"],
        date=date.fromisoformat(row["date"]) if row["date"] else None,
        text_version=row["text_version"],
        projects=tuple(row["projects"]),
        title=_text(words["title"]),
        met_by=tuple(words["met_by"]),
    )


def _texts(raw: dict[str, dict[str, str]]) -> Mapping[str, Text]:
    return MappingProxyType({key: _text(value) for key, value in raw.items()})


def _text(raw: dict[str, str]) -> Text:
    return Text(raw["de"], raw.get("en", ""))


@cache
def _data(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(
        resources.files("fahrwasser.core.agenda").joinpath(f"data/{name}").read_text("utf-8")
    )
    return loaded
