"""A checked draft becomes a case, once; whoever sends it again gets the same case."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from fahrwasser.core.forms import Form, Problem, journey
from fahrwasser.core.refused import N_, Refused
from fahrwasser.web.cases.actions import open_case
from fahrwasser.web.cases.facts import parameter_values
from fahrwasser.web.cases.models import Case, Link
from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.records.actions import keep
from fahrwasser.web.tenants import secrets

from ..models import Draft, Upload

STATUS_DAYS = 365
STATUS = "status"
PERSON = "person/"


class Incomplete(Exception):
    """Something is missing or wrong; nothing was sent. `problems` are those of the form."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def submit(draft: Draft, *, now: datetime) -> Case:
    """The case of this draft, opened now or before. Raises Incomplete, or Refused when the service is switched off."""
    rows = Draft.objects.of(draft.municipality_id).select_for_update(of=("self",))
    locked = rows.select_related("adoption").get(pk=draft.pk)
    if locked.case_id is not None:
        return Case.objects.of(draft.municipality_id).get(pk=locked.case_id)
    form = compiled(locked.release_id).form
    known = {"parameter": parameter_values(_parameters(locked), locked.release_id)}
    way = journey(form, locked.answers, now=now, known=known)
    if not way.is_complete:
        raise Incomplete(way.missing)
    person = person_in(form, way.kept)
    case = open_case(
        locked.adoption,
        locked.release,
        channel=locked.channel,
        facts={"antrag": dict(way.kept), "fall": _about(locked, person)},
        person=person_name(person),
        now=now,
        is_test=locked.is_test,
        key=f"draft:{locked.pk}",
    )
    _keep_files(locked, case)
    _open_status(case, now)
    rows.filter(pk=locked.pk).update(case=case, answers={}, representative={})
    return case


def person_in(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What the answers say about the person: the fields that would be prefilled from `person/…`, by that name."""
    found: dict[str, Any] = {}
    for node in form.fields:
        if node.prefill and node.prefill.source.startswith(PERSON):
            value: Any = answers
            for part in node.path.split("/"):
                value = value.get(part) if isinstance(value, Mapping) else None
            if value is not None:
                found.setdefault(node.prefill.source.removeprefix(PERSON), value)
    return found


def person_name(person: Mapping[str, Any]) -> str:
    """ "Fährmann, Karin" for lists."""
    parts = (person.get("familienname"), person.get("vornamen"))
    return ", ".join(str(part) for part in parts if part)[:160]


def status_token(case: Case) -> str:
    """The address of the case's status page; always the same, stored only as hash."""
    return secrets.derived_token(STATUS, str(case.pk))


def status_code(case: Case) -> str:
    """The code that opens the status page on another device."""
    return secrets.derived_code(STATUS, str(case.pk))


def _about(draft: Draft, person: Mapping[str, Any]) -> dict[str, Any]:
    name = " ".join(str(person[key]) for key in ("vornamen", "familienname") if person.get(key))
    about: dict[str, Any] = {"person": {**person, "name": name}, "sprache": draft.language}
    if draft.behalf:
        about |= {"vertretung": True, "vertretung_art": draft.behalf, "vertreter": draft.representative}
    return about


def _parameters(draft: Draft) -> Any:
    if draft.adoption.parameters_id is None:
        raise Refused(N_("This service does not take applications at the moment. Please ask the town hall."))
    return draft.adoption.parameters_id


def _keep_files(draft: Draft, case: Case) -> None:
    """Uploads become documents of the case; those that no answer names any more are left behind with the draft."""
    named = set(_refs(case.facts.get("antrag")))
    for upload in Upload.objects.of(draft.municipality_id).filter(draft=draft).order_by("made_at", "id"):
        if str(upload.pk) in named:
            keep(
                case.municipality,
                kind="upload",
                subject=f"upload:{upload.pk}",
                title=upload.filename,
                media_type=upload.media_type,
                content=bytes(upload.content),
            )
    Upload.objects.of(draft.municipality_id).filter(draft=draft).delete()


def _refs(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        own = [value["ref"]] if "sha512" in value and "ref" in value else []
        return own + [ref for inner in value.values() for ref in _refs(inner)]
    return [ref for inner in value for ref in _refs(inner)] if isinstance(value, list) else []


def _open_status(case: Case, now: datetime) -> None:
    Link.objects.create(
        municipality_id=case.municipality_id,
        case=case,
        purpose=Link.Purpose.STATUS,
        token_hash=secrets.hashed(status_token(case)),
        expires_at=now + timedelta(days=STATUS_DAYS),
    )
