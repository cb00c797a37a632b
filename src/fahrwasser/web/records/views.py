"""Download of a kept document, and the files of closed cases."""

import uuid
from datetime import date

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify

from fahrwasser.web.accounts.access import asking, needs
from fahrwasser.web.accounts.roles import Right

from .models import Document, Enclosure
from .reads import files_for

SUFFIX = {
    "application/pdf": "pdf",
    "application/json": "json",
    "text/csv": "csv",
    "image/jpeg": "jpg",
    "image/png": "png",
}
UPLOADS = frozenset({"upload"})
PAGE = 50


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
    rows = files_for(asking(request)).newest_first()
    if search:
        rows = rows.filter(number__startswith=search)
    before = _place(request.GET.get("vor", ""))
    if before:
        day, key = before
        rows = rows.filter(Q(opened_on__lt=day) | Q(opened_on=day, id__lt=key))
    found = list(rows[: PAGE + 1])
    older = f"{found[PAGE - 1].opened_on}_{found[PAGE - 1].pk}" if len(found) > PAGE else ""
    return render(request, "records/files.html", {"files": found[:PAGE], "older": older, "search": search})


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


def _place(after: str) -> tuple[date, uuid.UUID] | None:
    """The key of a page; anything else begins at the first one."""
    day, _underscore, key = after.partition("_")
    try:
        return date.fromisoformat(day), uuid.UUID(key)
    except ValueError:
        return None


def _bytes_of(found: Document) -> HttpResponse:
    response = HttpResponse(bytes(found.content), content_type=found.media_type)
    name = f"{slugify(found.title) or 'dokument'}-{found.version}.{SUFFIX.get(found.media_type, 'bin')}"
    shown = "inline" if found.kind not in UPLOADS else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
