"""The papers: list, preview, own wording, PDF."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.core.agenda.papers.shapes import AgendaPaper, MeasureSheet
from fahrwasser.core.letters.errors import LetterError
from fahrwasser.web.accounts.access import Member, needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.actions.papers import ODT
from fahrwasser.web.agenda.models import Version, VersionQuerySet
from fahrwasser.web.agenda.papers import (
    AGENDA,
    MANDATE,
    REPORT,
    Entries,
    desk_of,
    part_titles,
    read_agenda_paper,
    read_mandate,
)
from fahrwasser.web.agenda.reports import prepared_text, version_for_report
from fahrwasser.web.agenda.screens import MandateScreen, PartScreen
from fahrwasser.web.agenda.standing import reached
from fahrwasser.web.agenda.tables import ShownTable, shown
from fahrwasser.web.agenda.views.common import by
from fahrwasser.web.agenda.views.plan import may_plan
from fahrwasser.web.records.models import Document
from fahrwasser.web.tenants.models import Letterhead, Municipality
from fahrwasser.web.tenants.turns import turn

MOST_DOCUMENTS = 50
BACK = {AGENDA: "paper_agenda", MANDATE: "paper_mandate", REPORT: "paper_report"}


@dataclass(frozen=True, slots=True)
class Preview:
    """One chapter as the page shows it."""

    title: str
    text_key: str
    text: str
    is_edited: bool
    points: tuple[str, ...]
    tables: tuple[ShownTable, ...]
    sheets: tuple[MeasureSheet, ...]


@needs(Right.SEE_PLAN)
def papers(request: HttpRequest) -> HttpResponse:
    """What can be made and what has been kept. ≤ 12 queries."""
    member = by(request)
    version = Version.objects.of(member.municipality).for_paper()
    words = _("There is no plan yet.")
    if version is not None:
        words = _("Made from the plan as it stands: a draft.")
        if version.frozen_at:
            words = _("Made from the version kept for the council.")
    page = {
        "agenda_words": words,
        "has_plan": version is not None and bool(version.answer.get("schedule")),
        "has_report": version_for_report(Version.objects.of(member.municipality)) is not None,
        "may_write": may_plan(member),
        "documents": Document.objects.of(member.municipality).of_the_plan().newest_first()[:MOST_DOCUMENTS],
    }
    return render(request, "agenda/papers.html", page)


@needs(Right.SEE_PLAN)
def agenda_paper(request: HttpRequest) -> HttpResponse:
    """The council paper as page; POST makes the PDF."""
    member = by(request)
    version = with_newest_files(member.municipality, AGENDA).for_paper()
    if version is None or not version.answer.get("schedule"):
        messages.error(request, _("There is no plan yet. Make the first plan, then the paper can be made."))
        return redirect("papers")
    if request.method == "POST":
        try:
            document = actions.make_agenda_paper(member, version)
        except LetterError:
            return no_pdf(request, "paper_agenda")
        return kept(request, document)
    paper = read_agenda_paper(member, version, letterhead=Letterhead())  # not shown on the page
    lead = _("So the council will read it. Every text can be changed; figures and tables come from the plan.")
    page = {
        "paper": paper,
        "sections": preview(paper),
        "summary": [shown(table) for table in paper.summary],
        "lead": lead,
        "paper_key": AGENDA,
        "here": "paper_agenda",
        "files": version.files,  # type: ignore[attr-defined]
        "may_write": may_plan(member),
    }
    return render(request, "agenda/paper_agenda.html", page)


def with_newest_files(town: Municipality, kind: str) -> VersionQuerySet:
    """The versions of the town, each with `files`: pk and title of the PDF and the ODT of this paper kept last."""
    rows = Document.objects.of(town).filter(kind__in=(kind, kind + ODT)).order_by("kind", "-made_at", "id")
    newest = rows.distinct("kind").values(row=JSONObject(pk="id", title="title"))
    return Version.objects.of(town).annotate(files=ArraySubquery(newest))


def preview(paper: AgendaPaper) -> list[Preview]:
    """The chapters as the page shows them."""
    return [
        Preview(s.title, s.text_key, s.text, s.is_edited, s.points, tuple(map(shown, s.tables)), s.sheets)
        for s in paper.sections
    ]


@needs(Right.PLAN, Right.DECIDE)
def mandate(request: HttpRequest) -> HttpResponse:
    """The mandate: four entries, the text beside them; POST makes the PDF."""
    turn(request, "mandate")
    member = by(request)
    form = MandateScreen(request.POST if request.method == "POST" else None, initial=_entries(member))
    if form.is_valid():
        try:
            document = actions.make_mandate(member, Entries(**form.cleaned_data))
        except LetterError:
            return no_pdf(request, "paper_mandate")
        return kept(request, document)
    parts = read_mandate(member).paragraphs
    known = reached(member.municipality)
    page = {
        "form": form,
        "parts": parts,
        "may_write": True,
        "may_sign": member.may(Right.DECIDE) and known["has_letter"] and not known["has_mandate"],
        "page_error": form.is_bound,
    }
    return render(request, "agenda/paper_mandate.html", page, status=422 if form.is_bound else 200)


@require_POST
@needs(Right.DECIDE)
def sign(request: HttpRequest) -> HttpResponse:
    """The head has signed the mandate."""
    actions.sign_mandate(by(request))
    messages.success(request, _("The Navigator has the mandate now."))
    return redirect("home")


def _entries(member: Member) -> dict[str, Any]:
    known = desk_of(member.municipality).entries
    return {
        "navigator": known.navigator,
        "salutation": known.salutation,
        "substitute": known.substitute,
        "begin": known.begin or timezone.localdate(),
    }


def no_pdf(request: HttpRequest, back: str) -> HttpResponse:
    """The entries are not lost: the transaction goes on, only the PDF is missing."""
    messages.error(request, _("The PDF could not be made. Your texts are saved. Please tell your support."))
    return redirect(back)


def kept(request: HttpRequest, document: Document) -> HttpResponse:
    """The paper lies among the papers."""
    messages.success(request, _("The paper is kept: %(title)s.") % {"title": document.title})
    return redirect("papers")


@needs(Right.PLAN, Right.DECIDE)
def part(request: HttpRequest, paper: str, part: str) -> HttpResponse:
    """One text part: own wording instead of the prepared one."""
    member = by(request)
    try:
        title, prepared = part_titles(paper)[part], prepared_text(member, paper, part)
    except KeyError as error:
        raise Http404 from error
    own, theirs = desk_of(member.municipality).texts.get(part, ""), ""
    if request.method == "POST":
        form = PartScreen(request.POST)
        if form.is_valid():
            try:
                actions.write_text(member, paper, part, **form.cleaned_data)
            except actions.ChangedMeanwhile:
                theirs = own
                form = _seen_now(request, form, own)
            else:
                messages.success(request, _("The text is saved and stays when the paper is made again."))
                return redirect(BACK[paper])
    else:
        form = PartScreen(initial={"text": own or prepared, "before": own})
    page = {
        "heading": title,
        "form": form,
        "theirs": theirs,
        "default": prepared,
        "is_edited": bool(own),
        "own": own,
        "paper": paper,
        "part": part,
        "back": reverse(BACK[paper]),
        "page_error": form.is_bound,
    }
    return render(request, "agenda/paper_part.html", page, status=422 if form.is_bound else 200)


def _seen_now(request: HttpRequest, form: PartScreen, theirs: str) -> PartScreen:
    """Both texts stand on the page; saving again counts as having seen the other one."""
    form.add_error("text", _("Somebody else has changed this text meanwhile. Please put both texts together."))
    form.data = {**request.POST.dict(), "before": theirs}
    return form


@require_POST
@needs(Right.PLAN, Right.DECIDE)
def reset(request: HttpRequest, paper: str, part: str) -> HttpResponse:
    """The prepared wording again."""
    if paper not in BACK:
        raise Http404
    try:
        actions.reset_text(by(request), paper, part, before=request.POST.get("before", ""))
    except actions.ChangedMeanwhile:
        messages.error(request, _("Somebody else has changed this text meanwhile. It stands here now."))
        return redirect("paper_part", paper, part)
    messages.success(request, _("The prepared text is back."))
    return redirect(BACK[paper])
