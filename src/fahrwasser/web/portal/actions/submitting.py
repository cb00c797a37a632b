"""A checked draft becomes a case, once; whoever sends it again gets the same case."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fahrwasser.core.forms import Problem, journey
from fahrwasser.core.refused import N_, Refused
from fahrwasser.web.cases import links
from fahrwasser.web.cases.actions import CITIZEN, open_case
from fahrwasser.web.cases.facts import parameter_values
from fahrwasser.web.cases.filing import upload_refs
from fahrwasser.web.cases.models import Case
from fahrwasser.web.cases.people import fall_facts, listed_name, person_in
from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.jobs.actions import send_mail
from fahrwasser.web.records.actions import keep
from fahrwasser.web.registers.flags import flags_about

from ..models import Draft, Upload


class Incomplete(Exception):
    """Something is missing or wrong; nothing was sent. `problems` are those of the form."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def submit(draft: Draft, *, now: datetime) -> Case:
    """The case of this draft, opened now or before. Raises Incomplete, or Refused when the service is switched off."""
    rows = Draft.objects.of(draft.municipality_id).select_for_update(of=("self",))
    locked = rows.select_related("adoption__release").defer("adoption__release__content").get(pk=draft.pk)
    if locked.case_id is not None:
        return Case.objects.of(draft.municipality_id).get(pk=locked.case_id)
    release = locked.adoption.release  # not the one the draft was begun with: the town's values belong to this one
    form = compiled(release.pk).form
    known = {"parameter": parameter_values(_parameters(locked), release.pk, now)}
    way = journey(form, locked.answers, now=now, known=known)
    if not way.is_complete:
        raise Incomplete(way.missing)
    person = person_in(form, way.kept)
    fall = fall_facts(person, language=locked.language, behalf=locked.behalf, representative=locked.representative)
    facts = {"antrag": dict(way.kept), "fall": fall, "flags": flags_about(locked.adoption, person, now=now)}
    with transaction.atomic():  # refused, it leaves no key of a case that never began
        case = open_case(
            locked.adoption,
            release,
            channel=locked.channel,
            facts=facts,
            person=listed_name(person),
            actor=str(locked.taken_by or CITIZEN),
            now=now,
            is_test=locked.is_test,
            key=f"draft:{locked.pk}",
        )
    _keep_files(locked, case)
    links.open_status(case, now)
    rows.filter(pk=locked.pk).update(case=case, answers={}, representative={})
    _confirm(case)
    return case


def _parameters(draft: Draft) -> Any:
    if draft.adoption.parameters_id is None:
        raise Refused(N_("This service does not take applications at the moment. Please ask the town hall."))
    return draft.adoption.parameters_id


def _keep_files(draft: Draft, case: Case) -> None:
    """Uploads become documents of the case; those that no answer names any more are left behind with the draft."""
    named = set(upload_refs(case.facts))
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


def _confirm(case: Case) -> None:
    """The number and the way to the status page by mail; the mail says nothing about what was applied for."""
    address = str((case.facts.get("fall") or {}).get("email", ""))
    if not address:
        return
    subject = _("Your application %(number)s has arrived") % {"number": case.number}
    body = _(
        "See where it stands, answer questions and download letters: %(address)s\n\n"
        "The code for this page was shown when the application was sent. It is not in this mail, so that nobody else "
        "can open the page. Code lost? On the page you can have it sent to this address.\n"
    )
    send_mail(address, subject, body % {"address": links.status_address(case.municipality, case.pk)})
