"""Meetings of the network: made by coaches, joined by towns, proven by a code that is said aloud there."""

import uuid
from datetime import datetime

from django.core.exceptions import PermissionDenied

from fahrwasser.core.refused import N_, Refused
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.models import User
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.tenants.secrets import derived_code, is_code

from ..models import Attendance, Meeting, ModuleDone
from ..portfolio import guides_invented


def make_meeting(
    by: User, *, kind: str, title: str, at: datetime, minutes: int, place: str, text: str, module: str = ""
) -> Meeting:
    """A meeting for all towns. Raises PermissionDenied for a coach whom only towns have made one: their mandate
    reaches no further than these towns. The operator marks the coaches of the programme.
    """
    if not may_call_all(by):
        raise PermissionDenied("programme coach")
    return Meeting.objects.create(
        kind=kind,
        title=title,
        at=at,
        minutes=minutes,
        place=place,
        text=text,
        module=module,
        made_by=by,
        is_sample=guides_invented(by),
    )


def cancel_meeting(by: User, key: uuid.UUID, now: datetime) -> None:
    """It does not take place; only who made it, or the operator."""
    rows = Meeting.objects.filter(pk=key, cancelled_at=None)
    (rows if by.is_operator else rows.filter(made_by=by)).update(cancelled_at=now)


def code_of(meeting: Meeting) -> str:
    """Eight digits that the coach says aloud at the meeting."""
    return derived_code("meeting", str(meeting.pk))


def join_meeting(by: Member, meeting: Meeting) -> None:
    """The person of the town will come; twice changes nothing."""
    by.require(Right.SEE_PLAN)
    Attendance.objects.get_or_create(municipality=by.municipality, meeting=meeting, user_id=by.user_id)


def leave_meeting(by: Member, meeting: Meeting) -> None:
    """The person will not come; who has been there has been there."""
    rows = Attendance.objects.of(by.municipality).filter(meeting=meeting, user_id=by.user_id, confirmed_at=None)
    rows.delete()


def confirm_attendance(by: Member, meeting: Meeting, code: str, now: datetime) -> None:
    """The person was there and typed the code. Raises Refused for a wrong code or before the meeting begins."""
    by.require(Right.SEE_PLAN)
    if now < meeting.at:
        raise Refused(N_("The meeting has not begun yet. The code is said there."))
    if not is_code(code, code_of(meeting)):
        raise Refused(N_("This is not the code of the meeting. It has eight digits, for example 4827-1930."))
    row, _new = Attendance.objects.get_or_create(municipality=by.municipality, meeting=meeting, user_id=by.user_id)
    if row.confirmed_at is None:
        Attendance.objects.of(by.municipality).filter(pk=row.pk).update(confirmed_at=now)
        record_act(by, "programme.attended", f"meeting:{meeting.pk}")


def finish_module(by: Member, module: str) -> None:
    """The person did the module's practice in the town's own data; twice changes nothing."""
    by.require(Right.SEE_PLAN)
    _row, is_new = ModuleDone.objects.get_or_create(municipality=by.municipality, user_id=by.user_id, module=module)
    if is_new:
        record_act(by, "programme.module", module)


def may_call_all(by: User) -> bool:
    """Whether this person may call meetings that all towns see."""
    return by.is_operator or by.is_programme_coach
