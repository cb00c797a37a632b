"""The append-only log of who did what, and its plain words."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from fahrwasser.web.tenants.models import Act, Municipality

from .access import Member
from .models import Unit, User
from .roles import Role

# verb -> sentence with %(actor)s and, where it fits, %(person)s, %(unit)s, %(role)s and the keys of `detail`. Every app
# adds its own verbs when it is loaded: `WORDS.update(...)` in `words.py`, imported by its AppConfig.ready.
WORDS: dict[str, str | Promise] = {}
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One act in words."""

    at: datetime
    text: str


def record_act(by: Member, verb: str, subject: str = "", **detail: Any) -> None:
    """One more line in the town's log; `detail` carries keys and figures, never names or addresses."""
    Act.objects.create(
        municipality=by.municipality,
        actor=by.user_id,
        role=",".join(sorted(by.roles)),
        verb=verb,
        subject=subject,
        detail=detail,
    )


def latest_acts(municipality: Municipality) -> list[Line]:
    """The last 100 acts, newest first; 3 queries."""
    acts = list(Act.objects.of(municipality).order_by("-at", "-id")[:SHOWN])
    people = {act.actor for act in acts if act.actor} | _keys(acts, "person")
    names = {person.pk: person.name for person in User.objects.filter(pk__in=people)}
    units = {unit.pk: unit.name for unit in Unit.objects.of(municipality).filter(pk__in=_keys(acts, "unit"))}
    return [Line(act.at, _sentence(act, names, units)) for act in acts]


def _keys(acts: list[Act], kind: str) -> set[uuid.UUID]:
    """The ids in subjects like `person:<id>`."""
    return {key for act in acts for found, key in [_subject(act)] if found == kind and key}


def _subject(act: Act) -> tuple[str, uuid.UUID | None]:
    """Kind and id of a subject; a line that cannot be read any other way is shown without a name."""
    kind, _colon, key = act.subject.partition(":")
    try:
        return kind, uuid.UUID(key)
    except ValueError:
        return kind, None


def _sentence(act: Act, people: Mapping[uuid.UUID, str], units: Mapping[uuid.UUID, str]) -> str:
    kind, key = _subject(act)
    values = {
        **act.detail,
        "actor": people.get(act.actor, _("The operator")) if act.actor else _("The system"),
        "person": _named(people, key, _("somebody")) if kind == "person" else "",
        "unit": _named(units, key, _("an office")) if kind == "unit" else "",
        "role": Role(act.detail["role"]).label if act.detail.get("role") in Role.values else "",
    }
    return str(WORDS.get(act.verb, _("%(actor)s: %(verb)s"))) % {"verb": act.verb, **values}


def _named(names: Mapping[uuid.UUID, str], key: uuid.UUID | None, otherwise: str) -> str:
    return names.get(key, otherwise) if key else otherwise
