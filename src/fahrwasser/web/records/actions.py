"""Documents are kept from rendering or upload on; nothing is ever changed, only added."""

import hashlib
import uuid

from django.db.models import Max

from fahrwasser.web.tenants.models import Municipality

from .models import Document


def keep(
    municipality: Municipality,
    *,
    kind: str,
    subject: str = "",
    title: str,
    media_type: str,
    content: bytes,
    made_by: uuid.UUID | None = None,
) -> Document:
    """The document lies in the town's records as the next version of its (kind, subject)."""
    same = Document.objects.of(municipality).filter(kind=kind, subject=subject)
    last = same.aggregate(last=Max("version"))["last"] or 0
    return Document.objects.create(
        municipality=municipality,
        kind=kind,
        subject=subject,
        title=title,
        version=last + 1,
        media_type=media_type,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
        made_by=made_by,
    )
