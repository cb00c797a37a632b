"""A colleague's voice about a package goes on to its authors: in released words, without office, name or town."""

import uuid
from datetime import datetime

from fahrwasser.core.programme.unnamed import naming
from fahrwasser.core.refused import N_, Refused
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.models import Membership
from fahrwasser.web.agenda.actions.colleagues import note_passed_on, require_navigator
from fahrwasser.web.agenda.models import Voice
from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.tenants.models import Letterhead

from ..models import Remark


def pass_on(by: Member, voice: Voice, *, kind: str, text: str, obstacle: str, now: datetime) -> Remark:
    """These words and nothing else leave the town. Raises Refused when they name somebody, or were passed on already.

    Only the town's own Navigator may: a coach does not read what colleagues say.
    """
    require_navigator(by)
    town = by.municipality
    row = Voice.objects.of(town).select_for_update().get(pk=voice.pk)
    if row.passed_on_at or not row.package:
        raise Refused(N_("This voice has been passed on already."))
    if found := naming(text, _people(by), town.name):
        raise Refused(
            N_("This could show who said it: %(found)s. Please say it in other words."),
            found=", ".join(found),
        )
    release = Adoption.objects.of(town).filter(package=row.package).values_list("release__version", flat=True)
    remark = Remark.objects.create(
        municipality=town,
        package=row.package,
        version=release.first() or "",
        kind=kind,
        text=text,
        obstacle=obstacle if kind == Remark.Kind.HINDERS else "",
    )
    note_passed_on(by, row.pk, now)
    record_act(by, "network.remark", f"remark:{remark.pk}")
    return remark


def take_back(by: Member, key: uuid.UUID, now: datetime) -> None:
    """The others no longer read it; another town's stays (the policy sees to it)."""
    require_navigator(by)
    if Remark.objects.of(by.municipality).filter(pk=key, withdrawn_at=None).update(withdrawn_at=now):
        record_act(by, "network.remark_back", f"remark:{key}")


def _people(by: Member) -> list[str]:
    """Everybody who works or has worked here."""
    names = Membership.objects.of(by.municipality).values_list("user__name", flat=True).distinct()
    heads = Letterhead.objects.of(by.municipality).values_list("head_name", flat=True)
    return [*names, *heads]
