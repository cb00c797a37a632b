"""A draft of the newsletter from what happened in the network: plain text to copy and change."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fahrwasser.web.agenda.names import project_title
from fahrwasser.web.catalogue.models import Release
from fahrwasser.web.ui.languages import page_language
from fahrwasser.web.ui.templatetags.ui import number

from .board import requests_by_hours
from .models import Answer, Meeting, Question, Solution
from .words import STANDINGS

SPAN = timedelta(days=31)
AHEAD = timedelta(days=62)
MOST = 5
Like = Mapping[str, bool]


def newsletter(now: datetime, *, is_sample: bool) -> str:
    """The text, of invented towns or of real ones; sections without news are left out. 6 queries."""
    parts = [_("What is new in the network"), ""]
    for title, lines in _sections(now, is_sample=is_sample):
        found = list(lines)
        if found:
            parts += [title, *(f"- {line}" for line in found), ""]
    if len(parts) == 2:
        parts.append(_("Nothing has happened in the last month."))
    return "\n".join(parts).strip() + "\n"


def _sections(now: datetime, *, is_sample: bool) -> Iterator[tuple[str, Iterator[str]]]:
    like = {"municipality__is_sample": is_sample}
    yield _("Solved elsewhere"), _solutions(now, like)
    yield _("Questions that have an answer now"), _questions(now, like, is_solved=True)
    yield _("Questions that wait for you"), _questions(now, like, is_solved=False)
    yield _("New packages"), _packages(now)
    yield _("Requests of many towns"), _requests(like)
    yield _("Dates"), _meetings(now, is_sample=is_sample)


def _solutions(now: datetime, like: Like) -> Iterator[str]:
    rows = Solution.objects.select_related("municipality").filter(withdrawn_at=None, given_at__gte=now - SPAN, **like)
    for row in rows.order_by("-given_at", "id")[:MOST]:
        yield f"{row.municipality.name}: {project_title(row.project)} – {row.tool}"


def _questions(now: datetime, like: Like, *, is_solved: bool) -> Iterator[str]:
    rows = Question.objects.select_related("municipality").filter(**like)
    if is_solved:  # whenever it was asked
        answers = Answer.objects.filter(answered_at__gte=now - SPAN, withdrawn_at=None)
        rows = rows.solved().filter(solved_by__in=answers.values("pk"))
    else:
        rows = rows.still_open().filter(asked_at__gte=now - SPAN)
    for row in rows.order_by("-asked_at", "id")[:MOST]:
        yield f"{row.title} ({row.municipality.name})"


def _packages(now: datetime) -> Iterator[str]:
    language = page_language()
    for row in Release.objects.defer("content").filter(published_at__gte=now - SPAN).order_by("package", "version"):
        yield f"{row.manifest['title'][language]} {row.version}"


def _requests(like: Like) -> Iterator[str]:
    for row in requests_by_hours().filter(**like)[:MOST]:
        towns = ngettext("%(n)s town", "%(n)s towns", row.towns) % {"n": row.towns}  # type: ignore[attr-defined]
        hours = _("%(hours)s hours a year together") % {"hours": number(row.hours)}  # type: ignore[attr-defined]
        yield f"{row.title} ({towns}, {hours}, {STANDINGS[row.standing]})"


def _meetings(now: datetime, *, is_sample: bool) -> Iterator[str]:
    rows = Meeting.objects.filter(at__range=(now, now + AHEAD), cancelled_at=None, is_sample=is_sample).order_by(
        "at", "id"
    )
    for row in rows:
        when = date_format(timezone.localtime(row.at), "SHORT_DATETIME_FORMAT")
        yield f"{when}: {row.title}" + (f", {row.place}" if row.place else "")
