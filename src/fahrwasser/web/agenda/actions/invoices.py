"""Bills of the projects. Their sum is what a project really cost; it stands in `Progress.euros_spent`."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Sum

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda.models import Invoice, Progress
from fahrwasser.web.tenants.models import Municipality


class AlreadyCorrected(Exception):
    """Somebody else has corrected this bill meanwhile; nothing was written."""


@dataclass(frozen=True, slots=True)
class Bill:
    """One bill as entered; `amount` in EUR, below zero for a credit note."""

    dated_on: date
    amount: Decimal
    note: str


def note_invoice(by: Member, project: str, bill: Bill) -> Invoice:
    """A bill of this project is noted; what the project cost so far follows."""
    by.require(Right.PLAN)
    row = _written(by, project, bill, None)
    record_act(by, "invoice.note", project)
    return row


def correct_invoice(by: Member, wrong: Invoice, bill: Bill) -> Invoice:
    """The new row counts in place of the wrong one, which stays readable. Raises AlreadyCorrected."""
    by.require(Right.PLAN)
    try:
        with transaction.atomic():
            row = _written(by, wrong.project, bill, wrong)
    except IntegrityError as error:
        raise AlreadyCorrected from error
    record_act(by, "invoice.correct", wrong.project)
    return row


def billed(town: Municipality, project: str) -> int | None:
    """The sum in whole EUR, never below 0; None without any bill. 1 query."""
    rows = Invoice.objects.of(town).filter(project=project).counting()
    total = rows.aggregate(total=Sum("amount"))["total"]
    return None if total is None else max(0, round(total))


def _written(by: Member, project: str, bill: Bill, wrong: Invoice | None) -> Invoice:
    town = by.municipality
    Progress.objects.get_or_create(municipality=town, project=project)
    kept = Progress.objects.of(town).select_for_update().get(project=project)  # bills of one project, one by one
    row = Invoice.objects.create(
        municipality=town,
        project=project,
        dated_on=bill.dated_on,
        amount=bill.amount,
        note=bill.note,
        corrects=wrong,
        noted_by=by.user_id,
    )
    Progress.objects.of(town).filter(pk=kept.pk).update(euros_spent=billed(town, project))
    return row
