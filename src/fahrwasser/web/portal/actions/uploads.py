"""Files of a draft: looked at before they are kept, never run, never shown as anything but a download."""

import hashlib
import uuid
from typing import Any

from fahrwasser.core.refused import N_, Refused

from ..models import Draft, Upload

LARGEST = 10 * 1024 * 1024
MOST_FILES = 20
TOO_LARGE = N_("The file is larger than 10 MB. Please choose a smaller one; your other entries are kept.")
STARTS = (
    ("application/pdf", b"%PDF-"),
    ("image/jpeg", b"\xff\xd8\xff"),
    ("image/png", b"\x89PNG\r\n\x1a\n"),
)
"""What a file is says its first bytes, not its name."""


def attach(draft: Draft, field: str, filename: str, content: bytes) -> dict[str, Any]:
    """The file lies with the draft; answers the value of the form field. Raises Refused with what to do."""
    if not content:
        raise Refused(N_("The file is empty. Please choose another one."))
    if len(content) > LARGEST:
        raise Refused(TOO_LARGE)
    media_type = media_type_of(content)
    if Upload.objects.of(draft.municipality_id).filter(draft=draft).count() >= MOST_FILES:
        raise Refused(N_("There are already 20 files. Please remove one first."))
    upload = Upload.objects.create(
        municipality_id=draft.municipality_id,
        draft=draft,
        field=field[:200],
        filename=plain_name(filename),
        media_type=media_type,
        size=len(content),
        sha512=hashlib.sha512(content).hexdigest(),
        content=content,
    )
    return {
        "ref": str(upload.pk),
        "filename": upload.filename,
        "mediaType": media_type,
        "size": upload.size,
        "sha512": upload.sha512,
    }


def detach(draft: Draft, ref: str) -> None:
    """The file is gone; an unknown reference changes nothing."""
    try:
        key = uuid.UUID(ref)
    except ValueError:
        return
    Upload.objects.of(draft.municipality_id).filter(draft=draft, pk=key).delete()


def media_type_of(content: bytes) -> str:
    """What the first bytes say. Raises Refused for everything but a photo or a PDF."""
    for kind, start in STARTS:
        if content.startswith(start):
            return kind
    raise Refused(N_("This is neither a photo (JPEG, PNG) nor a PDF. Please take a photo or save it as PDF."))


def plain_name(filename: str) -> str:
    """The last part of the name without control characters, at most 120 long, its ending kept."""
    name = "".join(c for c in filename.replace("\\", "/").rpartition("/")[2] if c.isprintable()).strip() or "datei"
    stem, dot, ending = name.rpartition(".")
    return name if len(name) <= 120 else f"{stem[:100]}{dot}{ending[:10]}"
