"""Download of a kept document."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify

from fahrwasser.web.accounts.access import needs
from fahrwasser.web.accounts.roles import Right

from .models import Document

SUFFIX = {"application/pdf": "pdf", "application/json": "json", "text/csv": "csv"}


@needs(Right.SEE_PLAN)
def document(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """The bytes as they were kept; another town's id, or a paper of a citizen's case, is simply not found."""
    papers = Document.objects.of(request.municipality).of_the_plan()  # type: ignore[attr-defined]
    found = get_object_or_404(papers, pk=document_id)
    response = HttpResponse(bytes(found.content), content_type=found.media_type)
    name = f"{slugify(found.title) or 'dokument'}-{found.version}.{SUFFIX.get(found.media_type, 'bin')}"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
