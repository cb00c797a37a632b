"""The status page's code: lost, and given out anew at the desk."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.cases import links
from fahrwasser.web.cases.actions import CITIZEN, note
from fahrwasser.web.cases.models import Case, Event, Link
from fahrwasser.web.cases.standard_verbs import mail_address
from fahrwasser.web.jobs.actions import send_mail

MAILED, HANDED_OUT = "zugang_gesendet", "zugang_ausgegeben"
MOST_MAILS_A_DAY = 3


def mail_status_code(link: Link, typed: str, *, now: datetime) -> None:
    """Address and code go to the address of the case, when that is the one typed; at most three times a day."""
    case = link.case
    known = mail_address(case.facts.get("fall") or {})
    if not known or typed.casefold() != known.casefold():
        return
    since = now - timedelta(days=1)
    sent = Event.objects.of(case.municipality_id).filter(case=case, activity=MAILED, completed_at__gt=since)
    if sent.count() >= MOST_MAILS_A_DAY:
        return
    subject = _("The code for your application %(number)s") % {"number": case.number}
    body = _("Address: %(address)s\n\nYour code: %(code)s\n\nIf you did not ask for this mail, ignore it.\n")
    address = links.status_address(case.municipality, case.pk)
    send_mail(known, subject, body % {"address": address, "code": links.status_code(case.pk)})
    note(case, MAILED, {}, actor=CITIZEN, now=now)
    links.unlock(case)


def hand_out(by: Member, case: Case, *, now: datetime) -> None:
    """The desk gives address and code to the person (on paper or by post): a locked page opens again."""
    by.require(Right.CASES)
    links.reopen(case, now)
    note(case, HANDED_OUT, {}, actor=str(by.user_id), now=now)
