"""Asking outside sources, with a log row for every retrieval (§ 40 BMG, § 36 (6) StVG)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from fahrwasser.core.packages.registers import OWN_REGISTER
from fahrwasser.core.packages.release import Release
from fahrwasser.web.catalogue.connections import opened
from fahrwasser.web.catalogue.models import Adoption, Binding

from .models import Query
from .registry import Answer, Question, Source, find_source

OWN_ADAPTER = "own"
"""The town's own registers (port `register`) need no binding."""
UNBOUND = Answer("ungebunden")
ASKED = "gefragt"
"""Written before a question leaves the house: whatever happens then, it stays known that somebody was asked."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A port with the adapter the town has chosen; `source` is None when there is none."""

    adapter: str
    settings: Mapping[str, object]
    source: Source | None


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why a source is asked (with its norm), and for which fields."""

    words: str
    fields: tuple[str, ...]


def bound(adoption: Adoption | uuid.UUID, town: uuid.UUID, port: str) -> Bound:
    """Where questions to this port go; 1 query."""
    key = adoption.pk if isinstance(adoption, Adoption) else adoption
    row = Binding.objects.of(town).filter(adoption_id=key, port=port).first()
    if row is None:
        own = OWN_ADAPTER if port == OWN_REGISTER else ""
        return Bound(own, {}, find_source(port, own))
    return Bound(row.adapter, opened(row.settings), find_source(port, row.adapter))


def ask(to: Bound, question: Question) -> Answer:
    """The answer; unbound ports answer so, a source that cannot be reached is silent."""
    if to.source is None:
        return UNBOUND
    try:
        return to.source.ask(question)
    except OSError:
        return Answer("schweigt")


def log_row(
    to: Bound, question: Question, status: str, purpose: Purpose, *, cause: uuid.UUID, file_number: str
) -> Query:
    """Who was asked why, for which fields, and whether there was an answer; never the answer itself.

    `status`: the answer's, or `ASKED` before it. Both rows of one retrieval carry the same moment.
    """
    return Query(
        municipality=question.municipality,
        port=question.port,
        adapter=to.adapter,
        cause=cause,
        file_number=file_number,
        purpose=purpose.words[:200],
        fields=list(purpose.fields),
        status=status,
        asked_at=question.now,
    )


def purpose_of(release: Release, port: str) -> Purpose:
    """What the package declares about this port; the town's own registers need no declaration."""
    declared = release.ports.get(port)
    if declared is None:
        return Purpose("", ())
    interface = declared.interface
    return Purpose(f"{interface.purpose} ({interface.norm})", tuple(sorted(interface.fields)))
