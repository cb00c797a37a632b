"""Why a case waits for a person: the sentences its decisions have given as reasons, in the words of the package."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.cases.models import Decision, Payload, Task
from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.ui.languages import page_language

SOON = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a package says, in the language of the page where it has words for it, else in German."""

    text: str
    language: str


def reasons_of(by: Member, tasks: Sequence[Task]) -> dict[UUID, tuple[Sentence, ...]]:
    """Why a person has to look, by case: what the last decision that gives reasons has said; 1 query.

    Only of the hours before the task was opened: an objection, say, has reasons of its own.
    """
    town = by.municipality
    opened = {task.case_id: task.opened_at for task in tasks}
    releases = {task.case_id: task.case.release_id for task in tasks}
    decided = Decision.objects.of(town).filter(case=OuterRef("event__case"), sequence=OuterRef("event__sequence"))
    kept = Payload.objects.of(town).filter(event__case__in=opened).filter(Exists(decided)).order_by("event__sequence")
    rows = kept.values_list("event__case", "event__completed_at", "data__value__grund", "data__value__gruende")
    found = {}
    for case, at, one, many in rows:
        said = sentences({"grund": one, "gruende": many})
        if said and abs(opened[case] - at) < SOON:
            found[case] = spoken(releases[case], said)
    return found


def spoken(release_id: UUID, texts: Iterable[str]) -> tuple[Sentence, ...]:
    """The sentences of a release, each with the language it is in."""
    english = compiled(release_id).english if page_language() == "en" else {}
    return tuple(Sentence(english.get(text, text), "en" if text in english else "de") for text in texts)


def sentences(value: Any) -> tuple[str, ...]:
    """`grund` and `gruende` of a decision's value: why it is so, in German as the package says it."""
    if not isinstance(value, Mapping):
        return ()
    many = value.get("gruende")
    found = [value.get("grund"), *(many if isinstance(many, list) else ())]
    return tuple(dict.fromkeys(text for text in found if isinstance(text, str) and text))
