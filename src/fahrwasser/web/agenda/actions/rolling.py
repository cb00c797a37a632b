"""The plan's quarters are counted from its first one; when that moves, what people fixed keeps its date."""

from datetime import date

from django.db.models import F, Value
from django.db.models.functions import Greatest

from fahrwasser.web.agenda.models import Frame, Hold, Wish
from fahrwasser.web.agenda.quarters import Calendar, next_quarter
from fahrwasser.web.tenants.models import Municipality


def roll_forward(frame: Frame, today: date) -> Frame:
    """A plan never begins in the past: one whose first quarter is over is made anew from the next quarter on."""
    calendar = Calendar(frame.first_quarter, frame.quarters)
    if calendar.quarter_of(today) > 1:
        begin = next_quarter(today)
        renumber(frame.municipality, frame.first_quarter, begin)
        frame.first_quarter = begin
        Frame.objects.of(frame.municipality).filter(pk=frame.pk).update(first_quarter=begin)
    return frame


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
            later = [{**raw, "quarter": raw["quarter"] - shift} for raw in frame.adjustments]
            kept = [raw for raw in later if raw["quarter"] > 0 or raw["kind"] != "grant"]
            moved = [{**raw, "quarter": max(1, raw["quarter"])} for raw in kept]
            Frame.objects.of(town).filter(pk=frame.pk).update(adjustments=moved)
