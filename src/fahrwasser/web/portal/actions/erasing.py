"""Somebody wants their data erased (Art. 17 DSGVO): a person who leads decides, the worker erases, a record stays."""

import json
import uuid
from datetime import date, datetime

from django.db import connection

from fahrwasser.core.refused import N_, Refused
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.cases.actions import locked, note
from fahrwasser.web.cases.disposal import dispose_now, untampered
from fahrwasser.web.cases.facts import local_day
from fahrwasser.web.cases.models import Case
from fahrwasser.web.cases.rows import at_once, record
from fahrwasser.web.jobs.actions import enqueue
from fahrwasser.web.records.models import ErasureRequest
from fahrwasser.web.registers.retention import cases_of_the_same_rights
from fahrwasser.web.tenants.models import Municipality

from ..erasing import Leaves, standing_of

ERASE = "portal.erase"
ERASED_PARTLY, REFUSED = "teilweise_geloescht", "loeschung_abgelehnt"


def decide(by: Member, case: Case, *, asked_on: date, ground: str, now: datetime) -> ErasureRequest:
    """What may be erased is erased by the worker at once, the rest stays with its reason; both stand in the record.

    Raises Refused for a test case, and for a closed one that says that somebody has to look at it first.
    """
    by.require(Right.DECIDE)
    if case.is_test:
        raise Refused(N_("A test case is about nobody. It is removed by itself a month after it was closed."))
    if case.incident and case.closed_at:
        raise Refused(N_("Somebody has to look at this case first: it says that something is wrong with it."))
    standing = standing_of(case, local_day(now))
    kept = () if standing.goes_whole else standing.kept
    removed = (*standing.removable, *standing.kept) if standing.goes_whole else standing.removable
    request = ErasureRequest.objects.create(
        municipality=by.municipality,
        number=case.number,
        service=case.adoption.release.manifest["title"]["de"],
        asked_on=asked_on,
        ground=ground,
        reason=standing.reason,
        kept_until=standing.until,
        removed=[part.to_json() for part in removed],
        kept=[part.to_json() for part in kept],
        decided_by=by.user_id,
        decided_at=now,
    )
    record_act(by, "records.erasure", f"erasure:{request.pk}", number=case.number)
    if removed or standing.goes_whole:
        enqueue(ERASE, by.municipality, request=str(request.pk), case_id=str(case.pk))
    else:
        note(case, REFUSED, {"grund": standing.reason}, actor=str(by.user_id), now=now)
    return request


def carry_out(town: Municipality, request: ErasureRequest, case_id: uuid.UUID, now: datetime) -> None:
    """The whole case is gone, or what rests on consent alone; done twice nothing more happens. As the worker.

    A later case about the same right (a move, a renewal) loses the copies that it has.
    """
    if not request.reason:
        dispose_now(town, case_id, now)
        return
    case = Case.objects.of(town).select_related("municipality").filter(pk=case_id).first()
    leaves = standing_of(case, local_day(now)).leaves if case else {}
    if leaves:
        for copied in cases_of_the_same_rights(town, case_id):
            if untampered(town, copied):
                _erase(town, request, copied, leaves, now)


def _erase(town: Municipality, request: ErasureRequest, case_id: uuid.UUID, leaves: Leaves, now: datetime) -> None:
    """Payloads that hold one of these answers go as a whole; case and register lose the answers alone."""
    batch, found = locked(town.pk, case_id)
    fields = [name for part in request.removed for name in part["felder"]]
    values = {"felder": fields, "antrag": str(request.pk)}
    record(batch.note(case_id), found, "act", ERASED_PARTLY, at_once(now), str(request.decided_by), values)
    batch.write()
    with connection.cursor() as cursor:
        cursor.execute("SELECT erase_leaves(%s, %s)", [case_id, json.dumps(leaves)])
