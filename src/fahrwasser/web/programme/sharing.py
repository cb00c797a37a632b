"""What a town may release, part by part, to its coach or to the network: data, read by page, action and job alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Share

COACH, NETWORK = Share.Audience.COACH.value, Share.Audience.NETWORK.value
BOTH = (COACH, NETWORK)


@dataclass(frozen=True, slots=True)
class Part:
    """One part: columns of the sheet, what people read, and for whom it can be released at all."""

    columns: tuple[str, ...]
    title: str | Promise
    text: str | Promise
    audiences: tuple[str, ...] = BOTH


PARTS: Mapping[str, Part] = {
    "phase": Part(
        ("phase", "phase_since", "last_entry_on"),
        _("Phase"),
        _("In which phase you are, since when, and the day of the last entry."),
    ),
    "stuck": Part(
        ("stuck_reason", "stuck_since"),
        _("What you are stuck on"),
        _("One of six reasons and since when; your note stays on this page."),
        (COACH,),
    ),
    "appointments": Part(("next_appointment",), _("Next appointment"), _("When you meet your coach next."), (COACH,)),
    "milestones": Part(
        ("milestones",), _("Milestones"), _("Mandate, council version, decision: done or not."), (COACH,)
    ),
    "questions": Part(
        ("open_questions",), _("Open questions"), _("How many of your questions wait for an answer."), (COACH,)
    ),
    "agenda": Part(
        ("agenda_status", "agenda_decided_on"),
        _("Agenda"),
        _("Whether there is a plan and whether the council decided."),
    ),
    "projects": Part(
        ("projects_running", "projects_done"), _("Projects"), _("How many projects run and how many are finished.")
    ),
    "services": Part(
        ("services_live", "packages"), _("Services that run"), _("Which shared packages you run, and since when.")
    ),
    "hours": Part(
        ("hours_planned", "hours_measured"),
        _("Relief"),
        _("Hours a year that the plan frees, and those that were measured: sums of the whole town."),
    ),
    "use": Part(
        ("used_parts",),
        _("Use of Fahrwasser"),
        _("How often each part was opened in eight weeks: sums of the whole town, from three people at work on."),
    ),
    "obstacles": Part(
        ("obstacles",), _("Obstacles"), _("What keeps you from going on, with hours a year, without your notes.")
    ),
}


def columns_of(parts: Iterable[str]) -> frozenset[str]:
    """Columns that may be filled when these parts are released."""
    return frozenset(column for part in parts if part in PARTS for column in PARTS[part].columns)


def offered_to(audience: str) -> dict[str, Part]:
    """The parts that this audience can get."""
    return {key: part for key, part in PARTS.items() if audience in part.audiences}
