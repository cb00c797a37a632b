"""Download of a kept document, and the files of closed cases."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import ngettext

from fahrwasser.web.accounts.access import asking, needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.tenants.pages import page_by

from .actions import note_offer
from .models import Disposal, Document, Enclosure
from .reads import files_for, offers_for

SUFFIX = {
    "application/pdf": "pdf",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/json": "json",
    "text/csv": "csv",
    "image/jpeg": "jpg",
    "image/png": "png",
}
UPLOADS = frozenset({"upload"})


@needs(Right.SEE_PLAN)
def document(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """The bytes as they were kept; another town's id, or a paper of a citizen's case, is simply not found."""
    papers = Document.objects.of(request.municipality).of_the_plan()  # type: ignore[attr-defined]
    found = get_object_or_404(papers, pk=document_id)
    return _bytes_of(found)


@needs(Right.CASES)
def files(request: HttpRequest) -> HttpResponse:
    """Files of closed cases that this person may see, begun last first; found by the beginning of their number."""
    search = request.GET.get("nummer", "").strip()[:60]
    rows = files_for(asking(request))
    if search:
        rows = rows.filter(number__startswith=search)
    found, older = page_by(rows, "opened_on", request.GET.get("vor", ""), newest_first=True)
    return render(request, "records/files.html", {"files": found, "older": older, "search": search})


@needs(Right.CASES, Right.DECIDE)
def disposals(request: HttpRequest) -> HttpResponse:
    """What was removed after its retention, newest first; and what the archive has to be asked about before."""
    by, today = asking(request), timezone.localdate()
    if request.method == "POST":
        count = note_offer(by, request.POST.get("position", "")[:30], today)
        said = ngettext("%(count)s file is removed tonight.", "%(count)s files are removed tonight.", count)
        messages.success(request, said % {"count": count})
        return redirect("files_disposed")
    found, older = page_by(
        Disposal.objects.of(by.municipality), "disposed_at", request.GET.get("vor", ""), newest_first=True
    )
    offers = offers_for(by, today) if by.may(Right.CASES) else []
    page = {"rows": found, "older": older, "offers": offers, "sees_files": by.may(Right.CASES)}
    page["leads"] = by.may(Right.DECIDE)
    return render(request, "records/disposals.html", page)


@needs(Right.CASES)
def file(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One file: its papers in order, closing and retention."""
    found = get_object_or_404(files_for(asking(request)), pk=key)
    rows = Enclosure.objects.of(found.municipality_id).filter(file=found).select_related("document")
    papers = rows.defer("document__content").order_by("position")
    return render(request, "records/file.html", {"file": found, "papers": papers})


@needs(Right.CASES)
def enclosure(request: HttpRequest, key: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """A paper of this file; uploads are never shown inside the page."""
    kept = get_object_or_404(files_for(asking(request)), pk=key)
    rows = Enclosure.objects.of(kept.municipality_id).filter(file=kept)
    found = get_object_or_404(rows.select_related("document"), document_id=document_id)
    return _bytes_of(found.document)


def _bytes_of(found: Document) -> HttpResponse:
    response = HttpResponse(bytes(found.content), content_type=found.media_type)
    name = f"{slugify(found.title) or 'dokument'}-{found.version}.{SUFFIX.get(found.media_type, 'bin')}"
    shown = "inline" if found.kind not in UPLOADS else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
