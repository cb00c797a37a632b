"""Where a case stands, in the words of the person it belongs to."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from fahrwasser.web.cases.models import Case, Letter, Notice, Task, Wait
from fahrwasser.web.ports.models import Payment

from .actions.answering import ANSWER


@dataclass(frozen=True, slots=True)
class Standing:
    """`asks`: the office waits for an answer. Lists newest first."""

    headline: str
    next_step: str
    asks: bool
    letters: tuple[Letter, ...]
    notices: tuple[Notice, ...]
    payments: tuple[Payment, ...]


def standing_of(case: Case) -> Standing:
    """From the rows of the case; 5 queries."""
    town = case.municipality_id
    waits = set(Wait.objects.of(town).filter(case=case).values_list("message", flat=True))
    letters = Letter.objects.of(town).filter(case=case).select_related("document").defer("document__content")
    notices = Notice.objects.of(town).filter(case=case)
    payments = Payment.objects.of(town).filter(cause=case.pk)
    asks = ANSWER in waits and case.closed_at is None
    headline, following = _words(case, asks, Task.objects.of(town).filter(case=case, done_at=None).exists())
    return Standing(
        headline,
        following,
        asks,
        tuple(letters.order_by("-made_at", "id")),
        tuple(notices.order_by("-made_at", "id")),
        tuple(payments.order_by("-made_at", "id")),
    )


def _words(case: Case, asks: bool, is_with_office: bool) -> tuple[str, str]:
    if case.closed_at is not None:
        return _("Finished"), _("Everything is done. You find the letters below.")
    if asks:
        return _("We have a question"), _("Please answer below. Then we go on.")
    if is_with_office:
        return _("The office is looking at it"), _("You need to do nothing. We write when it is decided.")
    return _("In progress"), _("You need to do nothing. This usually takes a few minutes.")
