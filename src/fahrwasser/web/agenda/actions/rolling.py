"""The plan's quarters are counted from its first one; when that moves, what people fixed keeps its date."""

from dataclasses import asdict
from datetime import date

from django.db.models import F, Value
from django.db.models.functions import Greatest

from fahrwasser.core.agenda.catalogue.adjustments import Adjustment, in_later_plan
from fahrwasser.web.agenda.models import Frame, Hold, Wish
from fahrwasser.web.agenda.quarters import Calendar
from fahrwasser.web.tenants.models import Municipality


def roll_forward(frame: Frame, today: date) -> Frame:
    """A plan never begins in the past: one whose first quarter is over is made anew from the next quarter on."""
    begin = begin_now(frame, today)
    if begin != frame.first_quarter:
        renumber(frame.municipality, frame.first_quarter, begin)
        Frame.objects.of(frame.municipality).filter(pk=frame.pk).update(first_quarter=begin)
        frame.refresh_from_db(fields=["first_quarter", "adjustments"])
    return frame


def begin_now(frame: Frame, today: date) -> date:
    """First day of a plan that is made today."""
    calendar = Calendar(frame.first_quarter, frame.quarters)
    return calendar.starts_on(calendar.first_open(today))


def quarters_later(frame: Frame, today: date) -> int:
    """By how many quarters a plan that is made today begins later than the assumptions say."""
    return Calendar(frame.first_quarter, frame.quarters).first_open(today) - 1


def renumber(town: Municipality, before: date, after: date) -> None:
    """Starts fixed by hand, dates of wishes, grants and posts keep their calendar quarter; what would lie in the past
    is due now, and a grant of the past is spent."""
    shift = Calendar(before, 1).quarter_of(after) - 1
    if shift:
        starts = Hold.objects.of(town).filter(start__isnull=False)
        starts.update(start=Greatest(F("start") - Value(shift), Value(1)))
        dates = Wish.objects.of(town).filter(latest_finish__isnull=False)
        dates.update(latest_finish=Greatest(F("latest_finish") - Value(shift), Value(1)))
        for frame in Frame.objects.of(town):
            moved = in_later_plan((Adjustment(**raw) for raw in frame.adjustments), shift)
            Frame.objects.of(town).filter(pk=frame.pk).update(adjustments=[asdict(one) for one in moved])
