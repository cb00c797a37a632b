"""Where a case stands, in the words of the person it belongs to."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from fahrwasser.web.cases import links
from fahrwasser.web.cases.fetching import is_overdue
from fahrwasser.web.cases.models import Case, Letter, Notice, Payload, Task, Wait
from fahrwasser.web.ports.models import Payment
from fahrwasser.web.registers.flags import OBJECTION

from .actions.answering import ANSWER
from .dues import Due, dues_of

ASKED_BACK = "nachfragen"


@dataclass(frozen=True, slots=True)
class Standing:
    """`asks`: the office waits for an answer to `question`; `can_object`: the period of a Bescheid runs;
    `overdue`: Bescheide that were not opened in ten days and come by post.

    Lists are newest first.
    """

    headline: str
    next_step: str
    asks: bool
    question: str
    can_object: bool
    letters: tuple[Letter, ...]
    overdue: frozenset[Letter]
    notices: tuple[Notice, ...]
    dues: tuple[Due, ...]


def standing_of(case: Case) -> Standing:
    """From the rows of the case; at most 7 queries."""
    now = timezone.now()
    town = case.municipality_id
    waits = set(Wait.objects.of(town).filter(case=case).values_list("message", flat=True))
    rows = Letter.objects.of(town).filter(case=case).select_related("document").defer("document__content")
    letters = tuple(rows.order_by("-made_at", "id"))
    notices = Notice.objects.of(town).filter(case=case)
    payments = Payment.objects.of(town).filter(cause=case.pk)
    is_open = case.closed_at is None
    asks = is_open and ANSWER in waits
    is_with_office = is_open and Task.objects.of(town).filter(case=case, done_at=None).exists()
    is_decided = any(letter.kind == "bescheid" for letter in letters)
    dues = dues_of(case, tuple(payments.order_by("-made_at", "id")))
    headline, following = _words(is_open, asks, is_with_office, is_decided)
    if any(due.is_open for due in dues) and not asks:
        following = _("The decision is below. Please do not forget to pay.")
    return Standing(
        headline,
        following,
        asks,
        _question(case) if asks else "",
        is_open and OBJECTION in waits,
        letters,
        frozenset(letter for letter in letters if is_overdue(letter, now)),
        tuple(_shown(notice) for notice in notices.order_by("-made_at", "id")),
        dues,
    )


def _shown(notice: Notice) -> Notice:
    """Stored without the secret of the address that it names; the person sees it whole."""
    notice.text = links.revealed(notice.text, notice.case_id)
    return notice


def _question(case: Case) -> str:
    """What the officer asked in their own words; "" when a machine asked (then it stands in the message). 1 query."""
    kept = Payload.objects.of(case.municipality_id).filter(event__case=case, data__ausgang=ASKED_BACK)
    found = kept.order_by("-event__sequence").values_list("data", flat=True).first() or {}
    return str(found.get("begruendung") or "")


def _words(is_open: bool, asks: bool, is_with_office: bool, is_decided: bool) -> tuple[str, str]:
    if not is_open:
        return _("Finished"), _("Everything is done. You find the letters below.")
    if asks:
        return _("We have a question"), _("Please answer below. Then we go on.")
    if is_with_office:
        return _("The office is looking at it"), _("You need to do nothing. We write when it is decided.")
    if is_decided:
        return _("Decided"), _("The decision is below. You need to do nothing more.")
    return _("In progress"), _("You need to do nothing. This usually takes a few minutes.")
