"""Where a case stands, in the words of the office: one line in the list and at the top of its page."""

from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from fahrwasser.web.cases.models import Case, Letter, Task, Wait
from fahrwasser.web.portal.actions.answering import ANSWER


class Shown(StrEnum):
    """Which cases the list shows; the values stand in addresses."""

    ALL = ""
    OPEN = "offen"
    CLOSED = "abgeschlossen"


SHOWN = {Shown.ALL: Q(), Shown.OPEN: Q(closed_at=None), Shown.CLOSED: Q(closed_at__isnull=False)}


def with_standing(rows: "QuerySet[Case]") -> "QuerySet[Case]":
    """With what `standing_words` asks for: `waits_for_answer`, `is_with_office` and `is_decided`; no further query."""

    of_case = {"case": OuterRef("pk"), "municipality_id": OuterRef("municipality_id")}
    return rows.annotate(
        waits_for_answer=Exists(Wait.objects.filter(**of_case, message=ANSWER)),
        is_with_office=Exists(Task.objects.filter(**of_case, done_at=None)),
        is_decided=Exists(Letter.objects.filter(**of_case, kind="bescheid")),
    )


def standing_words(case: Case) -> str:
    """One line about a case of `with_standing`. Most stay open after the letter until nobody can object any more."""
    if case.incident:
        return _("stuck")
    if case.closed_at:
        return _("closed")
    if case.is_with_office:  # type: ignore[attr-defined]
        return _("waits for us")
    if case.waits_for_answer:  # type: ignore[attr-defined]
        return _("waits for an answer of the person")
    return _("decided, period still runs") if case.is_decided else _("goes on by itself")  # type: ignore[attr-defined]
