"""Papers: the town's own wording, and PDFs that are kept."""

from dataclasses import asdict
from typing import Any

from django.utils import timezone

from fahrwasser.core.agenda.papers.as_odt import paper_odt
from fahrwasser.core.agenda.papers.shapes import AgendaPaper, Annex, MandateLetter, to_dict
from fahrwasser.core.letters.odt.package import MIMETYPE
from fahrwasser.core.letters.render import render
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda import papers
from fahrwasser.web.agenda.comparison_annex import comparison_annex
from fahrwasser.web.agenda.models import Comparison, PaperText, Version
from fahrwasser.web.agenda.reports import read_report
from fahrwasser.web.agenda.standing import SIGNED
from fahrwasser.web.records.actions import keep
from fahrwasser.web.records.models import Document
from fahrwasser.web.tenants.actions import letterhead_of
from fahrwasser.web.tenants.letterheads import coat_of_arms

from .council import require_planner
from .progress import ChangedMeanwhile

PDF = "application/pdf"
ODT = "-odt"
"""Ending of the kind of a paper that is kept as OpenDocument text too."""


def write_text(by: Member, paper: str, part: str, text: str, *, before: str | None = None) -> None:
    """The part says this from now on, also when the paper is made anew. Raises KeyError for an unknown part.

    `before` = the town's own wording that the person saw ("" = none yet). Raises ChangedMeanwhile when somebody else
    has written another one since; nothing is written then.
    """
    require_planner(by)
    if part not in papers.part_titles(paper):
        raise KeyError(part)
    row = PaperText.objects.of(by.municipality).select_for_update().filter(paper=paper, part=part).first()
    if before is not None and row is not None and _lines(row.text) not in (_lines(before), _lines(text)):
        raise ChangedMeanwhile(part)
    _write(by, paper, part, text)
    record_act(by, "paper.text", part)


def reset_text(by: Member, paper: str, part: str, *, before: str | None = None) -> None:
    """The part says again what is prepared. `before` as in `write_text`: nobody throws away what they have not read."""
    require_planner(by)
    rows = PaperText.objects.of(by.municipality).filter(paper=paper, part=part)
    row = rows.select_for_update().first()
    if before is not None and row is not None and _lines(row.text) != _lines(before):
        raise ChangedMeanwhile(part)
    rows.delete()
    record_act(by, "paper.reset", part)


def make_agenda_paper(by: Member, version: Version) -> Document:
    """The Digitale Agenda lies in the records as PDF with its data, which is returned, and as ODT.

    Raises LetterError; nothing is kept then.
    """
    require_planner(by)
    paper = papers.read_agenda_paper(by, version)
    return _keep_both(by, paper, papers.AGENDA, "agenda", {"version": version.number})


def make_report(by: Member, version: Version) -> Document:
    """The half-yearly report about this version lies in the records as PDF and as ODT. Raises LetterError."""
    require_planner(by)
    return _keep_both(by, read_report(by, version), papers.REPORT, "progress-report", {"version": version.number})


def make_mandate(by: Member, entries: papers.Entries) -> Document:
    """The mandate lies in the records as PDF, the entries are remembered. Raises LetterError; nothing is kept then."""
    require_planner(by)
    for key, value in asdict(entries).items():
        _write(by, papers.MANDATE, papers.ENTRY + key, value.isoformat() if key == "begin" and value else value or "")
    pdf = _pdf(by, papers.read_mandate(by, entries), "mandate")
    return _keep(by, pdf, "mandate", "Mandat für den Digital-Navigator", {})


def make_annex(by: Member, comparison: Comparison) -> Document:
    """The comparison lies in the records as PDF with its data. Raises LetterError; nothing is kept then."""
    by.require(Right.PLAN)
    paper = comparison_annex(by.municipality, comparison)
    return _keep(by, _pdf(by, paper, "annex"), "annex", paper.title, {"comparison": str(comparison.pk)})


def sign_mandate(by: Member) -> None:
    """The head says that the mandate is signed: from now on the Navigator has it."""
    by.require(Right.DECIDE)
    record_act(by, SIGNED, papers.MANDATE)


def _lines(text: str) -> str:
    """Browsers send line ends in their own way."""
    return "\n".join(text.split("\r\n")).strip()


def _write(by: Member, paper: str, part: str, text: str) -> None:
    PaperText.objects.update_or_create(
        municipality=by.municipality,
        paper=paper,
        part=part,
        defaults={"text": text, "written_by": by.user_id, "written_at": timezone.now()},
    )


def _keep_both(by: Member, paper: AgendaPaper, kind: str, template: str, detail: dict[str, Any]) -> Document:
    """The ODT is kept a moment before the PDF, so that the one that counts stands above it in every list."""
    title = f"{paper.title}, {paper.status}"
    pdf = _pdf(by, paper, template)
    keep(
        by.municipality,
        kind=kind + ODT,
        subject=kind,
        title=f"{title} (ODT)",
        media_type=MIMETYPE,
        content=paper_odt(paper),
        made_by=by.user_id,
    )
    return _keep(by, pdf, kind, title, detail)


def _pdf(by: Member, paper: AgendaPaper | MandateLetter | Annex, template: str) -> bytes:
    town = by.municipality
    picture = coat_of_arms(town, letterhead_of(town))
    return render(template, to_dict(paper), made=timezone.localdate(), coat_of_arms=picture).pdf


def _keep(by: Member, pdf: bytes, kind: str, title: str, detail: dict[str, Any]) -> Document:
    document = keep(
        by.municipality,
        kind=kind,
        subject=detail.get("comparison", kind),
        title=title,
        media_type=PDF,
        content=pdf,
        made_by=by.user_id,
    )
    record_act(by, "paper.make", kind, document=str(document.pk), **detail)
    return document
