"""What is made for the council and what comes of it."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda.models import Resolution, Study, Version
from fahrwasser.web.agenda.numbers import next_number


class NotPossible(Exception):
    """The act does not fit the state of the plan; the message says what is missing (translated)."""


def require_planner(by: Member) -> None:
    """Navigator (PLAN) or head (DECIDE)."""
    if not (by.may(Right.PLAN) or by.may(Right.DECIDE)):
        raise PermissionDenied(Right.PLAN.value)


def freeze(by: Member, version: Version) -> Version:
    """The plan lies before the council: a new version with the same plan that nobody can change any more.

    Raises NotPossible when there is no plan in it, or when it is only tried: nobody has taken its change over.
    """
    require_planner(by)
    if not version.answer.get("schedule") or version.kind == Version.Kind.TRIAL:
        raise NotPossible("no plan")
    frozen = Version.objects.create(
        municipality=by.municipality,
        number=next_number(by.municipality),
        kind=Version.Kind.COUNCIL,
        instance=version.instance,
        facts={**version.facts, "kept_mid_search": not version.is_searched_out},
        answer=version.answer,
        search=Version.Search.DONE,
        made_by=by.user_id,
        frozen_at=timezone.now(),
    )
    _keep_studies(version, frozen)
    record_act(by, "agenda.freeze", str(frozen.pk), number=frozen.number)
    return frozen


def _keep_studies(version: Version, frozen: Version) -> None:
    """What is known of a plan is known of its council version."""
    for study in Study.objects.of(version.municipality).filter(version=version, state=Version.Search.DONE):
        Study.objects.create(
            municipality=study.municipality,
            version=frozen,
            kind=study.kind,
            state=study.state,
            done=study.done,
            steps=study.steps,
            seed=study.seed,
            result=study.result,
            made_by=study.made_by,
        )


def resolve(by: Member, version: Version, *, decided_on: date, number: str) -> Resolution:
    """The council has decided this version. Raises NotPossible unless it is a council version."""
    require_planner(by)
    if version.frozen_at is None:
        raise NotPossible("not frozen")
    decision, _ = Resolution.objects.update_or_create(
        municipality=by.municipality, version=version, defaults={"decided_on": decided_on, "number": number}
    )
    record_act(by, "agenda.resolve", str(version.pk), number=version.number)
    return decision
